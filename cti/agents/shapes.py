"""JSON shapes of an agent's state, for HTTP and for the live topic `me`."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.shapes import Form, View

Presence = Literal["ready", "paused", "offline"]
PhoneState = Literal["no_extension", "unregistered", "idle", "ringing", "talking"]


class PresenceForm(Form):
    """A pause needs a reason."""

    presence: Presence
    reason: str | None = Field(default=None, max_length=200)


class PresenceView(View):
    """Entry `presence` of the topic `me`."""

    presence: Presence
    reason: str | None
    since: datetime


class PhoneView(View):
    """Entry `phone` of the topic `me`."""

    extension: str | None
    state: PhoneState
    since: datetime


class LinkView(View):
    """Entry `pbx` of the topic `me`: whether calls can be placed and seen at all."""

    up: bool
    why: str | None

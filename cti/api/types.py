"""What goes over the websocket, for its own checks and for the OpenAPI document.

The browser app's types are generated from that document, the live ones too.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from cti.agents.shapes import LinkView, PhoneView, PresenceView
from cti.calls.shapes import CallCard
from cti.crm.importing.shapes import ImportProgress
from cti.dialer.shapes import Counts, Hold, LiveCall, Minute, Progress, States
from cti.pbx.shapes import Pbx
from cti.shapes import Form, View

Topic = Annotated[str, Field(min_length=1, max_length=100)]


class Follow(Form):
    """Send the topic's snapshot, then its changes. Again: a new snapshot."""

    type: Literal["follow"]
    topic: Topic


class Unfollow(Form):
    """Send no more of the topic."""

    type: Literal["unfollow"]
    topic: Topic


class Ping(Form):
    """Is anybody there? Answered with a Pong."""

    type: Literal["ping"]


ClientMessage = Annotated[Follow | Unfollow | Ping, Field(discriminator="type")]
CLIENT_MESSAGE: TypeAdapter[Follow | Unfollow | Ping] = TypeAdapter(ClientMessage)


class Snapshot(View):
    """The whole topic as it is at change number `seq`."""

    type: Literal["snapshot"] = "snapshot"
    topic: str
    seq: int
    entries: dict[str, object]


class Changed(View):
    """Change number `seq`: entries set and entries gone. After a hole, follow again."""

    type: Literal["change"] = "change"
    topic: str
    seq: int
    set: dict[str, object]
    unset: list[str]


class Refused(View):
    """There is no such topic, or not for this user."""

    type: Literal["refused"] = "refused"
    topic: str
    code: str


class Pong(View):
    """The answer to a Ping."""

    type: Literal["pong"] = "pong"


class Failure(View):
    """What was sent is no message."""

    type: Literal["error"] = "error"
    code: str


class CampaignHead(View):
    """Entry `campaign` of the topic `campaign/<id>`."""

    state: str
    version: int
    name: str


class CampaignLine(View):
    """Entry `campaign/<id>` of the topic `campaigns`."""

    state: str
    progress: Progress
    states: States


class RightsView(View):
    """Entry `rights` of the topic `me`: when it changes, the page asks what it may anew."""

    changed_at: datetime


TOPICS: dict[str, dict[str, type[BaseModel]]] = {
    "me": {
        "rights": RightsView,
        "presence": PresenceView,
        "phone": PhoneView,
        "pbx": LinkView,
        "call/{id}": CallCard,
    },
    "campaign/{id}": {
        "campaign": CampaignHead,
        "progress": Progress,
        "states": States,
        "outcomes": Counts,
        "keys": Counts,
        "blocked": Counts,
        "hold": Hold,
        "minute/{time}": Minute,
        "call/{attempt}": LiveCall,
    },
    "campaigns": {"campaign/{id}": CampaignLine},
    "import/{id}": {"progress": ImportProgress},
    "pbx": {"pbx/{name}": Pbx},
}
"""Each topic's entries: the pattern of the key, and the shape of the value."""

MESSAGES: tuple[type[BaseModel], ...] = (
    Follow, Unfollow, Ping, Snapshot, Changed, Refused, Pong, Failure,
)  # fmt: skip
LIVE_MODELS: tuple[type[BaseModel], ...] = (
    *MESSAGES,
    *dict.fromkeys(model for entries in TOPICS.values() for model in entries.values()),
)

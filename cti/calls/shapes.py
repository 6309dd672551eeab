"""JSON shapes of calls, for HTTP and for the live topic `me`."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.crm.shapes import ContactMatch
from cti.shapes import Form, Person, Text, View

CallState = Literal["dialling", "ringing", "talking", "ended", "unknown"]
Direction = Literal["inbound", "outbound", "internal"]
CallKind = Literal["inbound", "click", "campaign", "internal"]


class Confirmation(Form):
    """The answer to "Bạn có muốn tiếp tục gọi không?" (R246). Audited."""

    decision_id: str = Field(max_length=64)
    reason: str | None = Field(default=None, max_length=500)
    not_advertising: bool = Field(default=False, description="The user states that it is none")


class PlaceCall(Form):
    """Call a stored phone, or a number that was typed."""

    phone_id: int | None = None
    number: str | None = Field(default=None, max_length=64)
    purpose: Literal["care", "advertising"] = "care"
    confirmation: Confirmation | None = None


class CallPlaced(View):
    call_id: str


class Transfer(Form):
    extension: str = Field(pattern=r"^[0-9]{2,8}$")


class Attach(Form):
    """Say whose call it was: an unknown number, or one of several matches."""

    contact_id: int


class WrapUp(Form):
    disposition: str | None = Field(default=None, max_length=40)
    note: Text | None = None


class CallCard(View):
    """A call on the agent's desk, from the first ring until it is wrapped up.

    In the live topic `me` under `call/<id>`. `matches` has one entry when the caller is known,
    none when not, several when the number belongs to several (choose one with attach).
    """

    id: str
    kind: CallKind
    direction: Direction
    state: CallState
    number: str | None
    display: str = Field(description="The number to show: 0912 345 678")
    carrier: str | None
    did: str | None
    matches: list[ContactMatch]
    contact_id: int | None
    customer_id: int | None
    agent: Person | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    cause: int | None
    disposition: str | None
    wrapped: bool


class Leg(View):
    uniqueid: str
    channel: str
    role: Literal["customer", "agent", "other"]
    extension: str | None
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    cause: int | None


class CallDetail(CallCard):
    legs: list[Leg]


class CallPage(View):
    rows: list[CallCard]
    next: str | None


class Disposition(View):
    code: str
    label_vi: str
    label_en: str
    position: int


class Dispositions(View):
    rows: list[Disposition]


class AttemptTrace(View):
    """Why a call was not placed, or how it ended. `trace` rows: milliseconds, what, detail."""

    id: str
    kind: str
    e164: str
    pbx: str
    trunk: str
    outcome: str | None
    cause: int | None
    tech_cause: str | None
    live: bool
    verdict: str | None
    reasons: list[str]
    rules: str | None
    created_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    replies: list["Reply"]
    trace: list["TraceLine"]


class Reply(View):
    step: int
    key: str
    at: datetime
    effect: str


class TraceLine(View):
    ms: float
    what: str
    detail: dict[str, object]

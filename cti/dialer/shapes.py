"""JSON shapes of campaigns, for HTTP and for the live topic `campaign/<id>`."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cti.calls.shapes import AttemptTrace
from cti.crm.bulk.shapes import Selection
from cti.shapes import Form, Name, Person, View

Registration = Literal["registered", "confirmed", "participated", "cancelled"]
Purpose = Literal["advertising", "care"]
CampaignState = Literal["draft", "running", "paused", "stopped", "finished"]
DialState = Literal["waiting", "calling", "done", "blocked"]


class WindowForm(Form):
    """When to call, in the server's zone. The law's own hours hold besides."""

    days: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        min_length=1, max_length=7, description="ISO weekdays, 1 = Monday"
    )
    start: str = Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    end: str = Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """A window over midnight would never open. Times of this form sort as texts."""
        if self.start >= self.end:
            raise PydanticCustomError("window_order", "the window must end after it starts")
        return self


class RetryForm(Form):
    """How often to try in all after this outcome, and how long to wait between."""

    tries: int = Field(ge=1, le=10)
    after_s: int = Field(ge=0, le=7 * 86400)


class RetryRules(Form):
    busy: RetryForm = RetryForm(tries=3, after_s=900)
    no_answer: RetryForm = RetryForm(tries=3, after_s=3600)
    congestion: RetryForm = RetryForm(tries=3, after_s=300)
    no_key: RetryForm = RetryForm(tries=1, after_s=3600)


class CampaignForm(Form):
    name: Name
    purpose: Purpose = "advertising"
    pbx: str = Field(max_length=64)
    trunk: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
    caller_id: str = Field(pattern=r"^\+?[0-9]{3,15}$")
    prompt_id: int
    keys: dict[str, Registration] = Field(description='{"1": "registered"}; keys 0–9')
    refuse_key: str = Field(default="9", pattern=r"^[0-9]$")
    repeats: int = Field(default=2, ge=1, le=5)
    key_wait_s: int = Field(default=5, ge=1, le=20)
    ring_s: int = Field(default=30, ge=10, le=90)
    window: WindowForm = WindowForm(days=[1, 2, 3, 4, 5, 6, 7], start="08:00", end="17:00")
    retry: RetryRules = RetryRules()
    max_concurrent: int = Field(default=10, ge=1, le=1000)
    calls_per_second: float = Field(default=2, gt=0, le=500)


class CampaignChange(CampaignForm):
    version: int


class Totals(View):
    """Exactly R265, for r, c, p, x members now in each state.

    registered = r + c + p + x, confirmed = c + p, participated = p, cancelled = x.
    """

    registered: int
    confirmed: int
    participated: int
    cancelled: int


class Hold(View):
    """Why nothing is dialled just now; entry `hold`, absent while dialling.

    Codes: `window` (until), `pbx.down` (why), `pbx.no_dialplan`, `pbx.other_dialplan`,
    `pbx.dialplan_unreadable`, `not_started`, `paused`, `empty` (no members),
    `exhausted`, `retry_wait` (until), `limit` (the concurrent-call limit), `trunk_limit`.
    """

    code: str
    since: datetime
    until: datetime | None
    params: dict[str, object] = {}


class Progress(View):
    """Entry `progress`."""

    members: int
    waiting: int
    calling: int
    done: int
    blocked: int
    calls_per_second: float
    eta_at: datetime | None


class States(View):
    """Entry `states`: members now in each state, and the four totals."""

    registered: int
    confirmed: int
    participated: int
    cancelled: int
    none: int
    refused: int
    totals: Totals


class Minute(View):
    """Entry `minute/<UTC minute>`: one column of the chart."""

    minute: datetime
    dialled: int
    answered: int
    keys: dict[str, int]


class LiveCall(View):
    """Entry `call/<attempt id>`."""

    attempt_id: str
    member_id: int
    name: str | None
    display: str
    state: Literal["dialling", "ringing", "listening", "replied"]
    since: datetime
    key: str | None


class Counts(View):
    """Entries `outcomes`, `keys` and `blocked`: how many members by outcome, key, reason."""

    counts: dict[str, int]


class Campaign(View):
    id: int
    version: int
    name: str
    state: CampaignState
    purpose: Purpose
    pbx: str
    trunk: str
    caller_id: str
    prompt_id: int
    keys: dict[str, Registration]
    refuse_key: str
    repeats: int
    key_wait_s: int
    ring_s: int
    window: WindowForm
    retry: RetryRules
    max_concurrent: int
    calls_per_second: float
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: Progress
    states: States


class CampaignList(View):
    rows: list[Campaign]


class MemberForm(Form):
    """Add contacts: their primary number, or the first that can be called."""

    contact_ids: list[int] = Field(min_length=1, max_length=10_000)
    state: Literal["registered"] | None = Field(
        default=None, description="registered: they signed up already, by a form"
    )


class AudienceForm(Form):
    """Add customers: each by the number of its primary contact, or the first that can be called."""

    selection: Selection
    state: Literal["registered"] | None = Field(
        default=None, description="registered: they signed up already, by a form"
    )


class RejectedRow(View):
    row: int
    value: str
    code: str


class MembersAdded(View):
    added: int
    already_in: int
    rejected: int
    problems: list[RejectedRow] = Field(description="The first 200")
    mended: int = Field(description="Lost zeros and old prefixes put right")


class Member(View):
    id: int
    campaign_id: int
    contact_id: int | None
    customer_id: int | None
    name: str | None
    typed: str
    e164: str
    display: str
    state: Registration | None
    dial: DialState
    why: str | None
    tries: int
    outcome: str | None
    last_key: str | None
    due_at: datetime
    joined_at: datetime


class MemberPage(View):
    rows: list[Member]
    next: str | None
    total: int


class HistoryLine(View):
    at: datetime
    by: Person | None
    attempt_id: str | None
    key: str | None
    state_before: Registration | None
    state_after: Registration | None
    applied: bool


class MemberDetail(Member):
    history: list[HistoryLine]
    attempts: list[AttemptTrace]
    allowed: list[Registration] = Field(description="Where a user may move it now (R263)")


class StateChange(Form):
    state: Registration


class SpeechForm(Form):
    name: Name
    text: str = Field(min_length=1, max_length=2000)


class Prompt(View):
    id: int
    name: str
    kind: Literal["upload", "speech"]
    text: str | None
    seconds: float
    created_at: datetime


class PromptList(View):
    rows: list[Prompt]

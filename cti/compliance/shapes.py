"""JSON shapes of the gate and the DNC lists."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pydantic import Field

from cti.compliance.rules import Mode, Purpose, Reason, VerdictName
from cti.shapes import Form, Moment, NumberBadge, Person, View

DncList = Literal["national", "internal"]


class NumberReport(View):
    """The number tester: everything known about one number."""

    typed: str
    e164: str | None
    display: str
    kind: str = Field(description="mobile | landline | toll_free | premium | emergency | invalid")
    carrier: str | None
    mended: str | None = Field(description="What was put right: lost_zero, old_prefix, …")
    manual: NumberBadge
    campaign: NumberBadge


class DncForm(Form):
    list: DncList = "internal"
    number: str = Field(min_length=3, max_length=64)
    voice: bool = True
    sms: bool = True
    reason: str | None = Field(default=None, max_length=500)


class DncEntry(View):
    list: DncList
    e164: str
    display: str
    voice: bool
    sms: bool
    source: str
    reason: str | None
    by: Person | None
    added_at: datetime


class DncPage(View):
    rows: list[DncEntry]
    next: str | None
    total: int


class DncProblem(View):
    row: int
    value: str


class DncFailure(View):
    """Why a file was not taken in whole; what was done by then is in force."""

    code: str
    params: dict[str, object]


class DncImport(View):
    """A file of numbers, and how far it is: `done` of `total` numbers that it changes."""

    id: int
    list: DncList
    file_name: str
    state: Literal["reading", "writing", "done", "failed"]
    total: int | None = Field(description="Null until the file has been read")
    done: int
    added: int
    removed: int
    unchanged: int
    invalid: int
    problems: Sequence[DncProblem] = Field(description="The first 200")
    error: DncFailure | None
    by: Person | None
    at: datetime
    finished_at: datetime | None


class DncImportPage(View):
    rows: Sequence[DncImport]
    next: str | None


ConsentChannel = Literal["voice", "sms", "email"]


class ConsentForm(Form):
    """Who agreed to advertising, to what, and what shows it. One form for many numbers."""

    numbers: list[str] = Field(min_length=1, max_length=10_000)
    channel: ConsentChannel = "voice"
    scope: str = Field(min_length=1, max_length=2000, description="Content, form and frequency")
    evidence: str = Field(min_length=1, max_length=2000, description="Form, recording, date…")
    given_at: Moment | None = Field(default=None, description="Default: now")


class ConsentsGiven(View):
    given: int
    already: int = Field(description="Had agreed before")
    invalid: list[str] = Field(description="The first 200 that are no numbers")


class Consent(View):
    e164: str
    channel: ConsentChannel
    scope: str
    evidence: str
    given_at: datetime
    withdrawn_at: datetime | None


class Consents(View):
    rows: list[Consent]


RuleAnswers = dict[Reason, Mode]
"""How people are answered where an installation decides it."""


class RulesEdit(Form):
    """The whole of what the installation decides; a reason left out is as the profile has it."""

    revision: int = Field(ge=0, description="That was shown; a newer one is not overwritten")
    answers: RuleAnswers


class CallingRule(View):
    """One reason against a call, and what it does to campaigns and to people."""

    reason: Reason
    campaign: VerdictName | None
    manual: Mode | None
    by_profile: Mode | None = Field(description="How the profile itself answers people")
    override: bool = Field(description="Who may override a refusal is asked instead of denied")
    purposes: list[Purpose]
    sources: list[str] = Field(description="Keys of `laws`; none: a rule of this product")
    choices: list[Mode] = Field(description="What an admin may choose; none: it is fixed")


class LegalHoursView(View):
    days: list[int]
    start: str
    end: str
    clock: Literal["operator", "callee"]


class LegalCap(View):
    calls: int
    hours: int


class RuleChange(View):
    revision: int
    at: datetime
    by: Person | None
    answers: dict[str, str] = Field(description="Reason → mode, all that differed since")


class CallingRules(View):
    """The rules in force for every call, with where they come from."""

    name: str
    version: date
    in_force: date
    revision: int
    laws: dict[str, str]
    hours: LegalHoursView | None
    cap: LegalCap | None
    rules: list[CallingRule]
    changes: list[RuleChange] = Field(description="The newest first")

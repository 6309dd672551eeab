"""Calling rules: data with a version and a date in force, never constants in code. Pure.

A profile is a JSON file beside this module. It says, for each reason code, what the gate answers
to a campaign and to a person, and carries the law's hours and caps. An installation may be
stricter with its people than the profile is, never milder: `amend`.
"""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Channel = Literal["campaign", "manual"]
Purpose = Literal["advertising", "care"]
VerdictName = Literal["confirm", "deny"]

ClockTime = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class Reason(StrEnum):
    """Why a call is not simply allowed, the lasting ones first.

    Stable codes; the browser app has words for them.
    """

    EMERGENCY = "number.emergency"
    PREMIUM = "number.premium"
    INVALID = "number.invalid"
    REFUSED = "refused"
    DNC_INTERNAL = "dnc.internal"
    DNC_NATIONAL = "dnc.national.voice"
    CONSENT = "consent.missing"
    ACTIVE_ATTEMPT = "active_attempt"
    CAP = "cap.24h"
    WINDOW = "window"
    CAMPAIGN_WINDOW = "window.campaign"


PASSING = frozenset({Reason.ACTIVE_ATTEMPT, Reason.CAP, Reason.WINDOW, Reason.CAMPAIGN_WINDOW})
"""Reasons that go away by themselves: the call may be asked for again later."""


class Mode(StrEnum):
    """How a person who is about to call is answered, the mildest first (R246, R247, ruling X1)."""

    CONFIRM = "confirm"  # goes on after a yes
    REASONED = "reasoned"  # after a yes and why
    STATED = "stated"  # after stating that it is no advertising, and why; advertising is denied
    DENY = "deny"


class Rule(BaseModel):
    """A part of the rules: unknown fields are errors, so that a misspelt rule is not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Window(Rule):
    """Hours of the day in which calls may go out, on some weekdays, by a wall clock."""

    days: frozenset[Annotated[int, Field(ge=1, le=7)]] = Field(
        default=frozenset(range(1, 8)), min_length=1, description="ISO weekdays, 1 = Monday"
    )
    start: ClockTime
    end: ClockTime = Field(description="The first minute in which it is closed again")

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """A window over midnight would never open; it has to be said as two."""
        if self.start >= self.end:
            message = "the window must end after it starts, on the same day"
            raise ValueError(message)
        return self

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end as minutes since midnight."""
        return _minutes(self.start), _minutes(self.end)


class LegalHours(Rule):
    """When advertising calls are lawful, and by whose clock."""

    window: Window
    clock: Literal["operator", "callee"] = "operator"


class Cap(Rule):
    """At most `calls` advertising calls to one number within `hours`."""

    calls: int = Field(ge=1)
    hours: int = Field(ge=1, le=24 * 31)


class Answer(Rule):
    """What the gate answers when a reason applies; absent: the reason does not count there."""

    campaign: VerdictName | None = None
    manual: VerdictName | None = None
    purposes: frozenset[Purpose] = frozenset({"advertising", "care"})
    needs_reason: bool = False  # to go on, the user must say why
    care_only: bool = False  # to go on, the user must state that it is no advertising
    override: bool = False  # who may override (Right.DNC_OVERRIDE) gets `confirm` for `deny`
    sources: list[str] = []  # the laws it comes from; none: a rule of this product

    @property
    def mode(self) -> Mode | None:
        """How people are answered; None when the reason does not count for them."""
        if self.manual != "confirm":
            return None if self.manual is None else Mode.DENY
        if self.care_only:
            return Mode.STATED
        return Mode.REASONED if self.needs_reason else Mode.CONFIRM

    @property
    def choices(self) -> tuple[Mode, ...]:
        """What an installation may make of it: no milder than it is."""
        if self.manual != "confirm" or self.mode is None:
            return ()
        care = "care" in self.purposes  # a rule about advertising alone has no call to exempt
        milder = tuple(Mode).index(self.mode)
        modes = (Mode.CONFIRM, Mode.STATED if care else Mode.REASONED, Mode.DENY)
        return tuple(mode for mode in modes if tuple(Mode).index(mode) >= milder)

    def take(self, mode: Mode) -> "Answer":
        """The same rule, answered so to people."""
        return self.model_copy(
            update={
                "manual": "deny" if mode is Mode.DENY else "confirm",
                "needs_reason": mode in {Mode.REASONED, Mode.STATED},
                "care_only": mode is Mode.STATED,
            }
        )


class Rules(Rule):
    """A whole profile."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{1,31}$")
    version: date
    in_force: date
    sources: dict[str, str] = Field(min_length=1, description="Laws, by a short name")
    hours: LegalHours | None
    cap: Cap | None
    consent_channel: Literal["voice"] = "voice"
    answers: dict[Reason, Answer]
    revision: int = 0  # of what the installation made of it

    @model_validator(mode="after")
    def check_complete(self) -> Self:
        """Every code has its answer, and what protects lives and numbers can't be let through."""
        if missing := set(Reason) - self.answers.keys():
            message = f"no answer for {', '.join(sorted(missing))}"
            raise ValueError(message)
        for reason in (Reason.EMERGENCY, Reason.INVALID, Reason.ACTIVE_ATTEMPT):
            answer = self.answers[reason]
            if answer != Answer(campaign="deny", manual="deny"):
                message = f"{reason} must be denied to all"
                raise ValueError(message)
        if unknown := {name for it in self.answers.values() for name in it.sources} - set(
            self.sources
        ):
            message = f"unknown sources {', '.join(sorted(unknown))}"
            raise ValueError(message)
        return self

    @property
    def label(self) -> str:
        """How a decision names the rules it was made by.

        `vietnam/2026-01-01`; `vietnam/2026-01-01/3` since the installation's third change.
        """
        own = f"/{self.revision}" if self.revision else ""
        return f"{self.name}/{self.version}{own}"


def load_rules(profile: str) -> Rules:
    """The profile of this name. Raises pydantic.ValidationError or FileNotFoundError."""
    source = files("cti.compliance").joinpath("profiles", f"{profile}.json")
    return Rules.model_validate(json.loads(source.read_text(encoding="utf-8")))


def amend(profile: Rules, own: Mapping[str, str], revision: int) -> Rules:
    """The profile with an installation's own answers to people, reason → mode.

    What the profile does not leave open (any more) is left out.
    """
    answers = dict(profile.answers)
    for reason, answer in profile.answers.items():
        wanted = own.get(reason)
        if wanted in answer.choices:
            answers[reason] = answer.take(Mode(wanted))
    return profile.model_copy(update={"answers": answers, "revision": revision})


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)

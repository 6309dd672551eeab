"""A campaign as the dialer works with it: a row of the table, typed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cti.compliance.rules import Purpose, Window
from cti.dialer.apply import KeyMeaning
from cti.dialer.campaign import State
from cti.dialer.registration import Registration
from cti.dialer.retry import Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides how a campaign calls."""

    id: int
    version: int
    name: str
    state: State
    purpose: Purpose
    pbx: str
    trunk: str
    caller_id: str
    prompt_id: int
    prompt_sha256: str
    keys: Mapping[str, Registration]
    refuse_key: str
    repeats: int
    key_wait_s: int
    ring_s: int
    window: Window
    retry: Mapping[str, Rule]
    max_concurrent: int
    calls_per_second: float
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def meaning(self) -> KeyMeaning:
        """What each key does."""
        return KeyMeaning(self.keys, self.refuse_key)

    @property
    def valid_keys(self) -> str:
        """Every key that means something, for the dialplan."""
        return "".join(sorted({*self.keys, self.refuse_key}))


def read_plan(row: Mapping[str, Any]) -> Plan:
    """A Plan from a row of `campaigns` joined with its prompt's `sha256`."""
    return Plan(
        id=row["id"],
        version=row["version"],
        name=row["name"],
        state=State(row["state"]),
        purpose=row["purpose"],
        pbx=row["pbx"],
        trunk=row["trunk"],
        caller_id=row["caller_id"],
        prompt_id=row["prompt_id"],
        prompt_sha256=row["sha256"],
        keys={key: Registration(state) for key, state in row["keys"].items()},
        refuse_key=row["refuse_key"],
        repeats=row["repeats"],
        key_wait_s=row["key_wait_s"],
        ring_s=row["ring_s"],
        window=Window.model_validate(row["window"]),
        retry={name: Rule(**rule) for name, rule in row["retry"].items()},
        max_concurrent=row["max_concurrent"],
        calls_per_second=row["calls_per_second"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )

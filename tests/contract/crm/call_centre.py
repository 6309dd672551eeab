"""Who works in the call centre of these tests, and by which clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cti.accounts.rights import Caller
from cti.crm.bulk.runner import BulkRunner
from cti.crm.bulk.shapes import BulkJob
from cti.crm.shapes import Customer

Create = Callable[..., Awaitable[Customer]]
MakeRunner = Callable[[], BulkRunner]
Finish = Callable[[Caller, BulkJob], Awaitable[BulkJob]]

OPEN = {"waiting", "running"}  # states of a job


@dataclass
class FakeClock:
    """Noon in Việt Nam; one second later each time somebody asks."""

    now: datetime = field(default=datetime(2026, 3, 2, 5, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass(frozen=True)
class Staff:
    linh: Caller  # agent of team one
    nam: Caller  # agent of team one
    lead: Caller  # supervisor of team one
    far: Caller  # agent of team two
    far_lead: Caller  # supervisor of team two
    admin: Caller

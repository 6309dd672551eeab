"""What a job does to the customers of one piece, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import RowMapping, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.crm.bulk.memory import Change
from cti.crm.bulk.shapes import Refusal
from cti.crm.errors import CustomerNotFoundError, NotEditableError
from cti.crm.rules import Diff
from cti.db import Unit
from cti.errors import DomainError
from cti.schema import customer_log


@dataclass(slots=True)
class Outcome:
    """Of one piece: whose customer changed, who was left as they are and why.

    `given` is how many customers each user got; `kept` is what undoing needs to know; `are_back`:
    those who changed were deleted before.
    """

    changed: list[int] = field(default_factory=list)
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    given: dict[int, int] = field(default_factory=dict)
    kept: dict[int, Change] = field(default_factory=dict)
    are_back: bool = False

    def refuse(self, customer_id: int, name: str | None, error: DomainError) -> None:
        """Leave a customer alone, and say why."""
        refusal = Refusal(customer_id=customer_id, name=name, code=error.code, params=error.params)
        self.refusals.append(refusal)


class Action(Protocol):
    """One kind of work, with what was asked for checked and read."""

    right: Right

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it to these customers in this unit; `at` were done before.

        Rows that the caller must not change are refused each; a DomainError ends the job.
        """


def sort_out(rows: Sequence[RowMapping], ids: Sequence[int], outcome: Outcome) -> list[RowMapping]:
    """The rows that may be changed; the others, and those nobody showed, are refused."""
    shown = {row["id"] for row in rows}
    for missing in (one for one in ids if one not in shown):
        outcome.refuse(missing, None, CustomerNotFoundError())
    for row in rows:
        if not row["allowed"]:
            outcome.refuse(row["id"], row["name"], NotEditableError())
    return [row for row in rows if row["allowed"]]


async def append_logs(
    connection: AsyncConnection,
    user_id: int | None,
    now: datetime,
    action: str,
    details: Mapping[int, Diff],
) -> None:
    """Add a line to the history of each customer (R171): `details` is customer → what changed."""
    rows: Iterable[dict[str, Any]] = (
        {"customer_id": one, "at": now, "user_id": user_id, "action": action, "detail": detail}
        for one, detail in details.items()
    )
    if details:
        await connection.execute(insert(customer_log), list(rows))

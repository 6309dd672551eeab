"""An opportunity with each of many customers (R010), and cancelling those again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_within
from cti.crm.bulk.action import Outcome, append_logs, sort_out
from cti.crm.bulk.choosing import lock_chosen
from cti.crm.bulk.errors import ChangedSinceError
from cti.crm.bulk.memory import take_changes
from cti.crm.opportunities.making import LINES, make_row, take, tell_row
from cti.crm.opportunities.shapes import OpportunityText
from cti.crm.rules import Diff
from cti.db import Unit
from cti.schema import contacts, opportunities

PLACEHOLDER = "{name}"
"""Stands for the customer's name in the opportunity's."""

CANCELLED = "cancelled"


def prepare_opportunities(wanted: OpportunityText) -> "BulkOpportunities":
    """Check what was asked for. Raises OpportunityNamelessError."""
    return BulkOpportunities(take(wanted))


class BulkOpportunities:
    """Opens one with each customer, on its primary contact."""

    right = Right.CONTACTS_EDIT

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it for these customers; a line in the history of each."""
        del at
        connection, outcome = unit.connection, Outcome()
        rows = await lock_chosen(connection, caller, ids, customers_within(caller, self.right))
        mine = sort_out(rows, ids, outcome)
        stars = await _find_stars(connection, [row["id"] for row in mine])
        made = [
            make_row(caller, row["id"], stars.get(row["id"]), self._name(row["name"]), now)
            for row in mine
        ]
        if not made:
            return outcome
        stored = await connection.execute(
            insert(opportunities).returning(opportunities.c.id, opportunities.c.customer_id), made
        )
        outcome.kept = {one.customer_id: {"p": one.id} for one in stored}
        outcome.changed = [row["customer_id"] for row in made]
        told = {row["customer_id"]: tell_row(row, stars.get(row["customer_id"])) for row in made}
        await append_logs(connection, caller.user_id, now, "opportunity.created", told)
        return outcome

    def _name(self, customer: str) -> dict[str, Any]:
        name = self._values["name"].replace(PLACEHOLDER, customer)
        return {**self._values, "name": name[: LINES["name"]].rstrip()}


class CancelOpportunities:
    """Cancels those that such a job made and nobody has touched since."""

    right = Right.CONTACTS_EDIT

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it for these customers; a line in the history of each."""
        del at
        connection, outcome = unit.connection, Outcome()
        kept = await take_changes(connection, self._job_id, ids)
        rows = await lock_chosen(connection, caller, ids, customers_within(caller, self.right))
        names = {row["id"]: row["name"] for row in sort_out(rows, ids, outcome)}
        asked = [kept[one]["p"] for one in names if one in kept]
        found = await connection.execute(
            select(opportunities)
            .where(opportunities.c.id.in_(asked), opportunities.c.customer_id.in_(list(names)))
            .with_for_update()
        )
        told: dict[int, Diff] = {}
        gone: list[int] = []
        for one in found.mappings():
            customer_id = one["customer_id"]
            if one["version"] != 1:
                refusal = ChangedSinceError(fields=["opportunity"])
                outcome.refuse(customer_id, names[customer_id], refusal)
            elif one["stage"] == CANCELLED:
                outcome.unchanged += 1
            else:
                gone.append(one["id"])
                told[customer_id] = {
                    "opportunity": [one["name"], one["name"]],
                    "stage": [one["stage"], CANCELLED],
                }
        await _cancel(connection, gone, now)
        outcome.changed = list(told)
        await append_logs(connection, caller.user_id, now, "opportunity.cancelled", told)
        return outcome


async def _find_stars(
    connection: AsyncConnection, customer_ids: Sequence[int]
) -> dict[int, RowMapping]:
    """The primary contact of each customer that has one."""
    rows = await connection.execute(
        select(contacts.c.id, contacts.c.name, contacts.c.customer_id).where(
            contacts.c.customer_id.in_(customer_ids),
            contacts.c.is_primary,
            contacts.c.deleted_at.is_(None),
        )
    )
    return {row["customer_id"]: row for row in rows.mappings()}


async def _cancel(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
    if ids:
        await connection.execute(
            update(opportunities)
            .where(opportunities.c.id.in_(ids))
            .values(
                stage=CANCELLED,
                closed_at=now,
                updated_at=now,
                version=opportunities.c.version + 1,
            )
        )

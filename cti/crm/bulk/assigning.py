"""Many customers given to others at once: owner or team, and supporters."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_within
from cti.crm.bulk.action import Outcome, append_logs, sort_out
from cti.crm.bulk.choosing import lock_chosen, or_nobodys
from cti.crm.bulk.errors import NothingAskedError, TeamEmptyError
from cti.crm.bulk.memory import Change
from cti.crm.bulk.shapes import Assignment
from cti.crm.errors import UserUnknownError
from cti.crm.rules import Diff
from cti.crm.store import find_active_users
from cti.db import Unit
from cti.schema import customer_supporters, customers, users

Names = Mapping[int, str]


async def prepare_assignment(connection: AsyncConnection, wanted: Assignment) -> "BulkAssign":
    """Check who gets the customers.

    Raises NothingAskedError, UserUnknownError, TeamEmptyError.
    """
    sent = wanted.model_fields_set
    gives = "owner_id" in sent or wanted.team_id is not None
    if not gives and wanted.supporter_ids is None:
        raise NothingAskedError
    named = {*(wanted.supporter_ids or []), *([wanted.owner_id] if wanted.owner_id else [])}
    if wanted.supporter_mode == "remove":  # also somebody who has left
        named -= set(wanted.supporter_ids or [])
    names = dict(await find_active_users(connection, named))
    if missing := sorted(named - names.keys()):
        raise UserUnknownError(ids=missing)
    owners: list[int | None] = [wanted.owner_id] if "owner_id" in sent else []
    if wanted.team_id is not None:
        members = await _find_members(connection, wanted.team_id)
        if not members:
            raise TeamEmptyError(team_id=wanted.team_id)
        owners = list(members)
        names |= members
    return BulkAssign(wanted, owners, names)


class BulkAssign:
    """Gives each customer to the owner, or in turn to the owners, and to supporters."""

    right = Right.CUSTOMERS_ASSIGN

    def __init__(
        self, wanted: Assignment, owners: Sequence[int | None], names: Mapping[int, str]
    ) -> None:
        self._wanted = wanted
        self._owners = owners
        self._names = names

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it to these customers; a line in the history of each that changed."""
        outcome = Outcome()
        allowed = or_nobodys(customers_within(caller, self.right))
        rows = sort_out(await lock_chosen(unit.connection, caller, ids, allowed), ids, outcome)
        changes: dict[int, Diff] = {row["id"]: {} for row in rows}
        kept: dict[int, Change] = {row["id"]: {} for row in rows}
        if self._owners:
            outcome.given = await self._give(unit.connection, rows, at, changes, kept)
        if self._wanted.supporter_ids is not None:
            await self._support(unit.connection, changes, kept)
        outcome.kept = {customer_id: change for customer_id, change in kept.items() if change}
        outcome.changed = [customer_id for customer_id, changed in changes.items() if changed]
        outcome.unchanged = len(changes) - len(outcome.changed)
        if outcome.changed:
            await unit.connection.execute(
                update(customers)
                .where(customers.c.id.in_(outcome.changed))
                .values(updated_at=now, version=customers.c.version + 1)
            )
            told = {one: changes[one] for one in outcome.changed}
            await append_logs(unit.connection, caller.user_id, now, "customer.changed", told)
        return outcome

    async def _give(
        self,
        connection: AsyncConnection,
        rows: Sequence[RowMapping],
        at: int,
        changes: dict[int, Diff],
        kept: dict[int, Change],
    ) -> dict[int, int]:
        given: dict[int | None, list[int]] = {}
        for turn, row in enumerate(rows, start=at):
            owner = self._owners[turn % len(self._owners)]
            if row["owner_id"] != owner:
                given.setdefault(owner, []).append(row["id"])
                after = None if owner is None else self._names[owner]
                changes[row["id"]]["owner"] = [row["owner_name"], after]
                kept[row["id"]]["c"] = {"owner_id": [row["owner_id"], owner]}
        for owner, ids in given.items():
            await connection.execute(
                update(customers).where(customers.c.id.in_(ids)).values(owner_id=owner)
            )
        return {owner: len(ids) for owner, ids in given.items() if owner is not None}

    async def _support(
        self,
        connection: AsyncConnection,
        changes: dict[int, Diff],
        kept: dict[int, Change],
    ) -> None:
        wanted, mode = set(self._wanted.supporter_ids or []), self._wanted.supporter_mode
        before = await find_supporters(connection, list(changes))
        gone: list[tuple[int, int]] = []
        come: list[dict[str, int]] = []
        for customer_id, names in before.items():
            after = {
                "add": names.keys() | wanted,
                "remove": names.keys() - wanted,
                "replace": wanted,
            }[mode]
            if after == names.keys():
                continue
            gone += [(customer_id, one) for one in names.keys() - after]
            come += [{"customer_id": customer_id, "user_id": one} for one in after - names.keys()]
            told = sorted({**self._names, **names}[one] for one in after)
            changes[customer_id]["supporters"] = [sorted(names.values()), told]
            kept[customer_id]["s"] = [sorted(names), sorted(after)]
        await _move_supporters(connection, gone, come)


async def _find_members(connection: AsyncConnection, team_id: int) -> dict[int, str]:
    """The team's active members by id, in a fixed order."""
    rows = await connection.execute(
        select(users.c.id, users.c.name)
        .where(users.c.team_id == team_id, users.c.active)
        .order_by(users.c.id)
    )
    return {row.id: row.name for row in rows}


async def find_supporters(
    connection: AsyncConnection, customer_ids: Sequence[int]
) -> dict[int, dict[int, str]]:
    """Who supports each customer: customer → user → name."""
    found: dict[int, dict[int, str]] = {one: {} for one in customer_ids}
    rows = await connection.execute(
        select(customer_supporters.c.customer_id, users.c.id, users.c.name)
        .join(users, users.c.id == customer_supporters.c.user_id)
        .where(customer_supporters.c.customer_id.in_(customer_ids))
    )
    for customer_id, user_id, name in rows:
        found[customer_id][user_id] = name
    return found


async def _move_supporters(
    connection: AsyncConnection, gone: list[tuple[int, int]], come: list[dict[str, int]]
) -> None:
    by_user: dict[int, list[int]] = {}
    for customer_id, user_id in gone:
        by_user.setdefault(user_id, []).append(customer_id)
    for user_id, customer_ids in by_user.items():
        await connection.execute(
            delete(customer_supporters).where(
                customer_supporters.c.user_id == user_id,
                customer_supporters.c.customer_id.in_(customer_ids),
            )
        )
    if come:
        await connection.execute(insert(customer_supporters), come)

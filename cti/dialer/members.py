"""SQL of campaign members: joining, listing, counting, changing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.dialer.tally import Standing
from cti.schema import attempts, member_history, users
from cti.schema import campaign_members as members

STANDING = tuple(members.c[name] for name in Standing._fields)


async def count_standings(
    connection: AsyncConnection, campaign_ids: Sequence[int] | None = None
) -> dict[int, list[tuple[Standing, int]]]:
    """A fresh count of members by standing, per campaign."""
    query = select(members.c.campaign_id, *STANDING, func.count()).group_by(
        members.c.campaign_id, *STANDING
    )
    if campaign_ids is not None:
        query = query.where(members.c.campaign_id.in_(campaign_ids))
    counts: dict[int, list[tuple[Standing, int]]] = {}
    for campaign_id, *standing, count in await connection.execute(query):
        counts.setdefault(campaign_id, []).append((Standing(*standing), count))
    return counts


async def add_members(
    connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]
) -> list[Standing]:
    """Insert members; a number that is in the campaign already is left as it is.

    Returns the standing of each that was added.
    """
    return [one.standing for one in await join_members(connection, rows)]


class Joined(NamedTuple):
    """A member who was added; of no customer when `customer_id` is None."""

    id: int
    customer_id: int | None
    standing: Standing


async def join_members(
    connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]
) -> list[Joined]:
    """The same, telling also which member and which customer each is that was added."""
    if not rows:
        return []
    sqlite = connection.dialect.name == "sqlite"
    build = sqlite_insert if sqlite else postgresql_insert
    statement = (
        build(members)
        .on_conflict_do_nothing(index_elements=["campaign_id", "e164"])
        .returning(members.c.id, members.c.customer_id, *STANDING)
    )
    # By parameters, not by values: the statement is compiled once for all pieces.
    result = await connection.execute(statement, list(rows))
    return [
        Joined(member_id, customer_id, Standing(*standing))
        for member_id, customer_id, *standing in result
    ]


async def delete_members(connection: AsyncConnection, member_ids: Sequence[int]) -> None:
    """Take members out, with all that hangs on them."""
    await connection.execute(delete(members).where(members.c.id.in_(member_ids)))


async def find_called(connection: AsyncConnection, member_ids: Sequence[int]) -> set[int]:
    """Those of the members whom the ledger knows a call to."""
    found = await connection.execute(
        select(attempts.c.member_id).where(attempts.c.member_id.in_(member_ids)).distinct()
    )
    return {one for one in found.scalars() if one is not None}


FIND = select(members).where(members.c.id.in_(bindparam("ids", expanding=True)))


FIND_LOCKED = FIND.order_by(members.c.id).with_for_update()  # in one order: no deadlocks


async def find_members(
    connection: AsyncConnection, member_ids: Sequence[int], *, lock: bool = False
) -> dict[int, Row[Any]]:
    """Members by id.

    With `lock` they stay as they are read until the transaction ends: a key that is pressed and a
    user who moves the same member must see each other. (SQLite's write unit is alone in any case.)
    """
    query = FIND_LOCKED if lock else FIND
    return {row.id: row for row in await connection.execute(query, {"ids": list(member_ids)})}


SETTLE = (
    update(members)
    .where(members.c.id == bindparam("member"))
    .values(**{name: bindparam(f"new_{name}") for name in (*Standing._fields, "due_at", "tries")})
)


async def change_members(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set standing, due_at and tries of each `member`; keys are prefixed `new_`."""
    if rows:
        await connection.execute(SETTLE, list(rows))


async def add_history(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record moves, applied or refused."""
    if rows:
        await connection.execute(insert(member_history), list(rows))


async def list_history(connection: AsyncConnection, member_id: int) -> Sequence[Row[Any]]:
    """A member's history, the newest first, with who did it."""
    query = (
        select(
            member_history,
            users.c.name.label("user_name"),
            users.c.extension.label("user_extension"),
            users.c.role.label("user_role"),
        )
        .outerjoin(users, users.c.id == member_history.c.user_id)
        .where(member_history.c.member_id == member_id)
        .order_by(member_history.c.at.desc(), member_history.c.id.desc())
    )
    return (await connection.execute(query)).all()


def where_members(
    campaign_id: int,
    *,
    state: str | None,
    dial: str | None,
    outcome: str | None,
    key: str | None,
    why: str | None,
    text: str | None,
) -> ColumnElement[bool]:
    """The filter of the member list; `state` "none" are those without one."""
    clauses: list[ColumnElement[bool]] = [members.c.campaign_id == campaign_id]
    if state is not None:
        clauses.append(members.c.state.is_(None) if state == "none" else members.c.state == state)
    for column, value in (
        (members.c.dial, dial),
        (members.c.outcome, outcome),
        (members.c.last_key, key),
        (members.c.why, why),
    ):
        if value is not None:
            clauses.append(column == value)
    if text:
        digits = "".join(char for char in text if char.isdecimal()).lstrip("0")
        matches = [members.c.name.icontains(text, autoescape=True)]
        if digits:
            matches.append(members.c.e164.contains(digits))
        clauses.append(or_(*matches))
    return and_(*clauses)


def page(where: ColumnElement[bool], after: int | None, limit: int) -> Select[Any]:
    """One page of members in the order they joined."""
    query = select(members).where(where).order_by(members.c.id).limit(limit + 1)
    return query if after is None else query.where(members.c.id > after)


async def count_members(connection: AsyncConnection, where: ColumnElement[bool]) -> int:
    """How many members a filter finds."""
    query = select(func.count()).select_from(members).where(where)
    return int((await connection.execute(query)).scalar_one())


def new_member(
    campaign_id: int,
    *,
    typed: str,
    e164: str,
    name: str | None,
    state: str | None,
    now: datetime,
    contact_id: int | None = None,
    customer_id: int | None = None,
) -> dict[str, Any]:
    """A row of campaign_members that is ready to be called."""
    return {
        "campaign_id": campaign_id,
        "contact_id": contact_id,
        "customer_id": customer_id,
        "name": name,
        "typed": typed,
        "e164": e164,
        "state": state,
        "dial": "waiting",
        "why": None,
        "tries": 0,
        "due_at": now,
        "joined_at": now,
    }

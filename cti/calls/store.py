"""Calls and their legs in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.db import Unit
from cti.schema import call_legs, calls, contacts, customers, users

agents = users.alias("agents")
owners = users.alias("owners")

CARD = sa.select(
    calls,
    contacts.c.name.label("contact_name"),
    contacts.c.title.label("contact_title"),
    contacts.c.customer_id.label("contact_customer_id"),
    customers.c.name.label("customer_name"),
    customers.c.kind.label("customer_kind"),
    customers.c.owner_id.label("owner_id"),
    owners.c.name.label("owner_name"),
    owners.c.extension.label("owner_extension"),
    owners.c.role.label("owner_role"),
    agents.c.name.label("agent_name"),
    agents.c.extension.label("agent_extension"),
    agents.c.role.label("agent_role"),
).select_from(
    calls.outerjoin(contacts, contacts.c.id == calls.c.contact_id)
    .outerjoin(customers, customers.c.id == contacts.c.customer_id)
    .outerjoin(owners, owners.c.id == customers.c.owner_id)
    .outerjoin(agents, agents.c.id == calls.c.user_id)
)
"""A call with the names that its card shows."""

KEPT = ("customer_id", "contact_id", "user_id", "campaign_id", "number", "e164", "answered_at")
"""What is known stays known, whatever a later write lacks."""

FIRST = ("wrapped_at", "started_at")
"""What was set first stays."""


async def save_calls(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write calls, new ones and those written before. Every row has the same columns."""
    if rows:
        statement = _make_upsert(unit.connection.dialect.name, calls, KEPT, FIRST)
        await unit.connection.execute(statement, list(rows))


async def save_legs(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write legs, new ones and those written before."""
    if rows:
        name = unit.connection.dialect.name
        statement = _make_upsert(name, call_legs, ("answered_at",), ())
        await unit.connection.execute(statement, list(rows))


@cache  # building it costs more than running it
def _make_upsert(
    dialect: str, table: sa.Table, kept: tuple[str, ...], first: tuple[str, ...]
) -> Any:  # noqa: ANN401 - the two dialects' insert have no common type
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    key = [column.name for column in table.primary_key]
    statement = insert(table)
    new = statement.excluded
    values: dict[str, Any] = {}
    for column in table.columns:
        name = column.name
        if name in key or name in {"disposition", "pbx", "linkedid"}:
            continue
        if name in kept:
            values[name] = sa.func.coalesce(new[name], column)
        elif name in first:
            values[name] = sa.func.coalesce(column, new[name])
        else:
            values[name] = new[name]
    return statement.on_conflict_do_update(index_elements=key, set_=values)


CONTACTED = (
    sa.update(customers)
    .where(
        customers.c.id == sa.bindparam("customer"),
        sa.or_(
            customers.c.last_contact_at.is_(None),
            customers.c.last_contact_at < sa.bindparam("at"),
        ),
    )
    .values(last_contact_at=sa.bindparam("at"))
)


async def note_contacted(unit: Unit, rows: Sequence[Mapping[str, Any]]) -> None:
    """Move on when customers were last in contact: calls that were answered and are over (R035)."""
    talked = [
        {"customer": row["customer_id"], "at": row["ended_at"]}
        for row in rows
        if row["customer_id"] and row["answered_at"] and row["ended_at"]
    ]
    if talked:
        await unit.connection.execute(CONTACTED, talked)


async def close_missing(unit: Unit, pbx: str, live: Sequence[str], at: datetime) -> list[str]:
    """End the calls begun before `at` that the PBX did not list then, and their legs; their ids.

    How they ended nobody knows; one that was answered was answered.
    """
    query = sa.select(calls.c.id, calls.c.answered_at, calls.c.customer_id).where(
        calls.c.pbx == pbx, calls.c.ended_at.is_(None), calls.c.started_at < at
    )
    rows = (await unit.connection.execute(query)).all()
    listed = set(live)
    gone = [row for row in rows if row.id not in listed]
    for row in gone:
        outcome = None if row.answered_at is None else "answered"
        values = {"state": "ended", "ended_at": at, "outcome": outcome}
        await unit.connection.execute(sa.update(calls).where(calls.c.id == row.id).values(values))
        legs = (call_legs.c.call_id == row.id) & call_legs.c.ended_at.is_(None)
        await unit.connection.execute(sa.update(call_legs).where(legs).values(ended_at=at))
    ended = [{**row._mapping, "ended_at": at} for row in gone]  # noqa: SLF001 - SQLAlchemy's public face
    await note_contacted(unit, ended)
    return [row.id for row in gone]


async def find_call(
    connection: AsyncConnection, call_id: str, visible: sa.ColumnElement[bool]
) -> dict[str, Any] | None:
    """One call as a card, if it may be seen."""
    query = CARD.where(calls.c.id == call_id, visible)
    row = (await connection.execute(query)).mappings().one_or_none()
    return None if row is None else dict(row)


async def list_calls(
    connection: AsyncConnection,
    condition: sa.ColumnElement[bool],
    *,
    before: tuple[datetime, str] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Calls as cards, newest first, after the cursor's."""
    query = CARD.where(condition).order_by(calls.c.started_at.desc(), calls.c.id.desc())
    if before is not None:
        at, call_id = before
        older = (calls.c.started_at < at) | ((calls.c.started_at == at) & (calls.c.id < call_id))
        query = query.where(older)
    rows = await connection.execute(query.limit(limit))
    return [dict(row) for row in rows.mappings()]


async def list_unwrapped(connection: AsyncConnection, since: datetime) -> list[dict[str, Any]]:
    """Ended calls whose agent has not finished the after-call work."""
    condition = sa.and_(
        calls.c.user_id.is_not(None),
        calls.c.ended_at.is_not(None),
        calls.c.wrapped_at.is_(None),
        calls.c.started_at > since,
    )
    return await list_calls(connection, condition, before=None, limit=10_000)


async def list_legs(connection: AsyncConnection, call_id: str) -> list[dict[str, Any]]:
    """A call's legs, oldest first."""
    query = (
        sa.select(call_legs)
        .where(call_legs.c.call_id == call_id)
        .order_by(call_legs.c.started_at, call_legs.c.uniqueid)
    )
    return [dict(row) for row in (await connection.execute(query)).mappings()]

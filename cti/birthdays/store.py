"""Birthdays of users in SQL, and which of them were told of."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import birthday_tellings, departments, roles, teams, users

REMEMBERED = timedelta(days=62)
"""Longer than any telling can still be due."""


async def find_born(connection: AsyncConnection) -> Sequence[RowMapping]:
    """Every active user whose birthday is known, with the names of their groups."""
    rows = await connection.execute(
        select(
            users.c.id,
            users.c.name,
            users.c.extension,
            users.c.role,
            users.c.birthday,
            roles.c.name.label("role_name"),
            teams.c.name.label("team"),
            departments.c.name.label("department"),
        )
        .select_from(
            users.outerjoin(roles, roles.c.key == users.c.role_key)
            .outerjoin(teams, teams.c.id == users.c.team_id)
            .outerjoin(departments, departments.c.id == users.c.department_id)
        )
        .where(users.c.active, users.c.birthday.is_not(None))
    )
    return rows.mappings().all()


async def list_active(connection: AsyncConnection) -> list[int]:
    """Everybody who may sign in."""
    rows = await connection.execute(select(users.c.id).where(users.c.active).order_by(users.c.id))
    return list(rows.scalars())


async def find_told(connection: AsyncConnection, since: date) -> set[tuple[int, date]]:
    """Whom everybody was told of, and of which day."""
    rows = await connection.execute(
        select(birthday_tellings).where(birthday_tellings.c.day >= since)
    )
    return {(row.user_id, row.day) for row in rows}


async def take_tellings(
    connection: AsyncConnection, wanted: Collection[tuple[int, date]], today: date
) -> set[tuple[int, date]]:
    """Cross them out: those of them that are this caller's to tell, and nobody else's."""
    old = birthday_tellings.c.day < today - REMEMBERED
    await connection.execute(delete(birthday_tellings).where(old))
    sqlite = connection.dialect.name == "sqlite"
    build = sqlite_insert if sqlite else postgresql_insert
    taken = await connection.execute(
        build(birthday_tellings)
        .on_conflict_do_nothing()
        .returning(birthday_tellings.c.user_id, birthday_tellings.c.day),
        [{"user_id": user_id, "day": day} for user_id, day in sorted(wanted)],
    )
    return {(row.user_id, row.day) for row in taken}

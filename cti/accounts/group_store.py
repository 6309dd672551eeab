"""The SQL of teams, their leaders, and departments. No rule is here, nothing commits."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, RowMapping, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.callers import CALLER_COLUMNS, WITH_ROLE, read_caller
from cti.accounts.rights import Caller
from cti.schema import departments, team_leaders, teams, users
from cti.shapes import Person

PERSON = (users.c.id, users.c.name, users.c.extension, users.c.role)
By = dict[int, list[Person]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of groups of users, and the users' column that says which they are in."""

    table: Table
    column: Column[Any]


TEAMS = Kind(teams, users.c.team_id)
DEPARTMENTS = Kind(departments, users.c.department_id)


@dataclass(frozen=True, slots=True)
class Membership:
    """A user with what their rights come from."""

    caller: Caller
    person: Person
    role_key: str
    team: str | None
    leads: list[str]
    department: str | None


async def list_groups(connection: AsyncConnection, kind: Kind) -> Sequence[RowMapping]:
    """Every group, by name."""
    rows = await connection.execute(select(kind.table).order_by(kind.table.c.name))
    return rows.mappings().all()


async def find_name(connection: AsyncConnection, kind: Kind, group_id: int) -> str | None:
    """A group's name, nobody else's to change until this transaction ends."""
    query = select(kind.table.c.name).where(kind.table.c.id == group_id).with_for_update()
    name: str | None = (await connection.execute(query)).scalar_one_or_none()
    return name


async def list_members(connection: AsyncConnection, kind: Kind) -> By:
    """Active users by group, by name."""
    query = select(*PERSON, kind.column.label("group_id")).where(
        users.c.active, kind.column.is_not(None)
    )
    return await _collect(connection, query.order_by(users.c.name, users.c.id))


async def list_leaders(connection: AsyncConnection) -> By:
    """Active users by the team they lead, by name."""
    query = (
        select(*PERSON, team_leaders.c.team_id.label("group_id"))
        .join(team_leaders, team_leaders.c.user_id == users.c.id)
        .where(users.c.active)
    )
    return await _collect(connection, query.order_by(users.c.name, users.c.id))


async def insert_group(connection: AsyncConnection, kind: Kind, name: str) -> int:
    """Add a group; its id."""
    query = insert(kind.table).values(name=name).returning(kind.table.c.id)
    return int((await connection.execute(query)).scalar_one())


async def rename_group(connection: AsyncConnection, kind: Kind, group_id: int, name: str) -> None:
    """Give a group another name."""
    await connection.execute(
        update(kind.table).where(kind.table.c.id == group_id).values(name=name)
    )


async def delete_group(connection: AsyncConnection, kind: Kind, group_id: int) -> None:
    """Take a group away; who was in it is in none."""
    out: dict[Any, Any] = {kind.column: None}
    await connection.execute(update(users).where(kind.column == group_id).values(out))
    await connection.execute(delete(kind.table).where(kind.table.c.id == group_id))


async def replace_members(
    connection: AsyncConnection, kind: Kind, group_id: int, user_ids: Iterable[int]
) -> set[int]:
    """Make exactly these active users the members; who came or went."""
    rows = await connection.execute(
        select(users.c.id).where(kind.column == group_id, users.c.active)
    )
    before, after = set(rows.scalars()), set(user_ids)
    out: dict[Any, Any] = {kind.column: None}
    into: dict[Any, Any] = {kind.column: group_id}
    await connection.execute(update(users).where(users.c.id.in_(before - after)).values(out))
    await connection.execute(update(users).where(users.c.id.in_(after - before)).values(into))
    return before ^ after


async def replace_leaders(
    connection: AsyncConnection, team_id: int, user_ids: Iterable[int]
) -> set[int]:
    """Make exactly these users the leaders; who came or went."""
    mine = team_leaders.c.team_id == team_id
    rows = await connection.execute(select(team_leaders.c.user_id).where(mine))
    before, after = set(rows.scalars()), set(user_ids)
    await connection.execute(delete(team_leaders).where(mine))
    new = [{"team_id": team_id, "user_id": user_id} for user_id in sorted(after)]
    if new:
        await connection.execute(insert(team_leaders), new)
    return before ^ after


async def list_of_group(connection: AsyncConnection, kind: Kind, group_id: int) -> set[int]:
    """Ids of all members, and of a team's leaders."""
    found = set(
        (await connection.execute(select(users.c.id).where(kind.column == group_id))).scalars()
    )
    if kind is TEAMS:
        led = select(team_leaders.c.user_id).where(team_leaders.c.team_id == group_id)
        found |= set((await connection.execute(led)).scalars())
    return found


async def find_missing(connection: AsyncConnection, user_ids: Iterable[int]) -> list[int]:
    """Those that are no active users."""
    wanted = set(user_ids)
    rows = await connection.execute(
        select(users.c.id).where(users.c.id.in_(wanted), users.c.active)
    )
    return sorted(wanted - set(rows.scalars()))


async def find_membership(connection: AsyncConnection, user_id: int) -> Membership | None:
    """A user, active or not, with the names of what they belong to."""
    query = (
        select(
            *CALLER_COLUMNS,
            users.c.role_key,
            teams.c.name.label("team"),
            departments.c.name.label("department"),
        )
        .select_from(
            WITH_ROLE.outerjoin(teams, teams.c.id == users.c.team_id).outerjoin(
                departments, departments.c.id == users.c.department_id
            )
        )
        .where(users.c.id == user_id)
    )
    row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        return None
    led = (
        select(teams.c.name)
        .join(team_leaders, team_leaders.c.team_id == teams.c.id)
        .where(team_leaders.c.user_id == user_id)
        .order_by(teams.c.name)
    )
    caller = read_caller(row)
    person = Person(
        id=user_id, name=caller.name, extension=caller.extension, role=caller.role.value
    )
    return Membership(
        caller,
        person,
        row["role_key"] or row["role"],
        row["team"],
        list((await connection.execute(led)).scalars()),
        row["department"],
    )


async def _collect(connection: AsyncConnection, query: Any) -> By:  # noqa: ANN401 - any select of PERSON
    found: By = defaultdict(list)
    for row in (await connection.execute(query)).mappings():
        fields = {name: row[name] for name in Person.model_fields}
        found[row["group_id"]].append(Person(**fields))
    return found

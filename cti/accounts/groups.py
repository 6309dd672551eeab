"""Teams with their leaders, and departments (R317, R323)."""

from collections.abc import Iterable, Mapping

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts import group_store
from cti.accounts.audit import record_audit
from cti.accounts.errors import (
    DepartmentNameTakenError,
    DepartmentNotFoundError,
    MemberUnknownError,
    TeamNameTakenError,
    TeamNotFoundError,
)
from cti.accounts.group_store import DEPARTMENTS, TEAMS, Kind
from cti.accounts.messages import RightsChanged
from cti.accounts.rights import Caller
from cti.accounts.roles_shapes import (
    Department,
    DepartmentChange,
    DepartmentForm,
    Departments,
    Team,
    TeamChange,
    TeamForm,
    Teams,
)
from cti.bus import Bus
from cti.clock import Clock
from cti.db import Database, Unit

NAMES = {TEAMS: "team", DEPARTMENTS: "department"}
NOT_FOUND = {TEAMS: TeamNotFoundError, DEPARTMENTS: DepartmentNotFoundError}
TAKEN = {TEAMS: TeamNameTakenError, DEPARTMENTS: DepartmentNameTakenError}


class Groups:
    """The register of teams and departments. A change counts at once for who is signed in."""

    def __init__(self, db: Database, clock: Clock, bus: Bus) -> None:
        self._db = db
        self._clock = clock
        self._bus = bus

    async def list_teams(self) -> Teams:
        """Every team with its active leaders and members."""
        async with self._db.read() as connection:
            rows = await group_store.list_groups(connection, TEAMS)
            leaders = await group_store.list_leaders(connection)
            members = await group_store.list_members(connection, TEAMS)
        return Teams(
            rows=[
                Team(
                    id=row["id"],
                    name=row["name"],
                    leaders=leaders.get(row["id"], []),
                    members=members.get(row["id"], []),
                )
                for row in rows
            ]
        )

    async def list_departments(self) -> Departments:
        """Every department with its active members."""
        async with self._db.read() as connection:
            rows = await group_store.list_groups(connection, DEPARTMENTS)
            members = await group_store.list_members(connection, DEPARTMENTS)
        return Departments(
            rows=[
                Department(id=row["id"], name=row["name"], members=members.get(row["id"], []))
                for row in rows
            ]
        )

    async def create(self, caller: Caller, kind: Kind, form: TeamForm | DepartmentForm) -> int:
        """Add a group. Raises TeamNameTakenError (DepartmentNameTakenError), MemberUnknownError."""
        try:
            async with self._db.write() as unit:
                group_id = await group_store.insert_group(unit.connection, kind, form.name)
                detail: dict[str, object] = {"name": [None, form.name]}
                detail |= await self._fill(unit, kind, group_id, form)
                await self._record(unit, caller, f"{NAMES[kind]}.created", group_id, detail)
        except IntegrityError as error:
            raise TAKEN[kind](name=form.name) from error
        return group_id

    async def change(
        self, caller: Caller, kind: Kind, group_id: int, form: TeamChange | DepartmentChange
    ) -> None:
        """Change what was sent. Raises as `create`, and TeamNotFoundError and so on."""
        try:
            async with self._db.write() as unit:
                name = await _find(unit.connection, kind, group_id)
                detail: dict[str, object] = {}
                if form.name is not None and form.name != name:
                    await group_store.rename_group(unit.connection, kind, group_id, form.name)
                    detail["name"] = [name, form.name]
                detail |= await self._fill(unit, kind, group_id, form)
                if detail:
                    await self._record(unit, caller, f"{NAMES[kind]}.changed", group_id, detail)
        except IntegrityError as error:
            raise TAKEN[kind](name=form.name) from error

    async def delete(self, caller: Caller, kind: Kind, group_id: int) -> None:
        """Take a group away; its members are in none. Raises TeamNotFoundError and so on."""
        async with self._db.write() as unit:
            name = await _find(unit.connection, kind, group_id)
            freed = await group_store.list_of_group(unit.connection, kind, group_id)
            await group_store.delete_group(unit.connection, kind, group_id)
            detail = {"name": [name, None], "members": len(freed)}
            await self._record(unit, caller, f"{NAMES[kind]}.deleted", group_id, detail)
            self._announce(unit, freed)

    async def _fill(
        self,
        unit: Unit,
        kind: Kind,
        group_id: int,
        form: TeamForm | DepartmentForm | TeamChange | DepartmentChange,
    ) -> dict[str, object]:
        """Leaders and members as the form says; what the audit log says of it."""
        connection, detail, moved = unit.connection, dict[str, object](), set[int]()
        if form.member_ids is not None:
            await _check_active(connection, form.member_ids)
            came = await group_store.replace_members(connection, kind, group_id, form.member_ids)
            if came:
                detail["member_ids"] = sorted(form.member_ids)
            moved |= came
        leader_ids = getattr(form, "leader_ids", None)
        if leader_ids is not None:
            await _check_active(connection, leader_ids)
            came = await group_store.replace_leaders(connection, group_id, leader_ids)
            if came:
                detail["leader_ids"] = sorted(leader_ids)
            moved |= came
        if moved:  # also those who see other customers because of who came or went
            self._announce(
                unit, moved | await group_store.list_of_group(connection, kind, group_id)
            )
        return detail

    async def _record(
        self,
        unit: Unit,
        caller: Caller,
        action: str,
        group_id: int,
        detail: Mapping[str, object],
    ) -> None:
        subject = f"{action.partition('.')[0]}/{group_id}"
        await record_audit(unit.connection, caller, action, subject, detail, at=self._clock())

    def _announce(self, unit: Unit, user_ids: Iterable[int]) -> None:
        message = RightsChanged(frozenset(user_ids))
        unit.after_commit(lambda: self._bus.publish(message))


async def _find(connection: AsyncConnection, kind: Kind, group_id: int) -> str:
    name = await group_store.find_name(connection, kind, group_id)
    if name is None:
        raise NOT_FOUND[kind](id=group_id)
    return name


async def _check_active(connection: AsyncConnection, user_ids: Iterable[int]) -> None:
    if missing := await group_store.find_missing(connection, user_ids):
        raise MemberUnknownError(ids=missing)

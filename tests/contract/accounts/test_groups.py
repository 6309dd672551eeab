"""Teams with their leaders, and departments."""

import pytest
from account_world import AddUser, Clock

from cti.accounts.audit import read_audit
from cti.accounts.callers import find_caller
from cti.accounts.errors import (
    DepartmentNameTakenError,
    DepartmentUnknownError,
    MemberUnknownError,
    TeamNameTakenError,
    TeamNotFoundError,
)
from cti.accounts.group_store import DEPARTMENTS, TEAMS
from cti.accounts.groups import Groups
from cti.accounts.messages import RightsChanged
from cti.accounts.rights import Role
from cti.accounts.roles_shapes import DepartmentForm, TeamChange, TeamForm
from cti.accounts.shapes import UserChange
from cti.accounts.users import Users
from cti.bus import Bus
from cti.db import Database


@pytest.fixture
def groups(db: Database, clock: Clock, bus: Bus) -> Groups:
    return Groups(db, clock, bus)


async def test_a_team_has_members_and_leaders_and_leaves_nobody_behind(
    db: Database, groups: Groups, add_user: AddUser, bus: Bus, register: Users
) -> None:
    told: list[RightsChanged] = []
    admin, lead = await add_user("admin", Role.ADMIN), await add_user("lead", Role.SUPERVISOR)
    linh, nam = await add_user("linh"), await add_user("nam")
    bus.subscribe(RightsChanged, told.append)
    form = TeamForm(name="Tư vấn", leader_ids=[lead.user_id], member_ids=[linh.user_id])
    team_id = await groups.create(admin, TEAMS, form)
    (team,) = (await groups.list_teams()).rows
    assert [one.name for one in team.leaders] == ["Lead"]
    assert [one.name for one in team.members] == ["Linh"]
    await groups.change(admin, TEAMS, team_id, TeamChange(member_ids=[nam.user_id]))
    (team,) = (await groups.list_teams()).rows
    assert [one.name for one in team.members] == ["Nam"]
    everybody = frozenset({lead.user_id, linh.user_id, nam.user_id})
    assert told == [
        RightsChanged(frozenset({lead.user_id, linh.user_id})),
        RightsChanged(everybody),
    ]
    await register.change(None, linh.user_id, UserChange(active=False))
    for wanted in (TeamChange(member_ids=[linh.user_id]), TeamChange(leader_ids=[999])):
        with pytest.raises(MemberUnknownError):
            await groups.change(admin, TEAMS, team_id, wanted)
    await groups.delete(admin, TEAMS, team_id)
    assert (await groups.list_teams()).rows == []
    async with db.read() as connection:
        found = await find_caller(connection, nam.user_id)
    assert found is not None
    assert found.team_id is None
    with pytest.raises(TeamNotFoundError):
        await groups.delete(admin, TEAMS, team_id)
    actions = [line.action for line in (await read_audit(db, subject=f"team/{team_id}")).rows]
    assert actions == ["team.deleted", "team.changed", "team.created"]


@pytest.mark.requirement("R323")
async def test_a_department_is_where_a_user_is(
    db: Database, groups: Groups, add_user: AddUser, register: Users
) -> None:
    admin, linh, nam = (
        await add_user("admin", Role.ADMIN),
        await add_user("linh"),
        await add_user("nam"),
    )
    form = DepartmentForm(name="Kinh doanh", member_ids=[linh.user_id])
    department_id = await groups.create(admin, DEPARTMENTS, form)
    await register.change(admin, nam.user_id, UserChange(department_id=department_id))
    (department,) = (await groups.list_departments()).rows
    assert [one.name for one in department.members] == ["Linh", "Nam"]
    async with db.read() as connection:
        found = await find_caller(connection, nam.user_id)
    assert found is not None
    assert found.department_id == department_id
    with pytest.raises(DepartmentUnknownError):
        await register.change(admin, nam.user_id, UserChange(department_id=999))
    with pytest.raises(DepartmentNameTakenError):
        await groups.create(admin, DEPARTMENTS, DepartmentForm(name="Kinh doanh"))
    await groups.delete(admin, DEPARTMENTS, department_id)
    assert (await groups.list_departments()).rows == []


async def test_two_teams_have_two_names(groups: Groups, add_user: AddUser) -> None:
    admin = await add_user("admin", Role.ADMIN)
    await groups.create(admin, TEAMS, TeamForm(name="Bắc"))
    team_id = await groups.create(admin, TEAMS, TeamForm(name="Nam"))
    with pytest.raises(TeamNameTakenError):
        await groups.change(admin, TEAMS, team_id, TeamChange(name="Bắc"))

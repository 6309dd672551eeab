"""Roles of one's own, what they let their users see and do, and who may give them."""

from collections.abc import Callable
from typing import Any

import pytest
from account_world import AddUser, Clock
from sqlalchemy import ColumnElement, insert, select

from cti.accounts.audit import read_audit
from cti.accounts.callers import find_caller
from cti.accounts.errors import (
    RoleConflictError,
    RoleFixedError,
    RoleInUseError,
    RoleNameTakenError,
    RoleNotFoundError,
    RoleUnknownError,
    SelfLockoutError,
    TooStrongError,
)
from cti.accounts.messages import RightsChanged
from cti.accounts.rights import ALL, OWN, TEAM, Caller, Reach, Right, Role
from cti.accounts.roles import RoleRegister
from cti.accounts.roles_shapes import RoleChange, RoleForm, RoleView
from cti.accounts.shapes import UserChange, UserForm
from cti.accounts.users import Users
from cti.accounts.visibility import customers_editable, customers_visible, customers_within
from cti.bus import Bus
from cti.db import Database
from cti.schema import customers

Condition = Callable[[Caller], ColumnElement[bool]]


@pytest.fixture
def roles(db: Database, clock: Clock, bus: Bus) -> RoleRegister:
    return RoleRegister(db, clock, bus)


def form(name: str, base: str = "agent", **grants: list[str]) -> RoleForm:
    """Rights with "_" for "."."""
    given = {right.replace("__", "."): reach for right, reach in grants.items()}
    return RoleForm.model_validate({"name": name, "base": base, "grants": given})


def change(role: RoleView, **more: Any) -> RoleChange:  # noqa: ANN401 - any field
    return RoleChange.model_validate({"version": role.version, **more})


def granted(role: RoleView) -> dict[str, list[str]]:
    return {
        one.right.value: [reach.value for reach in one.reach]
        for one in role.grants
        if one.reach is not None
    }


async def give(register: Users, caller: Caller, key: str, db: Database) -> Caller:
    await register.change(None, caller.user_id, UserChange(role=key))
    async with db.read() as connection:
        found = await find_caller(connection, caller.user_id)
    assert found is not None
    return found


@pytest.mark.requirement("R315", "R321")
async def test_a_role_of_ones_own_says_what_its_users_see_and_do(
    db: Database, roles: RoleRegister, register: Users, add_user: AddUser, team_ids: list[int]
) -> None:
    owner = await add_user("owner", Role.OWNER)
    linh, nam, far = (
        await add_user("linh", team_id=team_ids[0]),
        await add_user("nam", team_id=team_ids[0]),
        await add_user("far", team_id=team_ids[1]),
    )
    ids = {
        who: await add_customer(db, of and of.user_id)
        for who, of in {"linh": linh, "nam": nam, "far": far, "nobody": None}.items()
    }
    role = await roles.create(
        owner, form("Thực tập", contacts__view=["team"], contacts__edit=["nobodys", "all"])
    )
    assert granted(role) == {"contacts.view": ["own", "team"], "contacts.edit": ["all"]}
    intern = await give(register, linh, role.key, db)
    assert intern.role is Role.AGENT
    assert intern.rights == {Right.SIGNED_IN, Right.CONTACTS_VIEW, Right.CONTACTS_EDIT}

    async def seen(condition: ColumnElement[bool]) -> set[str]:
        async with db.read() as connection:
            found = set(
                (await connection.execute(select(customers.c.id).where(condition))).scalars()
            )
        return {who for who, customer_id in ids.items() if customer_id in found}

    assert await seen(customers_visible(intern)) == {"linh", "nam"}
    assert await seen(customers_editable(intern)) == {"linh", "nam"}, "never more than is seen"
    assert await seen(customers_within(intern, Right.CUSTOMERS_DELETE)) == set()


@pytest.mark.requirement("R317")
async def test_who_leads_a_team_reaches_its_members_without_being_in_it(
    db: Database, roles: RoleRegister, add_user: AddUser, team_ids: list[int], clock: Clock
) -> None:
    from cti.accounts.group_store import TEAMS  # noqa: PLC0415
    from cti.accounts.groups import Groups  # noqa: PLC0415
    from cti.accounts.roles_shapes import TeamChange  # noqa: PLC0415

    admin, lead = await add_user("admin", Role.ADMIN), await add_user("lead", Role.SUPERVISOR)
    linh = await add_user("linh", team_id=team_ids[0])
    customer_id = await add_customer(db, linh.user_id)
    visible = select(customers.c.id).where(customers_visible(lead))
    async with db.read() as connection:
        assert (await connection.execute(visible)).scalars().all() == []
    wanted = TeamChange(leader_ids=[lead.user_id])
    await Groups(db, clock, Bus()).change(admin, TEAMS, team_ids[0], wanted)
    async with db.read() as connection:
        assert (await connection.execute(visible)).scalars().all() == [customer_id]
    explained = await roles.explain(lead.user_id)
    assert (explained.team, explained.leads) == (None, ["Bắc"])


async def test_a_change_is_told_once_and_audited(
    db: Database, roles: RoleRegister, register: Users, add_user: AddUser, bus: Bus
) -> None:
    owner, linh = await add_user("owner", Role.OWNER), await add_user("linh")
    told: list[RightsChanged] = []
    bus.subscribe(RightsChanged, told.append)
    role = await roles.create(owner, form("Thực tập", call=[]))
    await register.change(owner, linh.user_id, UserChange(role=role.key))
    same = await roles.change(owner, role.key, change(role, grants=granted(role)))
    assert same.version == role.version + 1 or same.version == role.version
    wider = {"call": [], "contacts.view": ["own", "nobodys"]}
    await roles.change(owner, role.key, change(role, grants=wider, name="Học việc"))
    assert told == [RightsChanged(frozenset({linh.user_id}))] * 2
    page = await read_audit(db, subject=f"role/{role.key}")
    assert [line.action for line in page.rows] == ["role.changed", "role.created"]
    assert page.rows[0].detail == {
        "contacts.view": [None, ["nobodys", "own"]],
        "name": ["Thực tập", "Học việc"],
    }
    user = await read_audit(db, subject=f"user/{linh.user_id}")
    assert user.rows[0].detail == {"role": ["agent", role.key]}


async def test_two_who_edit_one_role_do_not_undo_each_other(
    roles: RoleRegister, add_user: AddUser
) -> None:
    owner = await add_user("owner", Role.OWNER)
    role = await roles.create(owner, form("Thực tập", call=[]))
    await roles.change(owner, role.key, change(role, grants={}))
    with pytest.raises(RoleConflictError):
        await roles.change(owner, role.key, change(role, grants={"call": []}))


async def test_a_built_in_role_is_changed_in_place_and_the_owners_never(
    db: Database, roles: RoleRegister, add_user: AddUser
) -> None:
    owner, linh = await add_user("owner", Role.OWNER), await add_user("linh")
    built_in = {one.key: one for one in (await roles.list()).rows}
    assert list(built_in) == ["owner", "admin", "supervisor", "agent"]
    assert [one.members for one in built_in.values()] == [1, 0, 0, 1]
    grants = granted(built_in["agent"]) | {"contacts.view": ["own"]}
    changed = await roles.change(owner, "agent", change(built_in["agent"], grants=grants))
    differing = [one.right for one in changed.grants if one.reach != one.default]
    assert differing == [Right.CONTACTS_VIEW]
    async with db.read() as connection:
        found = await find_caller(connection, linh.user_id)
    assert found is not None
    assert found.find_reach(Right.CONTACTS_VIEW) == OWN
    for key, wanted in (
        ("owner", change(built_in["owner"], grants={})),
        ("agent", change(changed, name="Nhân viên mới")),
    ):
        with pytest.raises(RoleFixedError):
            await roles.change(owner, key, wanted)
    for key, error in (("agent", RoleFixedError), ("nothing", RoleNotFoundError)):
        with pytest.raises(error):
            await roles.delete(owner, key)


@pytest.mark.requirement("R105", "R320")
async def test_nobody_gives_away_more_than_they_have(
    roles: RoleRegister, register: Users, add_user: AddUser
) -> None:
    owner, admin = await add_user("owner", Role.OWNER), await add_user("admin", Role.ADMIN)
    linh = await add_user("linh")
    bulk = {"customers.bulk_delete": [], "customers.delete": ["all"], "contacts.view": ["all"]}
    with pytest.raises(TooStrongError) as caught:
        await roles.create(admin, RoleForm(name="Dọn dẹp", grants=bulk))  # type: ignore[arg-type]  # as JSON
    assert caught.value.params == {"rights": [Right.BULK_DELETE]}
    role = await roles.create(owner, RoleForm(name="Dọn dẹp", grants=bulk))  # type: ignore[arg-type]  # as JSON
    with pytest.raises(TooStrongError):
        await register.change(admin, linh.user_id, UserChange(role=role.key))
    await register.change(owner, linh.user_id, UserChange(role=role.key))
    with pytest.raises(TooStrongError):
        await register.change(admin, linh.user_id, UserChange(password="another password"))
    narrower = {"customers.bulk_delete": [], "contacts.view": ["own"]}
    await roles.change(admin, role.key, change(role, grants=narrower))


async def test_nobody_locks_themselves_out(
    roles: RoleRegister, register: Users, add_user: AddUser
) -> None:
    await add_user("owner", Role.OWNER)
    admin = await add_user("admin", Role.ADMIN)
    own = next(one for one in (await roles.list()).rows if one.key == "admin")
    for right in ("users.edit", "roles.edit"):
        without = {name: reach for name, reach in granted(own).items() if name != right}
        with pytest.raises(SelfLockoutError):
            await roles.change(admin, "admin", change(own, grants=without))
    for wanted in ({"active": False}, {"role": "agent"}):
        with pytest.raises(SelfLockoutError):
            await register.change(admin, admin.user_id, UserChange(**wanted))


async def test_a_role_in_use_stays_and_names_are_unique(
    roles: RoleRegister, register: Users, add_user: AddUser
) -> None:
    owner, linh = await add_user("owner", Role.OWNER), await add_user("linh")
    role = await roles.create(owner, form("Thực tập"))
    other = await roles.create(owner, form("Cộng tác viên"))
    with pytest.raises(RoleNameTakenError):
        await roles.create(owner, form("Thực tập"))
    with pytest.raises(RoleNameTakenError):
        await roles.change(owner, other.key, change(other, name="Thực tập"))
    user = await register.change(owner, linh.user_id, UserChange(role=role.key))
    assert (user.role, user.role_key, user.role_name) == (Role.AGENT, role.key, "Thực tập")
    with pytest.raises(RoleInUseError) as caught:
        await roles.delete(owner, role.key)
    assert caught.value.params == {"members": 1}
    back = await register.change(owner, linh.user_id, UserChange(role=Role.AGENT))
    assert (back.role_key, back.role_name) == ("agent", None)
    await roles.delete(owner, role.key)
    new = UserForm(username="nam", name="Nam", role=role.key, password="correct horse")
    with pytest.raises(RoleUnknownError):
        await register.create(owner, new)


async def test_effective_rights_say_how_far_and_why(
    roles: RoleRegister, register: Users, add_user: AddUser
) -> None:
    owner, linh = await add_user("owner", Role.OWNER), await add_user("linh")
    grants = {"contacts.view": ["own", "team"], "contacts.edit": ["all"], "customers.merge": []}
    role = await roles.create(owner, RoleForm(name="Thực tập", grants=grants))  # type: ignore[arg-type]  # as JSON
    await register.change(owner, linh.user_id, UserChange(role=role.key))
    told = {one.right: one for one in (await roles.explain(linh.user_id)).grants}
    assert told[Right.CONTACTS_VIEW].reach == sorted(TEAM)
    edit = told[Right.CONTACTS_EDIT]
    assert (edit.reach, edit.narrowed, edit.source) == (sorted(TEAM), True, "role")
    merge = told[Right.CUSTOMERS_MERGE]
    assert (merge.reach, merge.within) == (sorted(TEAM), Right.CONTACTS_EDIT)
    call = told[Right.CALL]
    assert (call.reach, call.source) == (None, "role")
    bulk = told[Right.BULK_DELETE]
    assert (bulk.reach, bulk.source) == (None, "base")
    boss = {one.right: one.reach for one in (await roles.explain(owner.user_id)).grants}
    assert boss[Right.CONTACTS_VIEW] == sorted(ALL)
    assert None not in boss.values()
    assert Reach.ALL in boss[Right.BULK_DELETE] or []


async def add_customer(db: Database, owner_id: int | None) -> int:
    from datetime import UTC, datetime  # noqa: PLC0415

    now = datetime(2026, 3, 2, tzinfo=UTC)
    async with db.write() as unit:
        row = await unit.connection.execute(
            insert(customers)
            .values(
                code=f"KH-{owner_id}",
                kind="person",
                stage="contact",
                name="Minh An",
                name_key="minh an",
                owner_id=owner_id,
                created_at=now,
                updated_at=now,
            )
            .returning(customers.c.id)
        )
        return int(row.scalar_one())

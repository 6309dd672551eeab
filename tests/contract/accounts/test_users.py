"""Making and changing users."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from account_world import AddUser, Clock
from pydantic import ValidationError

from cti.accounts.audit import read_audit, record_audit
from cti.accounts.errors import (
    EmailTakenError,
    ExtensionTakenError,
    LastOwnerError,
    OwnerOnlyError,
    TeamUnknownError,
    UsernameTakenError,
    UserNotFoundError,
)
from cti.accounts.rights import Role
from cti.accounts.service import Accounts
from cti.accounts.shapes import UserChange, UserForm
from cti.accounts.users import Users, create_user
from cti.db import Database


def form(**values: object) -> UserForm:
    given = {"username": "linh", "name": "Linh", "role": "agent", "password": "correct horse"}
    return UserForm.model_validate(given | values)


@pytest.mark.requirement("R234")
async def test_an_extension_identifies_one_user(register: Users) -> None:
    linh = await register.create(None, form(extension="101"))
    assert await register.find_by_extension("101") == linh
    assert await register.find_by_extension("102") is None
    with pytest.raises(ExtensionTakenError):
        await register.create(None, form(username="nam", extension="101"))
    nam = await register.create(None, form(username="nam", extension="102"))
    with pytest.raises(ExtensionTakenError):
        await register.change(None, nam.id, UserChange(extension="101"))
    await register.change(None, linh.id, UserChange(extension=None))
    await register.change(None, nam.id, UserChange(extension="101"))
    found = await register.find_by_extension("101")
    assert found is not None
    assert found.id == nam.id


async def test_many_users_may_have_no_extension(register: Users) -> None:
    for name in ("a", "b", "c"):
        await register.create(None, form(username=name))
    assert [user.extension for user in (await register.list()).rows] == [None] * 3


async def test_a_username_is_taken_once_even_by_two_at_a_time(register: Users) -> None:
    results = await asyncio.gather(
        *(register.create(None, form(name=f"Linh {number}")) for number in range(6)),
        return_exceptions=True,
    )
    kinds = [type(result) for result in results]
    assert kinds.count(UsernameTakenError) == 5
    assert len((await register.list()).rows) == 1


async def test_a_username_that_names_a_column_confuses_nobody(register: Users) -> None:
    await register.create(None, form(username="extension"))
    with pytest.raises(UsernameTakenError):
        await register.create(None, form(username="extension"))


async def test_a_team_must_exist(register: Users, team_ids: list[int]) -> None:
    user = await register.create(None, form(team_id=team_ids[0]))
    with pytest.raises(TeamUnknownError):
        await register.create(None, form(username="nam", team_id=999))
    with pytest.raises(TeamUnknownError):
        await register.change(None, user.id, UserChange(team_id=999))
    assert (await register.change(None, user.id, UserChange(team_id=None))).team_id is None


async def test_null_empties_what_may_be_empty_and_leaves_the_rest(register: Users) -> None:
    user = await register.create(None, form(email="linh@example.vn", extension="101"))
    after = await register.change(None, user.id, UserChange(email=None, name=None, role=None))
    assert (after.email, after.name, after.role, after.extension) == (
        None,
        "Linh",
        Role.AGENT,
        "101",
    )


@pytest.mark.requirement("R085")
async def test_an_address_is_one_active_users(register: Users) -> None:
    linh = await register.create(None, form(email="linh@example.vn"))
    nam = await register.create(None, form(username="nam", email="nam@example.vn"))
    for taken in ("linh@example.vn", "LINH@example.vn"):
        with pytest.raises(EmailTakenError):
            await register.create(None, form(username="x", email=taken))
        with pytest.raises(EmailTakenError):
            await register.change(None, nam.id, UserChange(email=taken))
    await register.change(None, linh.id, UserChange(email="Linh@example.vn", active=False))
    await register.change(None, nam.id, UserChange(email="linh@example.vn"))
    with pytest.raises(EmailTakenError):
        await register.change(None, linh.id, UserChange(active=True))
    for odd in ("linh", "a@b@c.vn", "a b@c.vn", "@c.vn"):
        with pytest.raises(ValidationError):
            UserChange(email=odd)


async def test_who_is_not_there_cannot_be_changed(register: Users) -> None:
    with pytest.raises(UserNotFoundError):
        await register.change(None, 999, UserChange(name="X"))


async def test_only_owners_make_and_change_owners(register: Users, add_user: AddUser) -> None:
    owner, admin = await add_user("owner", Role.OWNER), await add_user("admin", Role.ADMIN)
    agent = await add_user("linh")
    for forbidden in (
        register.create(admin, form(username="x", role="owner")),
        register.change(admin, owner.user_id, UserChange(password="another password")),
        register.change(admin, agent.user_id, UserChange(role=Role.OWNER)),
        register.change(admin, admin.user_id, UserChange(role=Role.OWNER)),
        register.change(admin, owner.user_id, UserChange(active=False)),
    ):
        with pytest.raises(OwnerOnlyError):
            await forbidden
    await register.change(owner, admin.user_id, UserChange(role=Role.OWNER))
    await register.change(admin, agent.user_id, UserChange(role=Role.SUPERVISOR))


@pytest.mark.parametrize("change", [{"role": "admin"}, {"active": False}])
async def test_the_last_owner_stays(
    register: Users, add_user: AddUser, change: dict[str, Any]
) -> None:
    first, second = await add_user("first", Role.OWNER), await add_user("second", Role.OWNER)
    await register.change(second, first.user_id, UserChange(**change))
    with pytest.raises(LastOwnerError):
        await register.change(None, second.user_id, UserChange(**change))
    await register.change(second, second.user_id, UserChange(name="Still here"))


async def test_two_owners_cannot_demote_each_other_at_once(
    register: Users, add_user: AddUser
) -> None:
    first, second = await add_user("first", Role.OWNER), await add_user("second", Role.OWNER)
    for _ in range(8):
        results = await asyncio.gather(
            register.change(first, second.user_id, UserChange(role=Role.ADMIN)),
            register.change(second, first.user_id, UserChange(role=Role.ADMIN)),
            return_exceptions=True,
        )
        assert [type(result) for result in results].count(LastOwnerError) == 1
        for caller in (first, second):
            await register.change(None, caller.user_id, UserChange(role=Role.OWNER))


async def test_changes_are_audited_without_passwords(
    register: Users, add_user: AddUser, db: Database
) -> None:
    owner = await add_user("owner", Role.OWNER)
    user = await register.create(owner, form())
    await register.change(
        owner, user.id, UserChange(name="Thùy Linh", password="brand new password")
    )
    await register.change(owner, user.id, UserChange(name="Thùy Linh"))
    page = await read_audit(db, subject=f"user/{user.id}")
    assert [line.action for line in page.rows] == ["user.changed", "user.created"]
    assert page.rows[0].detail == {"name": ["Linh", "Thùy Linh"], "password": "changed"}
    assert page.rows[0].user is not None
    assert page.rows[0].user.id == owner.user_id
    said = page.model_dump_json()
    assert "brand new" not in said
    assert "correct horse" not in said
    assert "argon2" not in said


async def test_the_audit_log_tells_of_one_user_one_group_or_one_period(
    add_user: AddUser, clock: Clock, db: Database
) -> None:
    owner = await add_user("owner", Role.OWNER)
    other = await add_user("other", Role.OWNER)
    clock.move(hours=1)
    began = clock()
    for who, action in (
        (owner, "user.changed"),
        (owner, "customers.bulk_edit"),
        (other, "customers.forgotten_days"),
        (other, "login"),
    ):
        clock.move(hours=1)
        async with db.write() as unit:
            await record_audit(unit.connection, who, action, None, {}, at=clock())

    told = ["login", "customers.forgotten_days", "customers.bulk_edit", "user.changed"]
    for page, expected in (
        (await read_audit(db, since=began), told),
        (await read_audit(db, since=began, user_id=other.user_id), told[:2]),
        (await read_audit(db, since=began, group="sign_in"), told[:1]),
        (await read_audit(db, since=began, group="settings"), told[1:2]),
        (await read_audit(db, since=began, group="customers"), told[2:3]),
        (await read_audit(db, since=began, group="people"), told[3:]),
        (await read_audit(db, since=began, until=began + timedelta(hours=2)), told[3:]),
        (await read_audit(db, since=began, group="people", user_id=other.user_id), []),
    ):
        assert [line.action for line in page.rows] == expected


async def test_people_are_the_active_users_by_name(
    accounts: Accounts, register: Users, add_user: AddUser
) -> None:
    await add_user("nam")
    gone = await add_user("gone")
    await add_user("an")
    await register.change(None, gone.user_id, UserChange(active=False))
    assert [person.name for person in await accounts.people()] == ["An", "Nam"]
    everybody = [(person.name, person.active) for person in await accounts.people(gone=True)]
    assert everybody == [("An", True), ("Gone", False), ("Nam", True)]  # what is theirs stays so


async def test_the_command_line_makes_the_first_owner(
    db: Database, clock: Clock, accounts: Accounts
) -> None:
    user = await create_user(db, clock, form(role="owner"))
    assert user.role is Role.OWNER
    await accounts.sign_in("linh", "correct horse", "127.0.0.1", "")


async def test_the_audit_log_is_read_page_by_page(register: Users, db: Database) -> None:
    for number in range(7):
        await register.create(None, form(username=f"user{number}"))
    seen: list[str | None] = []
    before: int | None = None
    for _ in range(3):
        page = await read_audit(db, before=before, limit=3)
        seen += [line.subject for line in page.rows]
        before = int(page.next) if page.next else None
    assert before is None
    assert len(set(seen)) == 7

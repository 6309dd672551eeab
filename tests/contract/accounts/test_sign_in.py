"""Signing in and out."""

import asyncio
from typing import Any

import pytest
from account_world import PASSWORD, AddUser, Clock
from argon2 import PasswordHasher
from sqlalchemy import select

from cti.accounts.audit import read_audit
from cti.accounts.errors import SignInFailedError, TooManySignInsError
from cti.accounts.messages import SessionsEnded
from cti.accounts.passwords import Passwords
from cti.accounts.service import Accounts
from cti.accounts.shapes import UserChange
from cti.accounts.users import Users
from cti.bus import Bus
from cti.db import Database
from cti.schema import sessions, users
from cti.settings import Settings


async def sign_in(accounts: Accounts, name: str = "linh", password: str = PASSWORD) -> str:
    return (await accounts.sign_in(name, password, "203.0.113.9", "Firefox"))[0]


async def test_the_right_password_opens_a_session(accounts: Accounts, add_user: AddUser) -> None:
    caller = await add_user("linh", extension="101")
    token, session = await accounts.sign_in("LINH", PASSWORD, "203.0.113.9", "Firefox")
    assert session.user.username == "linh"
    assert session.user.extension == "101"
    assert "call" in session.user.rights
    found = await accounts.resolve(token)
    assert found is not None
    assert found.caller == caller
    assert found.csrf_token == session.csrf_token


async def test_tokens_are_long_random_and_not_stored(
    accounts: Accounts, add_user: AddUser, db: Database
) -> None:
    await add_user("linh")
    tokens = {await sign_in(accounts) for _ in range(4)}
    assert len(tokens) == 4
    assert all(len(token) >= 43 for token in tokens)
    async with db.read() as connection:
        stored = " ".join(str(row) for row in await connection.execute(select(sessions)))
    assert not any(token in stored for token in tokens)


@pytest.mark.parametrize("name", ["linh", "nobody", "linh\x00", "l" * 64, "' OR 1=1 --"])
async def test_whatever_is_wrong_the_answer_is_the_same(
    accounts: Accounts, add_user: AddUser, name: str
) -> None:
    await add_user("linh")
    with pytest.raises(SignInFailedError) as caught:
        await sign_in(accounts, name, "wrong")
    assert caught.value.params == {}


async def test_who_was_locked_out_cannot_sign_in(
    accounts: Accounts, register: Users, add_user: AddUser
) -> None:
    caller = await add_user("linh")
    await register.change(None, caller.user_id, UserChange(active=False))
    with pytest.raises(SignInFailedError):
        await sign_in(accounts)


async def test_a_session_ends_when_its_time_is_over(
    accounts: Accounts, add_user: AddUser, clock: Clock
) -> None:
    await add_user("linh")
    token = await sign_in(accounts)
    clock.move(hours=11, minutes=59)
    assert await accounts.resolve(token) is not None, "using it does not prolong it"
    clock.move(minutes=1)
    assert await accounts.resolve(token) is None


async def test_expired_sessions_are_cleared_away(
    accounts: Accounts, add_user: AddUser, clock: Clock, db: Database
) -> None:
    await add_user("linh")
    await sign_in(accounts)
    clock.move(hours=13)
    await sign_in(accounts)
    async with db.read() as connection:
        assert len((await connection.execute(select(sessions))).all()) == 1


async def test_signing_out_ends_this_session_and_tells_its_sockets(
    accounts: Accounts, add_user: AddUser, bus: Bus
) -> None:
    caller = await add_user("linh")
    told: list[SessionsEnded] = []
    bus.subscribe(SessionsEnded, told.append)
    here, elsewhere = await sign_in(accounts), await sign_in(accounts)
    session = await accounts.resolve(here)
    assert session is not None
    await accounts.sign_out(session)
    assert await accounts.resolve(here) is None
    assert await accounts.resolve(elsewhere) is not None
    assert told == [SessionsEnded(caller.user_id, session.token_hash)]


@pytest.mark.parametrize(
    "change",
    [{"password": "another password"}, {"active": False}],
)
async def test_a_new_password_or_locking_out_ends_every_session(
    accounts: Accounts, register: Users, add_user: AddUser, bus: Bus, change: dict[str, Any]
) -> None:
    caller, other = await add_user("linh"), await add_user("nam")
    told: list[SessionsEnded] = []
    bus.subscribe(SessionsEnded, told.append)
    tokens = [await sign_in(accounts), await sign_in(accounts)]
    others = await sign_in(accounts, "nam")
    await register.change(None, caller.user_id, UserChange(**change))
    assert [await accounts.resolve(token) for token in tokens] == [None, None]
    assert await accounts.resolve(others) is not None
    assert told == [SessionsEnded(caller.user_id, None)]
    assert other.user_id != caller.user_id


async def test_other_changes_leave_the_sessions_and_are_seen_at_once(
    accounts: Accounts, register: Users, add_user: AddUser
) -> None:
    caller = await add_user("linh")
    token = await sign_in(accounts)
    await register.change(None, caller.user_id, UserChange(name="Thùy Linh", extension="105"))
    found = await accounts.resolve(token)
    assert found is not None
    assert (found.caller.name, found.caller.extension) == ("Thùy Linh", "105")


async def test_the_sixth_try_at_a_password_must_wait(
    accounts: Accounts, add_user: AddUser, clock: Clock
) -> None:
    await add_user("linh")
    await add_user("nam")
    for _ in range(5):
        with pytest.raises(SignInFailedError):
            await sign_in(accounts, password="wrong")
    with pytest.raises(TooManySignInsError) as caught:
        await sign_in(accounts)
    assert caught.value.params == {"retry_after_s": 900}
    await sign_in(accounts, "nam")
    await accounts.sign_in("linh", PASSWORD, "198.51.100.1", "from elsewhere")
    clock.move(minutes=15)
    await sign_in(accounts)


async def test_many_tries_at_once_count_as_many(accounts: Accounts, add_user: AddUser) -> None:
    await add_user("linh")
    results = await asyncio.gather(
        *(sign_in(accounts, password=f"guess {number}") for number in range(20)),
        return_exceptions=True,
    )
    kinds = [type(result) for result in results]
    assert kinds.count(SignInFailedError) == 5
    assert kinds.count(TooManySignInsError) == 15


async def test_guessing_names_from_one_address_must_wait_too(accounts: Accounts) -> None:
    for number in range(50):
        with pytest.raises(SignInFailedError):
            await sign_in(accounts, f"user{number}", "wrong")
    with pytest.raises(TooManySignInsError):
        await sign_in(accounts, "somebody", "wrong")


async def test_good_sign_ins_never_lock_an_office_out(
    accounts: Accounts, add_user: AddUser
) -> None:
    await add_user("linh")
    for _ in range(60):
        await sign_in(accounts)


async def test_failures_are_audited_without_what_was_typed(
    accounts: Accounts, add_user: AddUser, db: Database
) -> None:
    caller = await add_user("linh")
    for name in ("linh", "my-secret-typed-as-name"):
        with pytest.raises(SignInFailedError):
            await sign_in(accounts, name, "wrong")
    page = await read_audit(db, action="login.failed")
    assert [line.subject for line in page.rows] == [None, f"user/{caller.user_id}"]
    assert page.rows[0].address == "203.0.113.9"
    assert "secret" not in page.model_dump_json()


async def test_an_old_hash_is_renewed_at_sign_in(
    db: Database, clock: Clock, add_user: AddUser, accounts: Accounts
) -> None:
    await add_user("linh")
    newer = Passwords(PasswordHasher(time_cost=2, memory_cost=128, parallelism=1))
    today = Accounts(db, clock, Settings(), passwords=newer)
    await today.sign_in("linh", PASSWORD, "203.0.113.9", "Firefox")
    async with db.read() as connection:
        stored = (await connection.execute(select(users.c.password_hash))).scalar_one()
    assert "$m=128,t=2,p=1$" in stored
    await today.sign_in("linh", PASSWORD, "203.0.113.9", "Firefox")
    await sign_in(accounts)


async def test_a_password_changed_while_it_is_checked_opens_nothing(
    accounts: Accounts, register: Users, add_user: AddUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = await add_user("linh")
    really = accounts.passwords.verify

    async def change_meanwhile(stored: str | None, password: str) -> bool:
        fits = await really(stored, password)
        await register.change(None, caller.user_id, UserChange(password="another password"))
        return fits

    monkeypatch.setattr(accounts.passwords, "verify", change_meanwhile)
    with pytest.raises(SignInFailedError):
        await sign_in(accounts)


async def test_the_language_is_kept(accounts: Accounts, add_user: AddUser) -> None:
    await add_user("linh")
    token = await sign_in(accounts)
    session = await accounts.resolve(token)
    assert session is not None
    assert (await accounts.choose_language(session, "en")).user.language == "en"
    again = await accounts.resolve(token)
    assert again is not None
    assert again.language == "en"

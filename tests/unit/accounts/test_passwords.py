"""Password hashes."""

from statistics import median
from time import perf_counter

from argon2 import PasswordHasher

from cti.accounts.passwords import Passwords

FAST = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


async def test_a_password_fits_its_own_hash_only() -> None:
    passwords = Passwords(FAST)
    stored = await passwords.hash("mật khẩu rất dài")
    assert stored.startswith("$argon2id$")
    assert await passwords.verify(stored, "mật khẩu rất dài")
    assert not await passwords.verify(stored, "mật khẩu rất dai")
    assert stored != await passwords.hash("mật khẩu rất dài")


async def test_what_is_no_hash_fits_nothing() -> None:
    assert not await Passwords(FAST).verify("plain text", "plain text")
    assert not await Passwords(FAST).verify("", "")


async def test_nobody_has_no_password_at_all() -> None:
    passwords = Passwords(FAST)
    assert not await passwords.verify(None, "nobody's")
    assert not await passwords.verify(None, "")


async def test_todays_parameters_are_those_of_the_rfc() -> None:
    stored = await Passwords().hash("x")
    assert "$m=65536,t=3,p=4$" in stored
    assert not Passwords().is_outdated(stored)


async def test_a_hash_of_other_parameters_is_outdated() -> None:
    assert Passwords().is_outdated(await Passwords(FAST).hash("x"))


async def test_an_unknown_user_takes_as_long_as_a_wrong_password() -> None:
    passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=16384, parallelism=1))
    stored = await passwords.hash("right")
    await passwords.verify(None, "warm up")

    async def measure(known: str | None) -> float:
        started = perf_counter()
        await passwords.verify(known, "wrong")
        return perf_counter() - started

    known, unknown = [], []
    for _ in range(15):
        known.append(await measure(stored))
        unknown.append(await measure(None))
    assert 0.5 < median(unknown) / median(known) < 2

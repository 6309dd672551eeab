"""What search finds, beside what looking at every contact finds."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from call_centre import FakeClock, Staff
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from cti.accounts.rights import Caller
from cti.crm.search.service import ListQuery
from cti.crm.service import Directory
from cti.db import Database
from cti.schema import contacts, customers, phones
from cti.text import make_key

LETTERS = 'aAăắbđĐnhNHuưy%_"*\\王 '
SYNTAX = ['an" OR "b', "NOT an", "NEAR(an b)", "an*", "text:an", "^an", "an AND", "-an", "{an}"]
NAMES = st.text(LETTERS, min_size=1, max_size=9) | st.sampled_from(SYNTAX)
MAILS = st.none() | st.text("an.%_@\"'", min_size=1, max_size=6)
DIGITS = st.text("12 .-", min_size=1, max_size=8).filter(lambda typed: typed.strip())


@dataclass(frozen=True)
class Person:
    name: str
    company: str
    email: str | None
    typed: str
    mine: bool


PEOPLE = st.lists(st.builds(Person, NAMES, NAMES, MAILS, DIGITS, st.booleans()), max_size=6)


async def fill(db: Database, clock: FakeClock, people: Iterable[Person], staff: Staff) -> None:
    """In the place of what was there: so rows are taken out of the index as well."""
    async with db.write() as unit:
        run = unit.connection.execute
        for table in (phones, contacts, customers):
            await run(delete(table))
        for at, one in enumerate(people, start=1):
            times = {"created_at": clock(), "updated_at": clock()}
            owner = staff.linh if one.mine else staff.far
            await run(
                insert(customers).values(
                    id=at, code=f"KH-{at}", kind="person", stage="contact", name=one.company,
                    name_key=make_key(one.company), owner_id=owner.user_id, **times,
                )
            )  # fmt: skip
            await run(
                insert(contacts).values(
                    id=at, customer_id=at, name=one.name, name_key=make_key(one.name),
                    email=one.email, is_primary=True, **times,
                )
            )  # fmt: skip
            await run(insert(phones).values(contact_id=at, typed=one.typed, e164=None))


def find_by_hand(people: Iterable[Person], q: str, *, linh: bool) -> set[int]:
    return {at for at, one in enumerate(people, start=1) if (one.mine or not linh) and fits(one, q)}


def fits(one: Person, q: str) -> bool:
    if q and set(q) <= set("12 .-") and q[0] in "12":
        digits = "".join(char for char in q if char.isdigit())
        return len(digits) >= 3 and digits in "".join(c for c in one.typed if c.isdigit())
    by_mail = " " not in q and ("@" in q or "." in q) and q in (one.email or "")
    return by_mail or any(has_words(name, q) for name in (one.name, one.company))


def has_words(name: str, q: str) -> bool:
    words, key = make_key(q).split(), make_key(name)
    starts = {word[:length] for word in key.split() for length in (1, 2)}
    return bool(words) and all(w in starts if len(w) <= 2 else w in key for w in words)


async def find_all(directory: Directory, caller: Caller, q: str) -> list[int]:
    ids, cursor = [], None
    while True:
        asked = ListQuery(q=q, limit=2, cursor=cursor)
        page = await directory.search.list_contacts(caller, asked)
        ids, cursor = [*ids, *(row.id for row in page.rows)], page.next
        if cursor is None:
            return ids


@pytest.mark.requirement("R130")
@pytest.mark.parametrize("counted", [1, 10_000])  # of many, and of few
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(people=PEOPLE, q=NAMES | DIGITS | st.text("an.%_@", min_size=1, max_size=5))
@example([Person("An 10%", "x", 'a"n@a.n', "1-2-1", mine=True)], 'a"n@a')
@example([Person("Anh", "Hoan", None, "12", mine=False)], "an")
@example([Person("thanh", "Hoan", None, "2112", mine=True)], "112")
@example([Person("王伟", "x", None, "2112", mine=True)], "王")
async def test_a_search_finds_what_looking_at_everything_finds(
    db: Database,
    clock: FakeClock,
    directory: Directory,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
    counted: int,
    people: list[Person],
    q: str,
) -> None:
    monkeypatch.setattr("cti.crm.search.service.COUNTED", counted)
    if counted == 1:  # and names are found by what is rare in a sample of them
        monkeypatch.setattr("cti.crm.search.match.FEW", 1)
        monkeypatch.setattr("cti.crm.search.sample.FEWEST", 1)
        monkeypatch.setattr("cti.crm.search.sample.KEPT", 0)
    await fill(db, clock, people, staff)
    q = q.strip() or "an"
    for caller in (staff.linh, staff.admin):
        wanted = find_by_hand(people, q, linh=caller is staff.linh)
        found = await find_all(directory, caller, q)
        assert sorted(found) == sorted(wanted), q
        assert counted == 1 or found == sorted(found, reverse=True) or set(q) & set("ăắđĐư")

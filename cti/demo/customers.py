"""The demo's customers, made by the same use cases that people use."""

from datetime import datetime, timedelta

from sqlalchemy import select

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.compliance.service import Gate
from cti.crm.service import Directory
from cti.crm.shapes import (
    ContactForm,
    Customer,
    CustomerForm,
    FirstContactForm,
    NoteForm,
    PhoneForm,
)
from cti.db import Database
from cti.demo.commerce import seed_commerce
from cti.demo.numbers import make_landline, make_mobile
from cti.demo.people import COMPANIES, NOTES, OWNERS, PERSONS, Company
from cti.demo.profiles import find_own_keys, find_picks, make_profile
from cti.demo.work import find_transaction_types, seed_work
from cti.schema import customers

NOTED_EVERY = 3  # every third customer has a note
OTHERS_FROM = 100  # positions of the numbers of a company's further contacts
MINUTES_APART = 97
DAY_MINUTES = 8 * 60


async def seed_customers(
    db: Database, bus: Bus, clock: Clock, gate: Gate, people: dict[str, Caller]
) -> int:
    """Make those of the customers whose codes are not there; returns how many that were."""
    wanted = [_make_company(company, at) for at, company in enumerate(COMPANIES)]
    wanted += [_make_person(name, at) for at, name in enumerate(PERSONS, start=len(COMPANIES))]
    async with db.read() as connection:
        codes = await connection.execute(
            select(customers.c.code).where(customers.c.code.in_([form.code for form, _ in wanted]))
        )
        there = set(codes.scalars())
        picks = await find_picks(connection)
        own = await find_own_keys(connection)
        types = await find_transaction_types(connection)
    new = [(at, *one) for at, one in enumerate(wanted) if one[0].code not in there]
    for at, form, others in new:
        # The first came two months ago, the last a day: a list that has an order to look at.
        moment = clock() - timedelta(
            days=len(wanted) - at, minutes=at * MINUTES_APART % DAY_MINUTES
        )
        directory = Directory(db, bus, gate, _stand_still(moment))
        full = CustomerForm.model_validate(
            form.model_dump(exclude_unset=True) | make_profile(form.kind, at, picks, own)
        )
        made = await _seed_customer(directory, people, at, full, others)
        if made.owner is not None:
            author = people[OWNERS[at % len(OWNERS)] or "linh"]
            lead = people["admin" if author.username == "quanly" else "quanly"]
            await seed_work(directory, author, lead, made, at, clock(), types)
            await seed_commerce(directory, author, made, at, clock())
    return len(new)


async def _seed_customer(
    directory: Directory,
    people: dict[str, Caller],
    at: int,
    form: CustomerForm,
    others: list[ContactForm],
) -> Customer:
    owner = OWNERS[at % len(OWNERS)]
    owner_id = None if owner is None else people[owner].user_id
    given = form.model_copy(update={"owner_id": owner_id})
    given.model_fields_set.add("owner_id")
    made = await directory.customers.create(people["admin"], given)
    for other in others:
        await directory.contacts.add(people["admin"], made.id, other)
    if at % NOTED_EVERY == 0:
        author = people[owner or "linh"]
        await directory.notes.add(author, made.id, NoteForm(body=NOTES[at % len(NOTES)]))
    return made


def _make_company(company: Company, at: int) -> tuple[CustomerForm, list[ContactForm]]:
    (name, title), *others = company.contacts
    phones = [
        PhoneForm(typed=make_landline(at), label="Văn phòng"),
        PhoneForm(typed=make_mobile(at), label="Di động", is_primary=True),
    ]
    first = FirstContactForm(name=name, title=title, phones=phones)
    form = CustomerForm(
        code=f"DEMO{at + 1:03d}",
        name=company.name,
        kind="organisation",
        address=company.address,
        contact=first,
    )
    return form, [
        ContactForm(
            name=other,
            title=position,
            phones=[PhoneForm(typed=make_mobile(OTHERS_FROM + at * 5 + n))],
        )
        for n, (other, position) in enumerate(others)
    ]


def _make_person(name: str, at: int) -> tuple[CustomerForm, list[ContactForm]]:
    typed = make_mobile(at)
    shown = (typed, f"{typed[:4]} {typed[4:7]} {typed[7:]}", f"+84{typed[1:]}")[at % 3]
    contact = FirstContactForm(name=name, phones=[PhoneForm(typed=shown)])
    return CustomerForm(code=f"DEMO{at + 1:03d}", name=name, contact=contact), []


def _stand_still(moment: datetime) -> Clock:
    return lambda: moment

"""Writing what rows change: many at a time, each kind of statement once per batch.

Ids are taken beforehand, so that nothing has to be asked back: on SQLite, where there is one
writer, they follow the highest; PostgreSQL's sequence gives them out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.fields.model import Cell
from cti.crm.importing.cells import show_typed
from cti.crm.importing.context import Context
from cti.crm.importing.deciding import Work
from cti.crm.importing.persons import PHONE, write_others
from cti.crm.importing.plan import find_home
from cti.crm.importing.referring import settle_referrers
from cti.crm.importing.rows import Ids, take_ids
from cti.crm.importing.seen import Seen
from cti.crm.importing.sending import Sending
from cti.crm.rules import make_code, note_referrers
from cti.schema import (
    contacts,
    custom_values,
    customer_log,
    customer_supporters,
    customers,
    phones,
)

ALWAYS = dict.fromkeys(
    ("id", "code", "kind", "stage", "owner_id", "created_by", "created_at", "updated_at")
)
LOG = ("customer_id", "at", "user_id", "action", "detail")
IMPORTED, CHANGED = "customer.imported", "customer.import_changed"


async def write_works(
    sending: Sending,
    context: Context,
    works: Sequence[Work],
    seen: Seen,
    now: datetime,
    source: str,
) -> None:
    """Create and change everything that the works say, with a line of history each.

    In such an order that the rows of each statement are put together during the one before.
    """
    connection = sending.connection
    _settle_companies(context, works)
    made = [work for work in works if work.makes_customer]
    ids = await _take_ids(connection, works)
    for work, customer_id in zip(made, ids.customers, strict=True):
        work.customer_id = customer_id
        seen.made.add(customer_id)
        if work.plan.customer.get("code"):
            work.before = {"code": True}  # undoing sets the code free for the next try
        if home := find_home(context, work.plan):
            seen.companies[home] = customer_id
    for work in works:
        if work.customer_id is None:  # a colleague of a row before it
            work.customer_id = seen.companies[find_home(context, work.plan) or ""]
            work.before = {"u": now.isoformat()}
    referred = settle_referrers(context, works)
    codes = await _make_codes(connection, made)
    await _update_contacts(sending, works, now)
    await _insert_customers(sending, context, made, codes, now)
    await _insert_contacts(sending, works, ids, now)
    await _write_phones(sending, works, ids)
    await write_others(sending, works, ids, now)
    await _write_custom(sending, works)
    await _write_supporters(sending, works)
    await _write_log(sending, context, works, now, source)
    await _update_customers(sending, works, now)  # their referrers may be new
    later = [(one, {"referrer_customer_id": found}) for one, found in referred.items()]
    await sending.update(customers, later)


async def _take_ids(connection: AsyncConnection, works: Sequence[Work]) -> Ids:
    others = [one for work in works for one in work.others]
    people = sum(work.makes_contact for work in works) + sum(one.makes for one in others)
    numbers = sum(len(work.phones) for work in works) + sum(len(one.phones) for one in others)
    made = sum(work.makes_customer for work in works)
    taken = await take_ids(connection, {customers: made, contacts: people, phones: numbers})
    return Ids(*map(iter, taken))


def _settle_companies(context: Context, works: Sequence[Work]) -> None:
    """Was the row that would have made the company refused, the next one makes it."""
    if all(work.makes_customer or work.customer_id is not None for work in works):
        return
    makers = {find_home(context, work.plan) for work in works if work.makes_customer}
    for work in works:
        if work.makes_customer or work.customer_id is not None:
            continue
        key = find_home(context, work.plan)
        if key not in makers:
            work.makes_customer, work.is_primary = True, True
            makers.add(key)


async def _insert_customers(
    sending: Sending,
    context: Context,
    works: Sequence[Work],
    codes: Mapping[int, str],
    now: datetime,
) -> None:
    for work in works:
        if work.referrer is not None:
            work.plan.customer["referrer_customer_id"] = work.referrer.customer_id
            work.plan.customer["referrer_user_id"] = work.referrer.user_id
    given_columns = sorted({name for work in works for name in work.plan.customer} - ALWAYS.keys())
    rows = []
    for work in works:
        given = work.plan.customer
        owner = work.plan.people.get("owner", context.caller.user_id)
        kind = given.get("kind") or context.default_kind
        rows.append(
            (
                work.customer_id,
                given.get("code") or codes[work.customer_id or 0],
                kind,
                given.get("stage") or "contact",
                owner,
                context.caller.user_id,
                now,
                now,
                *map(given.get, given_columns),
            )
        )
        work.detail = {
            "name": [None, given["name"]],
            "kind": [None, kind],
            "owner": [None, context.names.get(owner)],
        }
        if work.referrer is not None:
            work.detail["referrer"] = [None, work.referrer.name]
            work.detail |= note_referrers(None, work.referrer.customer_id)
    await sending.insert(customers, [*ALWAYS, *given_columns], rows)


async def _make_codes(connection: AsyncConnection, works: Sequence[Work]) -> dict[int, str]:
    """Codes made of the ids, for those that brought none (R024)."""
    open_ = [work.customer_id or 0 for work in works if not work.plan.customer.get("code")]
    if not open_:
        return {}
    brought = {work.plan.customer["code"] for work in works if work.plan.customer.get("code")}
    codes: dict[int, str] = {}
    attempt = 1
    while open_:
        wanted = {one: make_code(one, attempt) for one in open_}
        taken = await connection.execute(
            select(customers.c.code).where(customers.c.code.in_(list(wanted.values())))
        )
        used = brought | set(taken.scalars())
        codes |= {one: code for one, code in wanted.items() if code not in used}
        open_ = [one for one in open_ if one not in codes]
        attempt += 1
    return codes


async def _update_customers(sending: Sending, works: Sequence[Work], now: datetime) -> None:
    """Every customer that was there gets its time and version; its columns where they change."""
    met = [work for work in works if not work.makes_customer]
    rows = [(work.customer_id or 0, {**work.customer, "updated_at": now}) for work in met]
    await sending.update(customers, rows)


async def _update_contacts(sending: Sending, works: Sequence[Work], now: datetime) -> None:
    changed = [
        (work.contact_id or 0, {**work.contact, "updated_at": now})
        for work in works
        if work.contact and not work.makes_contact
    ]
    await sending.update(contacts, changed)


async def _insert_contacts(
    sending: Sending, works: Sequence[Work], ids: Ids, now: datetime
) -> None:
    made = [work for work in works if work.makes_contact]
    for work in made:
        work.contact_id = next(ids.contacts)
        if work.before is not None:
            work.before["nc"] = work.contact_id
        if work.makes_customer and work.contact["name"] != work.plan.customer["name"]:
            work.detail["contact"] = [None, work.contact["name"]]
    if made:
        columns = sorted({name for work in made for name in work.contact})
        fixed = ("id", "customer_id", "is_primary", "created_at", "updated_at")
        await sending.insert(
            contacts,
            [*fixed, *columns],
            [
                (
                    work.contact_id,
                    work.customer_id,
                    work.is_primary,
                    now,
                    now,
                    *map(work.contact.get, columns),
                )
                for work in made
            ],
        )


async def _write_phones(sending: Sending, works: Sequence[Work], ids: Ids) -> None:
    adding = [work for work in works if work.phones and work.contact_id is not None]
    rows = []
    for work in adding:
        added = []
        for position, number in enumerate(work.phones, start=work.phone_position):
            added.append(next(ids.phones))
            is_primary = position == 0
            typed = show_typed(number)
            rows.append((added[-1], work.contact_id, typed, number.e164, is_primary, position))
        if work.before is not None and not work.makes_contact:
            work.before["np"] = added
        if work.makes_customer:
            work.detail["phones"] = [[], [show_typed(number) for number in work.phones]]
    await sending.insert(phones, PHONE, rows)


async def _write_custom(sending: Sending, works: Sequence[Work]) -> None:
    wanted = [(work.customer_id or 0, work.custom) for work in works if work.custom]
    if not wanted:
        return
    known = {work.customer_id for work in works if work.makes_customer}
    await sending.settle()
    await replace_custom(
        sending.connection,
        [(one, cells) for one, cells in wanted if one not in known],
        [(one, cells) for one, cells in wanted if one in known],
    )


async def replace_custom(
    connection: AsyncConnection,
    replaced: Sequence[tuple[int, Mapping[int, Sequence[Cell]]]],
    added: Sequence[tuple[int, Mapping[int, Sequence[Cell]]]] = (),
) -> None:
    """Make these the values of fields of one's own: customer, field → cells."""
    gone = [
        {"customer_": customer_id, "field_": field_id}
        for customer_id, of_one in replaced
        for field_id in of_one
    ]
    if gone:
        await connection.execute(
            delete(custom_values).where(
                custom_values.c.customer_id == bindparam("customer_"),
                custom_values.c.field_id == bindparam("field_"),
            ),
            gone,
        )
    rows = [
        {
            "customer_id": customer_id,
            "field_id": field_id,
            "text": cell.text,
            "number": cell.number,
            "day": cell.day,
            "option_id": cell.option_id,
        }
        for customer_id, of_one in (*replaced, *added)
        for field_id, cells in of_one.items()
        for cell in cells
    ]
    if rows:
        await connection.execute(insert(custom_values), rows)


async def _write_supporters(sending: Sending, works: Sequence[Work]) -> None:
    for work in works:
        if work.makes_customer:
            work.supporters = work.plan.people.get("supporters") or None
    wanted = [(work.customer_id or 0, work.supporters) for work in works if work.supporters]
    if wanted:
        await sending.settle()
        await replace_supporters(sending.connection, wanted)


async def replace_supporters(
    connection: AsyncConnection, wanted: Sequence[tuple[int, Sequence[int]]]
) -> None:
    """Make exactly these the supporters of several customers: customer, users."""
    if wanted:
        await connection.execute(
            delete(customer_supporters).where(
                customer_supporters.c.customer_id == bindparam("customer_")
            ),
            [{"customer_": customer_id} for customer_id, _ in wanted],
        )
    rows = [
        {"customer_id": customer_id, "user_id": user_id}
        for customer_id, user_ids in wanted
        for user_id in user_ids
    ]
    if rows:
        await connection.execute(insert(customer_supporters), rows)


async def _write_log(
    sending: Sending,
    context: Context,
    works: Sequence[Work],
    now: datetime,
    source: str,
) -> None:
    lines = [
        (
            work.customer_id,
            now,
            context.caller.user_id,
            IMPORTED if work.makes_customer else CHANGED,
            {**work.detail, "import": [None, f"{source} · {work.plan.number}"]},
        )
        for work in works
    ]
    await sending.insert(customer_log, LOG, lines)

"""Some hundred rows at once: what each means, whether it may, and what it then does.

One transaction: what is found stays so until it is written. A trial run goes the same way and
leaves out the writing, so that its counts are those of the real one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.duplicates.keys import Criterion, Keys, Severity
from cti.crm.duplicates.shapes import DuplicateMatch
from cti.crm.fields.model import Cell
from cti.crm.fields.store import find_cells
from cti.crm.importing import matching
from cti.crm.importing.context import Context
from cti.crm.importing.deciding import Other, Work, decide_change
from cti.crm.importing.plan import Person, Plan, check_required, find_home
from cti.crm.importing.problems import Level
from cti.crm.importing.referring import find_referrers, refuse_lost_referrers
from cti.crm.importing.row_keys import make_row_keys
from cti.crm.importing.seen import Seen
from cti.crm.importing.sending import Sending
from cti.crm.importing.state import WRITTEN, Flag, Result
from cti.crm.importing.writing import write_works
from cti.db import Unit

MOST_NAMED = 5


async def import_batch(
    unit: Unit,
    check: DuplicateCheck,
    context: Context,
    plans: Sequence[Plan],
    seen: Seen,
    now: datetime,
    *,
    sending: Sending | None,
    source: str,
) -> list[Work]:
    """Take the rows in; with nothing to send them by, only say what would become of them.

    `source` is what the history of each customer says it came from. The works, in the order of
    the plans, have their result. Raises IntegrityError when somebody took a code meanwhile.
    """
    works = [_begin(plan, seen) for plan in plans]
    await find_referrers(unit.connection, context, works, seen)
    await _find_stored(unit.connection, context, works, seen, now)
    await _check_codes(unit.connection, context, works, seen)
    for work in works:
        if work.makes_customer and not work.result:
            kind = work.plan.customer.get("kind", context.default_kind)
            check_required(context, work.plan, kind)
            _refuse_if_wrong(work)
    await _check_duplicates(unit, check, context, works, seen)
    open_ = [work for work in works if work.result is None]
    for work in open_:
        made = work.makes_customer or (work.makes_contact and context.kind == "contacts")
        work.result = Result.NEW if made else Result.CHANGED if work.changes else Result.UNCHANGED
    if sending is not None:
        written = [work for work in open_ if work.result is not Result.UNCHANGED]
        await write_works(sending, context, written, seen, now, source)
    else:
        _remember_companies(context, works, seen)
        _remember_codes(works, seen)
        refuse_lost_referrers(context, works, seen)
    return works


def _begin(plan: Plan, seen: Seen) -> Work:
    """The row itself: refused when it is wrong, or was there before in the file."""
    work = Work(plan)
    _refuse_if_wrong(work)
    if work.result is not None:
        return work
    found = (seen.identities.get(one, plan.number) for one in plan.identities)
    first = min(found, default=plan.number)
    if first != plan.number:
        plan.say(None, "error", "import.repeats_row", row=first)
        work.result = Result.DUPLICATE
    else:
        seen.identities.update(dict.fromkeys(plan.identities, plan.number))
    return work


def _refuse_if_wrong(work: Work) -> None:
    if work.plan.has_error:
        work.result = Result.INVALID


async def _find_stored(
    connection: AsyncConnection,
    context: Context,
    works: Sequence[Work],
    seen: Seen,
    now: datetime,
) -> None:
    """Whom each row means; everything of those is loaded in a few statements."""
    open_ = [work for work in works if work.result is None]
    wanted = {work.plan.number: work.plan.values for work in open_ if work.plan.values}
    matches = await matching.find_matches(connection, context.caller, wanted)
    if context.kind == "contacts":
        matches |= await _find_homes(connection, context, open_, matches)
    stored = await matching.load_customers(
        connection, context.caller, {one for ids in matches.values() for one in ids}
    )
    met: list[Work] = []
    for work in open_:
        ids = [one for one in matches.get(work.plan.number, []) if one in stored]
        if len(ids) > 1:
            named = [{"code": stored[one]["code"], "name": stored[one]["name"]} for one in ids]
            work.plan.say(None, "error", "import.match_ambiguous", customers=named[:MOST_NAMED])
        elif ids and not stored[ids[0]]["can_edit"]:
            one = stored[ids[0]]
            work.plan.say(
                None, "error", "customer.not_editable", code=one["code"], name=one["name"]
            )
        elif ids:
            work.stored, work.customer_id = stored[ids[0]], ids[0]
            met.append(work)
        else:
            _make_new(context, work, seen)
        _refuse_if_wrong(work)
    await _decide(connection, context, met, now)


async def _find_homes(
    connection: AsyncConnection,
    context: Context,
    works: Sequence[Work],
    matches: Mapping[int, list[int]],
) -> dict[int, list[int]]:
    """Of contacts that are not there yet: the customer by its code, or the company by its name."""
    lost = [work for work in works if not matches.get(work.plan.number)]
    codes = {work.plan.customer["code"] for work in lost if work.plan.customer.get("code")}
    by_code = await matching.find_matches(
        connection, context.caller, {at: {"code": [code]} for at, code in enumerate(sorted(codes))}
    )
    code_ids = {code: by_code[at] for at, code in enumerate(sorted(codes))}
    named = {
        work.plan.customer["name_key"]
        for work in lost
        if work.plan.company and not work.plan.customer.get("code")
    }
    companies = await matching.find_companies(connection, context.caller, named)
    homes: dict[int, list[int]] = {}
    for work in lost:
        plan = work.plan
        if code := plan.customer.get("code"):
            homes[plan.number] = code_ids[code]
        elif plan.company:
            homes[plan.number] = companies.get(plan.customer["name_key"], [])
    return homes


def _make_new(context: Context, work: Work, seen: Seen) -> None:
    plan = work.plan
    if "name" not in plan.customer:  # a code alone names a customer that is there
        plan.say(None, "error", "customer.name_missing")
        return
    work.makes_contact, work.is_primary = bool(plan.contact.get("name")), True
    work.contact, work.phones = dict(plan.contact), list(plan.phones)
    work.others = [
        Other(of, dict(one.contact), list(one.phones)) for of, one in plan.others.items()
    ]
    work.custom = dict(plan.custom)
    if plan.company:
        plan.customer["kind"] = matching.ORGANISATION
    if home := find_home(context, plan):
        if home in seen.companies:  # a row before this one makes it
            work.customer_id, work.is_primary = seen.companies[home], False
            return
        seen.companies[home] = None
    work.makes_customer = True


async def _decide(
    connection: AsyncConnection, context: Context, works: Sequence[Work], now: datetime
) -> None:
    """What changes of those that are there already."""
    ids = {work.customer_id for work in works if work.customer_id is not None}
    people = await matching.load_contacts(connection, ids)
    supporters: Mapping[int, list[int]] = {}
    if "supporters" in context.columns_by_field:
        supporters = await matching.load_supporters(connection, ids)
    cells: Mapping[int, Mapping[int, list[Cell]]] = {}
    if any(one.target.custom for one in context.columns):
        cells = await find_cells(connection, sorted(ids))
    touched: set[int] = set()
    for work in works:
        customer_id = work.customer_id or 0
        decide_change(
            context,
            work,
            people[customer_id],
            supporters.get(customer_id, []),
            cells.get(customer_id, {}),
        )
        if customer_id in touched and work.before is not None:
            # What was before this row is what the one above it left behind.
            work.before["u"] = now.isoformat()
        if work.changes:
            touched.add(customer_id)


async def _check_codes(
    connection: AsyncConnection, context: Context, works: Sequence[Work], seen: Seen
) -> None:
    """A code is one customer's, also one's that is deleted or hidden, or that a row above makes.

    Where codes are blocked as duplicates, that is what such a row is (R121, R122).
    """
    blocks = context.rules[Criterion.CODE] is Severity.BLOCK
    wanted: dict[int, str] = {}
    for work in works:
        if work.result is None:
            values = work.plan.customer if work.makes_customer else work.customer
            if code := values.get("code"):
                wanted[work.plan.number] = code
    taken = await matching.find_taken_codes(connection, wanted.values())
    first: dict[str, int] = {}
    for work in works:
        code = wanted.get(work.plan.number)
        if code is None or work.result is not None:
            continue
        row = first.setdefault(code, seen.codes.get(code, work.plan.number))
        if blocks and row != work.plan.number:
            work.plan.say(None, "error", "import.same_as_row", field=Criterion.CODE.value, row=row)
            work.result = Result.DUPLICATE
            continue
        other = taken.get(code)
        is_others = other is not None and other.id != work.customer_id
        if blocks and other is not None and other.is_alive and other.id not in seen.made:
            continue  # the check of duplicates says whose it is
        if is_others or row != work.plan.number:
            work.plan.say(None, "error", "customer.code_taken", code=code)
            work.result = Result.INVALID


async def _check_duplicates(
    unit: Unit, check: DuplicateCheck, context: Context, works: Sequence[Work], seen: Seen
) -> None:
    """The same rules as for the form (R099, R126): in the directory, and in the file."""
    keys: dict[int, Keys] = {}
    own: dict[int, int] = {}
    for work in works:
        if work.result is not None:
            continue
        number = work.plan.number
        if work.stored is None:
            keys[number] = work.plan.keys
        else:
            keys[number] = _keys_of_change(context, work)
            own[number] = work.stored["id"]
        if work.customer_id is not None:
            own[number] = work.customer_id
    found = await check.check_batch(unit, context.caller, keys, own, context.rules)
    for work in works:
        number = work.plan.number
        if number in keys:
            matches = [one for one in found.get(number, []) if one.customer_id not in seen.made]
            _tell_duplicates(context, work, matches, keys[number], seen)


def _keys_of_change(context: Context, work: Work) -> Keys:
    """What an edit adds: what was there before is no news."""
    others = {one.of: Person(one.contact, one.phones) for one in work.others}
    plan = Plan(work.plan.number, contact=work.contact, phones=work.phones, others=others)
    return make_row_keys(context, plan, work.customer)


def _tell_duplicates(
    context: Context, work: Work, matches: Sequence[DuplicateMatch], keys: Keys, seen: Seen
) -> None:
    plan = work.plan
    blocked = [one for one in matches if one.severity == "block"]
    if told := blocked or list(matches):
        first = told[0]
        plan.say(
            None,
            "error" if blocked else "warning",
            "customer.duplicate" if blocked else "customer.duplicate_suspected",
            field=first.field,
            customer=first.customer,
            owner=first.owner,
            matches=[one.model_dump() for one in told],
        )
    is_blocked = bool(blocked)
    hashed = [(criterion, list(map(hash, of_one))) for criterion, of_one in keys.items()]
    for criterion, of_one in hashed:
        before = seen.keys[criterion]
        if before.keys().isdisjoint(of_one) or _is_same_company(context, work):
            continue
        row = min(before[one] for one in of_one if one in before)
        if row < plan.number:
            blocks = context.rules[criterion] is Severity.BLOCK
            is_blocked = is_blocked or blocks
            level: Level = "error" if blocks else "warning"
            plan.say(None, level, "import.same_as_row", field=criterion.value, row=row)
    if is_blocked:
        work.result = Result.DUPLICATE
        return
    for criterion, of_one in hashed:
        before = seen.keys[criterion]
        for one in of_one:
            before.setdefault(one, plan.number)


def _is_same_company(context: Context, work: Work) -> bool:
    """Colleagues share their company's number and address."""
    return context.kind == "contacts" and work.customer_id is not None


def _remember_companies(context: Context, works: Sequence[Work], seen: Seen) -> None:
    """Of a trial run: a company whose row was refused is not there for the next one."""
    for work in works:
        home = find_home(context, work.plan) if work.makes_customer else None
        if home is not None and work.result is not Result.NEW:
            seen.companies.pop(home, None)


def _remember_codes(works: Sequence[Work], seen: Seen) -> None:
    """Of a trial run: codes that the directory would have by now."""
    for work in works:
        values = work.plan.customer if work.result is Result.NEW else work.customer
        if work.result in WRITTEN and (code := values.get("code")):
            seen.codes[code] = work.plan.number


def flag_dnc(plans: Sequence[Plan], listed: Mapping[str, str]) -> None:
    """Say of numbers that they are on a Do-Not-Call list: `listed` is E.164 → which list."""
    for plan in plans:
        for number in plan.numbers:
            if number.e164 is not None and number.e164 in listed:
                plan.say(None, "warning", f"dnc.{listed[number.e164]}", number=number.display)
                plan.flags |= Flag.DNC

"""Who referred the customers of a batch: a customer by their code, else a colleague (R340)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.visibility import customers_visible
from cti.crm.importing.context import Context
from cti.crm.importing.deciding import REFERRER, Referrer, Work
from cti.crm.importing.plan import Plan
from cti.crm.importing.seen import Seen
from cti.crm.importing.state import WRITTEN
from cti.crm.rules import REFERRER_IDS
from cti.schema import customers
from cti.text import clean_code


async def find_referrers(
    connection: AsyncConnection, context: Context, works: Sequence[Work], seen: Seen
) -> None:
    """Look up whom the rows name; a row is warned of who is not there and keeps the rest.

    The file may bring the referrer itself, in this batch or, on a trial run, in one before.
    """
    if REFERRER not in context.columns_by_field:
        return
    named = [work for work in works if work.result is None and REFERRER in work.plan.people]
    known = await _find_codes(
        connection, context, {clean_code(str(work.plan.people[REFERRER])) for work in named}
    )
    coming = {work.plan.customer["code"] for work in works if work.plan.customer.get("code")}
    for work in named:
        said = str(work.plan.people[REFERRER])
        user_id, code = context.people.get(said.lower()), clean_code(said)
        if code == work.plan.customer.get("code"):
            refuse_referrer(context, work.plan)
        elif code in known:
            work.referrer = known[code]
        elif user_id is not None:
            work.referrer = Referrer(None, user_id, context.names[user_id])
        elif code in coming or code in seen.codes:
            work.referrer = Referrer(None, None, code, code=code)
        else:
            refuse_referrer(context, work.plan)


def refuse_referrer(context: Context, plan: Plan) -> None:
    """Say that there is no such referrer: as with an owner, the row goes on without (X7)."""
    said = plan.people.pop(REFERRER)
    mapped = next(one for one in context.columns if one.target.key == REFERRER)
    plan.say(mapped, "warning", "import.referrer_unknown", value=said)


def refuse_lost_referrers(context: Context, works: Sequence[Work], seen: Seen) -> None:
    """On a trial run: warn of referrers whose own row would be refused, as the real one does."""
    for work in works:
        lost = work.referrer and work.referrer.code and work.referrer.code not in seen.codes
        if lost and work.result in WRITTEN:
            refuse_referrer(context, work.plan)


def settle_referrers(context: Context, works: Sequence[Work]) -> dict[int, int]:
    """Once ids are given out: the new customers that another new one referred, and whom.

    They are told once all are there. Changed customers have theirs put in place.
    """
    if not any(work.referrer for work in works):
        return {}
    made: Mapping[str, int] = {
        work.plan.customer["code"]: work.customer_id
        for work in works
        if work.makes_customer and work.plan.customer.get("code") and work.customer_id
    }
    later: dict[int, int] = {}
    for work in works:
        if work.referrer is None or work.referrer.code is None:
            continue
        found = made.get(work.referrer.code)
        if found is None:  # its row was refused
            refuse_referrer(context, work.plan)
            work.referrer = None
            work.customer.pop("referrer_customer_id", None)
            work.customer.pop("referrer_user_id", None)
            work.detail.pop(REFERRER, None)
            work.detail.pop(REFERRER_IDS, None)
        elif work.makes_customer:
            later[work.customer_id or 0] = found
        elif "referrer_customer_id" in work.customer:
            work.customer["referrer_customer_id"] = found
    return later


async def _find_codes(
    connection: AsyncConnection, context: Context, codes: set[str]
) -> dict[str, Referrer]:
    if not codes:
        return {}
    rows = await connection.execute(
        select(customers.c.code, customers.c.id, customers.c.name).where(
            customers.c.code.in_(sorted(codes)), customers_visible(context.caller)
        )
    )
    return {row.code: Referrer(row.id, None, row.name) for row in rows}

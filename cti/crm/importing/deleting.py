"""Deleting the customers that a file names (R105–R108): by what their contacts are reached by."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Right
from cti.accounts.visibility import customers_within
from cti.crm.companies.release import unlink_contacts
from cti.crm.importing.context import Context
from cti.crm.importing.deciding import Work
from cti.crm.importing.matching import find_by
from cti.crm.importing.plan import Plan
from cti.crm.importing.rows import update_rows
from cti.crm.importing.seen import Seen
from cti.crm.importing.state import Result
from cti.crm.invitations.ordering import withdraw_of_deleted
from cti.db import Unit
from cti.schema import contacts, customer_log, customers

ADDRESS = re.compile(r"^(?:https?://)?(?:www\.|m\.)?(.+?)/*$", re.IGNORECASE)


async def delete_batch(
    unit: Unit,
    context: Context,
    plans: Sequence[Plan],
    seen: Seen,
    now: datetime,
    *,
    dry: bool,
    source: str,
) -> list[Work]:
    """Delete whom the rows name; of a contact any of the three is enough (R107).

    A customer whose contacts have none of the three can't be named (R108), for a blank cell names
    nobody.
    """
    connection = unit.connection
    works = [Work(plan) for plan in plans]
    named = await _find_named(connection, context, works)
    stored = await _load(connection, context, {one for ids in named.values() for one in ids})
    for work in works:
        _decide(work, named.get(work.plan.number, []), stored, seen)
    if not dry:
        await _write(connection, context, works, stored, now, source)
    return works


def list_variants(address: str) -> list[str]:
    """The ways in which one Facebook address is written."""
    found = ADDRESS.match(address.strip())
    bare = found[1] if found else address
    heads = ("", "https://", "http://", "https://www.", "http://www.", "www.", "https://m.", "m.")
    return [f"{head}{bare}{tail}" for head in heads for tail in ("", "/")]


async def _find_named(
    connection: AsyncConnection, context: Context, works: Iterable[Work]
) -> dict[int, list[int]]:
    asked: dict[str, dict[str, list[int]]] = {}
    for work in works:
        for key, values in _list_keys(work.plan).items():
            for value in values:
                asked.setdefault(key, {}).setdefault(value, []).append(work.plan.number)
    named: dict[int, set[int]] = {}
    for key, by_value in asked.items():
        found = await find_by(connection, context.caller, key, by_value)
        for value, ids in found.items():
            for number in by_value[value]:
                named.setdefault(number, set()).update(ids)
    return {number: sorted(ids) for number, ids in named.items()}


def _list_keys(plan: Plan) -> dict[str, list[str]]:
    if plan.has_error:
        return {}
    email, facebook = plan.contact.get("email"), plan.contact.get("facebook")
    return {
        "contact.phones": [number.e164 for number in plan.phones if number.e164],
        "contact.email": [email] if email else [],
        "contact.facebook": list_variants(facebook) if facebook else [],
    }


async def _load(
    connection: AsyncConnection, context: Context, ids: Iterable[int]
) -> dict[int, dict[str, Any]]:
    may = func.coalesce(customers_within(context.caller, Right.BULK_DELETE), False)
    rows = await connection.execute(
        select(
            customers.c.id, customers.c.name, customers.c.code, customers.c.updated_at,
            may.label("may"),
        )
        .where(customers.c.id.in_(sorted(ids)), customers.c.deleted_at.is_(None))
        .order_by(customers.c.id)
        .with_for_update(of=customers)
    )  # fmt: skip
    return {row["id"]: dict(row) for row in rows.mappings()}


def _decide(work: Work, ids: Sequence[int], stored: dict[int, dict[str, Any]], seen: Seen) -> None:
    plan = work.plan
    if plan.has_error:
        work.result = Result.INVALID
        return
    there = [stored[one] for one in ids if one in stored]
    if not there:
        work.result = Result.NOT_FOUND
        return
    fresh = [one for one in there if one["id"] not in seen.gone]
    if not fresh:
        plan.say(None, "error", "import.repeats_row", row=seen.gone[there[0]["id"]])
        work.result = Result.DUPLICATE
        return
    mine = [one for one in fresh if one["may"]]
    if not mine:
        one = fresh[0]
        plan.say(None, "error", "customer.not_deletable", code=one["code"], name=one["name"])
        work.result = Result.INVALID
        return
    if len(mine) > 1:
        plan.say(None, "warning", "import.matches_several", count=len(mine))
    seen.gone.update({one["id"]: plan.number for one in mine})
    work.result, work.customer_id = Result.DELETED, mine[0]["id"]
    work.before = {"d": [[one["id"], one["updated_at"].isoformat()] for one in mine]}


async def _write(
    connection: AsyncConnection,
    context: Context,
    works: Sequence[Work],
    stored: dict[int, dict[str, Any]],
    now: datetime,
    source: str,
) -> None:
    owners = {one: work for work in works if work.before for one, _ in work.before["d"]}
    if not owners:
        return
    linked = await connection.execute(
        select(contacts.c.id, contacts.c.company_id).where(contacts.c.company_id.in_(list(owners)))
    )
    for row in linked.all():
        before: dict[str, Any] = owners[row.company_id].before or {}
        before.setdefault("l", []).append([row.id, row.company_id])
    await unlink_contacts(connection, owners)
    gone = [(one, {"deleted_at": now, "updated_at": now}) for one in owners]
    await update_rows(connection, customers, gone)
    await withdraw_of_deleted(connection, owners, context.caller.user_id, now)
    await connection.execute(
        insert(customer_log),
        [
            {
                "customer_id": one,
                "at": now,
                "user_id": context.caller.user_id,
                "action": "customer.deleted",
                "detail": {
                    "name": [stored[one]["name"], None],
                    "import": [None, f"{source} · {work.plan.number}"],
                },
            }
            for one, work in owners.items()
        ],
    )

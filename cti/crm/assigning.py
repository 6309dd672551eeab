"""Who has to do with a customer, changed: owner, supporters, referrer."""

from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.crm import store
from cti.crm.errors import UserUnknownError
from cti.crm.profile import find_referrer, resolve_referrer, tell_referrer
from cti.crm.rules import Diff, note_referrers
from cti.crm.shapes import CustomerChange
from cti.db import Unit


async def name_owner(unit: Unit, owner_id: int | None) -> str | None:
    """The name of the new owner, None for nobody. Raises UserUnknownError."""
    return None if owner_id is None else (await name_users(unit, {owner_id}))[owner_id]


async def name_users(unit: Unit, user_ids: set[int]) -> dict[int, str]:
    """The names of users that a customer is given to. Raises UserUnknownError."""
    names = await store.find_active_users(unit.connection, user_ids)
    if missing := sorted(user_ids - names.keys()):
        raise UserUnknownError(ids=missing)
    return names


async def change_supporters(unit: Unit, customer_id: int, user_ids: list[int]) -> Diff:
    """Make them the supporters; what changed. Raises UserUnknownError."""
    before = await store.find_supporters(unit.connection, customer_id)
    if {person.id for person in before} == set(user_ids):
        return {}
    # Somebody who has left may stay in the list; only new names must be of active users.
    await name_users(unit, set(user_ids) - {person.id for person in before})
    await store.replace_supporters(unit.connection, customer_id, set(user_ids))
    after = await store.find_supporters(unit.connection, customer_id)
    return {"supporters": [[p.name for p in before], [p.name for p in after]]}


async def change_referrer(
    unit: Unit,
    caller: Caller,
    row: RowMapping,
    form: CustomerChange,
    values: dict[str, Any],
) -> Diff:
    """Put the referrer's columns into `values`; what changed. Raises ReferrerUnknownError."""
    # One that was named by who sees more may stay, though the caller could not name it.
    before = await find_referrer(unit.connection, caller, row)
    wanted = form.referrer
    if before and wanted and (before.kind, before.id) == (wanted.kind, wanted.id):
        return {}
    columns = await resolve_referrer(unit.connection, caller, wanted, row["id"])
    if all(row[name] == value for name, value in columns.items()):
        return {}
    values |= columns
    pair = [await tell_referrer(unit.connection, caller, one) for one in (row, columns)]
    told: Diff = {"referrer": list(pair)}
    name = "referrer_customer_id"
    return told | note_referrers(row[name], columns[name])

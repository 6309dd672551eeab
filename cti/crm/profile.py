"""What else is known of a customer: stored values checked, and told in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, false, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.catalogues.names import CONTACT_COLUMNS, CUSTOMER_COLUMNS
from cti.crm.catalogues.store import check_values, find_labels
from cti.crm.errors import ReferrerUnknownError
from cti.crm.fields.shapes import Referrer, ReferrerForm
from cti.crm.rules import REFERRER_IDS, Diff
from cti.schema import customers, users

PROFILE_FIELDS = (*CUSTOMER_COLUMNS, "tax_code", "fax", "birthday", "office_address", "province")
CONTACT_PROFILE_FIELDS = (
    "source_id",
    "facebook",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
)


async def check_customer_values(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """What is picked is in its pick list. Raises ValueUnknownError."""
    await _check(connection, values, CUSTOMER_COLUMNS)


async def check_contact_values(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """The same for a contact."""
    await _check(connection, values, CONTACT_COLUMNS)


async def _check(
    connection: AsyncConnection, values: Mapping[str, Any], columns: Mapping[str, str]
) -> None:
    for column, catalogue in columns.items():
        if (value := values.get(column)) is not None:
            await check_values(connection, {value: catalogue})


async def tell_changes(connection: AsyncConnection, changed: Diff) -> Diff:
    """A diff as history keeps it: values of pick lists by their labels, dates as YYYY-MM-DD."""
    picked = CUSTOMER_COLUMNS.keys() & changed.keys()
    ids = {value for name in picked for value in changed[name] if isinstance(value, int)}
    return show_changes(changed, await find_labels(connection, ids) if ids else {})


def show_changes(changed: Diff, labels: Mapping[int, str]) -> Diff:
    """The same with the labels at hand: id of a value → label."""
    told: Diff = {}
    for name, pair in changed.items():
        if name in CUSTOMER_COLUMNS:
            shown = [labels.get(value) if isinstance(value, int) else None for value in pair]
            told[name.removesuffix("_id")] = list(shown)
        else:
            told[name] = [one.isoformat() if isinstance(one, date) else one for one in pair]
    return told


async def resolve_referrer(
    connection: AsyncConnection,
    caller: Caller,
    form: ReferrerForm | None,
    own_id: int | None = None,
) -> dict[str, int | None]:
    """The columns of a referrer: a customer the caller may see, or a user (R340).

    Raises ReferrerUnknownError, for the customer itself too.
    """
    columns: dict[str, int | None] = {"referrer_customer_id": None, "referrer_user_id": None}
    if form is None:
        return columns
    query = select(users.c.id).where(users.c.id == form.id)
    if form.kind == "customer":
        query = select(customers.c.id).where(customers.c.id == form.id, customers_visible(caller))
    there = (await connection.execute(query)).first()
    if there is None or (form.kind == "customer" and form.id == own_id):
        raise ReferrerUnknownError(kind=form.kind, id=form.id)
    return columns | {f"referrer_{form.kind}_id": form.id}


async def find_referrer(
    connection: AsyncConnection, caller: Caller, row: RowMapping | Mapping[str, Any]
) -> Referrer | None:
    """The referrer of a customer's row (R342); a customer hidden from the caller has no name."""
    if (customer_id := row["referrer_customer_id"]) is not None:
        query = select(customers.c.name).where(
            customers.c.id == customer_id, customers_visible(caller)
        )
        name = (await connection.execute(query)).scalar_one_or_none()
        return Referrer(kind="customer", id=customer_id, name=name)
    if (user_id := row["referrer_user_id"]) is not None:
        found = await connection.execute(select(users.c.name).where(users.c.id == user_id))
        return Referrer(kind="user", id=user_id, name=found.scalar_one())
    return None


async def tell_referrer(
    connection: AsyncConnection, caller: Caller, row: RowMapping | Mapping[str, Any]
) -> str | None:
    """The referrer as a history tells it: by name, and by its code who is hidden from the caller.

    Who changes it reads that history, and the code alone tells an administrator enough.
    """
    found = await find_referrer(connection, caller, row)
    if found is None or found.name is not None:
        return found.name if found else None
    code = await connection.execute(select(customers.c.code).where(customers.c.id == found.id))
    return str(code.scalar_one())


async def hide_referrers(
    connection: AsyncConnection, caller: Caller, changes: Iterable[dict[str, Any]]
) -> None:
    """In lines of a history: by their codes alone customers whom the reader may not see (R342).

    They were written by somebody who saw them, and named there; see `note_referrers`.
    """
    found = [(one, one.pop(REFERRER_IDS)) for one in changes if REFERRER_IDS in one]
    ids = {one for _, pair in found for one in pair if one is not None}
    if not ids:
        return
    hidden = select(customers.c.id, customers.c.code).where(
        customers.c.id.in_(ids), ~func.coalesce(customers_visible(caller), false())
    )
    codes = {row.id: row.code for row in await connection.execute(hidden)}
    for one, pair in found:
        one["referrer"] = [
            codes.get(of, name) for of, name in zip(pair, one["referrer"], strict=True)
        ]


def name_fields(values: Mapping[str, Any], skipped: Iterable[str] = ()) -> dict[str, Any]:
    """Values without what only the database needs: search keys and digests."""
    hidden = {"name_key", "tax_key", "fax_key", "office_key", "description_key", *skipped}
    return {name: value for name, value in values.items() if name not in hidden}

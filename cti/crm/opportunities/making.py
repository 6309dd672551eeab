"""A new opportunity: what is stored and what history tells; for one form, and for many at once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.crm import store as customer_store
from cti.crm.deals import clean_texts, find_contact_of
from cti.crm.opportunities import store
from cti.crm.opportunities.errors import OpportunityNamelessError
from cti.crm.opportunities.shapes import OpportunityChange, OpportunityText
from cti.crm.rules import Diff
from cti.db import Unit
from cti.text import make_key

LINES = {"name": 300}
FIELDS = ("name", "value", "stage", "expected_on", "description")
NEVER_EMPTY = ("value", "stage")
OPEN = "open"


async def open_opportunity(
    unit: Unit,
    caller: Caller,
    customer_id: int,
    contact_id: int | None,
    values: dict[str, Any],
    now: datetime,
) -> int:
    """Store a new opportunity within the caller's own unit and log it; its id.

    Also for the one that is made with a customer (R008, R153). `values` has a name at least.
    Raises ContactNotFoundError.
    """
    contact = await find_contact_of(unit.connection, customer_id, contact_id)
    row = make_row(caller, customer_id, contact, values, now)
    opportunity_id = await store.insert_opportunity(unit.connection, row)
    await customer_store.append_log(
        unit.connection,
        customer_id,
        caller.user_id,
        now,
        "opportunity.created",
        tell_row(row, contact),
    )
    return opportunity_id


def take(form: OpportunityText | OpportunityChange) -> dict[str, Any]:
    """What was sent, cleaned. Raises OpportunityNamelessError."""
    sent = form.model_dump(include=set(FIELDS), exclude_unset=isinstance(form, OpportunityChange))
    values = clean_texts(sent, LINES)
    for name in NEVER_EMPTY:  # null: left as it is
        if values.get(name, 0) is None:
            del values[name]
    if "name" in values:
        if not values["name"]:
            raise OpportunityNamelessError
        values["name_key"] = make_key(values["name"])
    return values


def make_row(
    caller: Caller,
    customer_id: int,
    contact: RowMapping | None,
    values: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """The row that is stored."""
    row: dict[str, Any] = {"value": 0, "stage": OPEN, **values}
    return row | {
        "name_key": make_key(row["name"]),
        "customer_id": customer_id,
        "contact_id": contact["id"] if contact else None,
        "created_by": caller.user_id,
        "created_at": now,
        "updated_at": now,
        "closed_at": None if row["stage"] == OPEN else now,
    }


def tell_row(row: Mapping[str, Any], contact: RowMapping | None) -> Diff:
    """What history tells of a new one."""
    told = {name: [None, row[name]] for name in ("value", "stage", "expected_on") if row.get(name)}
    detail: Diff = {"opportunity": [None, row["name"]], **say(told)}
    if contact is not None:
        detail["contact"] = [None, contact["name"]]
    return detail


def say(changed: Diff) -> Diff:
    """A diff as history keeps it: the name is told apart, days as YYYY-MM-DD."""
    return {
        name: [one.isoformat() if isinstance(one, date) else one for one in pair]
        for name, pair in changed.items()
        if name != "name"
    }

"""What is sent of an appointment, as it is stored and as the history tells it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, or_, update

from cti.crm.appointments.checks import clean_texts
from cti.crm.appointments.shapes import AppointmentChange
from cti.db import Unit
from cti.schema import customers


async def note_contact(unit: Unit, customer_id: int, values: Mapping[str, Any]) -> None:
    """The customer was in touch at that time, if not later."""
    at = values["starts_at"]
    earlier = or_(customers.c.last_contact_at.is_(None), customers.c.last_contact_at < at)
    await unit.connection.execute(
        update(customers).where(customers.c.id == customer_id, earlier).values(last_contact_at=at)
    )


def read_change(row: RowMapping, form: AppointmentChange) -> dict[str, Any]:
    """The columns that get another value. Title and start are never emptied."""
    sent = form.model_dump(exclude_unset=True, exclude={"version", "user_ids", "tell_customer"})
    kept = {
        name: value
        for name, value in sent.items()
        if value is not None or name not in {"title", "starts_at"}
    }
    return {name: value for name, value in clean_texts(kept).items() if value != row[name]}


def tell_changes(row: RowMapping, values: Mapping[str, Any], contact: str | None) -> dict[str, Any]:
    """What changed, as the history tells it; the name leads. `contact` is the new one's."""
    detail: dict[str, Any] = {row["kind"]: [None, row["title"]]}
    for name, value in values.items():
        before = row[name]
        if name in {"starts_at", "ends_at"}:
            detail[name] = [one and one.isoformat() for one in (before, value)]
        elif name != "contact_id":
            detail[name] = [before, value]
        else:
            detail["contact"] = [row["contact_name"], contact]
    return detail

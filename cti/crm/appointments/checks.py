"""What an appointment or a meeting has to be."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cti.crm import contact_store
from cti.crm import store as customer_store
from cti.crm.appointments.errors import (
    AppointmentEndsError,
    AppointmentPastError,
    AppointmentTitleError,
    MeetingFutureError,
    ParticipantUnseenError,
)
from cti.crm.appointments.shapes import Kind
from cti.crm.audience import find_audience
from cti.crm.errors import ContactNotFoundError, UserUnknownError
from cti.db import Unit
from cti.text import clean, clean_line

LINES = ("title", "place")


def clean_texts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts as they are stored. Raises AppointmentTitleError."""
    cleaned = dict(values)
    for name in LINES:
        if name in values:
            cleaned[name] = clean_line(values[name] or "")[:300] or None
    if "description" in values:
        cleaned["description"] = clean(values["description"] or "") or None
    if "title" in cleaned and cleaned["title"] is None:
        raise AppointmentTitleError
    return cleaned


def check_times(kind: Kind, starts_at: datetime, ends_at: datetime | None, now: datetime) -> None:
    """An appointment lies ahead, a meeting behind; neither ends before it starts.

    Raises AppointmentPastError, MeetingFutureError, AppointmentEndsError.
    """
    if kind == "appointment" and starts_at <= now:
        raise AppointmentPastError
    if kind == "meeting" and starts_at > now:
        raise MeetingFutureError
    if ends_at is not None and ends_at < starts_at:
        raise AppointmentEndsError


async def check_people(
    unit: Unit, customer_id: int, user_ids: Sequence[int], contact_id: int | None
) -> str | None:
    """Who takes part sees the customer, and the contact is one of theirs; the contact's name.

    Raises UserUnknownError, ParticipantUnseenError, ContactNotFoundError.
    """
    known = await customer_store.find_active_users(unit.connection, user_ids)
    audience = await find_audience(unit.connection, customer_id, set(user_ids))
    seeing = {one.user_id for one in audience}
    for one in user_ids:
        if one not in known:
            raise UserUnknownError(id=one)
        if one not in seeing:
            raise ParticipantUnseenError(id=one, name=known[one])
    if contact_id is not None:
        contact = await contact_store.find_contact(unit.connection, contact_id)
        if contact is None or contact["customer_id"] != customer_id:
            raise ContactNotFoundError(id=contact_id)
        return str(contact["name"])
    return None

"""JSON shapes of appointments ("Lịch hẹn") and meetings ("Gặp mặt")."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.crm.catalogues.shapes import RowId
from cti.crm.shapes import CompanyRef
from cti.shapes import Form, Moment, Person, Text, Versioned, View

Kind = Literal["appointment", "meeting"]


class MeetingForm(Form):
    """A meeting that has been held (R176)."""

    title: str = Field(min_length=1, max_length=300)
    place: str | None = Field(default=None, max_length=300)
    starts_at: Moment
    ends_at: Moment | None = None
    description: Text | None = None
    contact_id: RowId | None = Field(default=None, description="Who of the customer is met")
    user_ids: list[RowId] = Field(
        default=[], max_length=50, description="Who of us takes part; empty: oneself"
    )


class AppointmentForm(MeetingForm):
    """An appointment to come (R200)."""

    remind_minutes: int | None = Field(
        default=60, ge=0, le=43_200, description="Minutes before; null: no reminder"
    )
    tell_customer: bool | None = Field(
        default=None,
        description="By an e-mail with the event for their calendar; null: as the settings say",
    )


class AppointmentChange(Versioned):
    """Only what is sent is changed; `user_ids`, when sent, is the whole list."""

    title: str | None = Field(default=None, min_length=1, max_length=300)
    place: str | None = Field(default=None, max_length=300)
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    description: Text | None = None
    contact_id: RowId | None = None
    user_ids: list[RowId] | None = Field(default=None, max_length=50)
    remind_minutes: int | None = Field(default=None, ge=0, le=43_200)
    tell_customer: bool | None = Field(
        default=None, description="By e-mail; null: if they were told of it before"
    )


class Invitation(View):
    """What the customer was sent of it."""

    email: str
    sent_at: datetime | None = Field(description="Null: the first mail waits to be sent")


class AppointmentView(View):
    id: int
    version: int
    kind: Kind
    title: str
    place: str | None
    starts_at: datetime
    ends_at: datetime | None
    description: str | None
    customer: CompanyRef
    contact: CompanyRef | None
    participants: list[Person]
    remind_minutes: int | None
    cancelled: bool
    invitation: Invitation | None
    by: Person | None
    created_at: datetime
    can_edit: bool


class AppointmentPage(View):
    rows: list[AppointmentView]
    next: str | None

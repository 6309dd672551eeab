"""HTTP operations on appointments and meetings."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.appointments.service import Appointments
from cti.crm.appointments.shapes import (
    AppointmentChange,
    AppointmentForm,
    AppointmentPage,
    AppointmentView,
    MeetingForm,
)
from cti.crm.catalogues.shapes import RowId
from cti.endpoint import API, caller, endpoint

APPOINTMENTS = web.AppKey("appointments", Appointments)

Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]


@endpoint(Right.CONTACTS_VIEW)
async def list_appointments_of(
    request: web.Request, customer_id: RowId, /, cursor: Cursor = "", limit: Limit = 50
) -> r200[AppointmentPage]:
    """A customer's appointments and meetings, the latest first."""
    return await request.app[APPOINTMENTS].list_of(
        caller(request), customer_id, cursor or None, limit
    )


@endpoint(Right.CONTACTS_VIEW)
async def list_appointments(
    request: web.Request,
    mine: bool = True,  # noqa: FBT001, FBT002 - a query parameter
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[AppointmentPage]:
    """Appointments to come, the next first: one's own, or of all customers one sees."""
    return await request.app[APPOINTMENTS].list_coming(
        caller(request), cursor or None, limit, mine=mine
    )


@endpoint(Right.CARE_EDIT)
async def arrange_appointment(
    request: web.Request, customer_id: RowId, /, body: AppointmentForm
) -> r201[AppointmentView]:
    """Make an appointment with a customer."""
    return await request.app[APPOINTMENTS].arrange(caller(request), customer_id, body)


@endpoint(Right.CARE_EDIT)
async def record_meeting(
    request: web.Request, customer_id: RowId, /, body: MeetingForm
) -> r201[AppointmentView]:
    """Keep a meeting that has been held."""
    return await request.app[APPOINTMENTS].record(caller(request), customer_id, body)


@endpoint(Right.CARE_EDIT)
async def change_appointment(
    request: web.Request, appointment_id: RowId, /, body: AppointmentChange
) -> r200[AppointmentView]:
    """Change what is sent; 409 appointment.version_conflict if somebody was faster."""
    return await request.app[APPOINTMENTS].change(caller(request), appointment_id, body)


@endpoint(Right.CARE_EDIT)
async def cancel_appointment(
    request: web.Request,
    appointment_id: RowId,
    /,
    tell_customer: bool = True,  # noqa: FBT001, FBT002 - a query parameter
) -> r200[AppointmentView]:
    """It does not take place; a customer who was invited is told by e-mail."""
    return await request.app[APPOINTMENTS].cancel(
        caller(request), appointment_id, tell_customer=tell_customer
    )


def add_routes(app: web.Application, appointments: Appointments) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[APPOINTMENTS] = appointments
    of_customer = f"{API}/customers/{{customer_id:[0-9]+}}"
    one = f"{API}/appointments/{{appointment_id:[0-9]+}}"
    app.router.add_get(f"{of_customer}/appointments", list_appointments_of)
    app.router.add_post(f"{of_customer}/appointments", arrange_appointment)
    app.router.add_post(f"{of_customer}/meetings", record_meeting)
    app.router.add_get(f"{API}/appointments", list_appointments)
    app.router.add_patch(one, change_appointment)
    app.router.add_post(f"{one}/cancel", cancel_appointment)

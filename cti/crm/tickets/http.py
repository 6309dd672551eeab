"""HTTP operations on tickets."""

from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.tickets.rules import rank
from cti.crm.tickets.service import Tickets
from cti.crm.tickets.shapes import (
    Ticket,
    TicketChange,
    TicketForm,
    TicketPage,
    TicketPriority,
    TicketStatus,
)
from cti.crm.tickets.store import TicketQuery, TicketSort
from cti.endpoint import API, caller, endpoint

TICKETS = web.AppKey("tickets", Tickets)

Text = Annotated[str, Field(max_length=200)]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]
Status = Literal["all", "active"] | TicketStatus
Assignee = Literal["all", "mine", "none"]


@endpoint(Right.CONTACTS_VIEW)
async def list_tickets(
    request: web.Request,
    q: Text = "",
    status: Status = "all",
    priority: TicketPriority | None = None,
    assignee: Assignee = "all",
    customer_id: RowId | None = None,
    contact_id: RowId | None = None,
    sort: TicketSort = "created",
    order: Literal["asc", "desc"] = "desc",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[TicketPage]:
    """Tickets of the customers one sees; a company's are those of its contacts."""
    place = None if priority is None else rank(priority)
    wanted = TicketQuery(
        q, status, place, assignee, customer_id, contact_id, sort, order, cursor, limit
    )
    return await request.app[TICKETS].find_page(caller(request), wanted)


@endpoint(Right.CONTACTS_EDIT)
async def create_ticket(
    request: web.Request, customer_id: RowId, /, body: TicketForm
) -> r201[Ticket]:
    """Open a ticket for a contact of a customer."""
    return await request.app[TICKETS].create(caller(request), customer_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def get_ticket(request: web.Request, ticket_id: RowId, /) -> r200[Ticket]:
    """One ticket."""
    return await request.app[TICKETS].get(caller(request), ticket_id)


@endpoint(Right.CONTACTS_EDIT)
async def change_ticket(
    request: web.Request, ticket_id: RowId, /, body: TicketChange
) -> r200[Ticket]:
    """Change what is sent; 409 ticket.version_conflict if somebody was faster."""
    return await request.app[TICKETS].change(caller(request), ticket_id, body)


def add_routes(app: web.Application, tickets: Tickets) -> None:
    """Put the service and its operations into the app."""
    app[TICKETS] = tickets
    one = f"{API}/tickets/{{ticket_id:[0-9]+}}"
    app.router.add_get(f"{API}/tickets", list_tickets)
    app.router.add_post(f"{API}/customers/{{customer_id:[0-9]+}}/tickets", create_ticket)
    app.router.add_get(one, get_ticket)
    app.router.add_patch(one, change_ticket)

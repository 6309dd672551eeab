"""HTTP operations on customers and contacts."""

from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm import work_http
from cti.crm.catalogues import http as catalogues_http
from cti.crm.commerce import http as commerce_http
from cti.crm.companies import http as companies_http
from cti.crm.deleted import http as deleted_http
from cti.crm.duplicates import http as duplicates_http
from cti.crm.fields import http as fields_http
from cti.crm.listing import http as listing_http
from cti.crm.lookup.http import add_routes as add_lookup_routes
from cti.crm.merging import http as merging_http
from cti.crm.opportunities import http as opportunities_http
from cti.crm.reading import read_phone
from cti.crm.search.service import ListQuery, Order, OwnerFilter, Sort
from cti.crm.service import Directory
from cti.crm.shapes import (
    Contact,
    ContactChange,
    ContactForm,
    ContactPage,
    Customer,
    CustomerChange,
    CustomerForm,
    NoteForm,
    PhoneReading,
    RowId,
    Timeline,
    TimelineEntry,
    TimelineKind,
)
from cti.crm.tickets import http as tickets_http
from cti.crm.timeline.reader import name_kinds
from cti.crm.views import http as views_http
from cti.endpoint import caller, endpoint

DIRECTORY = web.AppKey("directory", Directory)

TimelineFilter = Literal[TimelineKind, "all", "discussion"]
Limit = Annotated[int, Field(ge=1, le=200)]
Query = Annotated[str, Field(max_length=200)]
Cursor = Annotated[str, Field(max_length=2000)]


@endpoint(Right.CONTACTS_VIEW)
async def list_contacts(
    request: web.Request,
    q: Query = "",
    owner: OwnerFilter = "all",
    owner_id: RowId | None = None,
    company_id: RowId | None = None,
    sort: Sort = "created",
    order: Order = "desc",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[ContactPage]:
    """The contact list, searched by name, number in any format, e-mail or customer code."""
    wanted = ListQuery(q, owner, owner_id, company_id, sort, order, cursor or None, limit)
    return await request.app[DIRECTORY].search.list_contacts(caller(request), wanted)


@endpoint(Right.CUSTOMERS_CREATE)
async def create_customer(request: web.Request, body: CustomerForm) -> r201[Customer]:
    """Create a customer and its first contact."""
    return await request.app[DIRECTORY].customers.create(caller(request), body)


@endpoint(Right.CONTACTS_VIEW)
async def get_customer(request: web.Request, customer_id: RowId, /) -> r200[Customer]:
    """A customer with its contacts, numbers and campaigns."""
    return await request.app[DIRECTORY].reading.get(caller(request), customer_id)


@endpoint(Right.CONTACTS_EDIT)
async def change_customer(
    request: web.Request, customer_id: RowId, /, body: CustomerChange
) -> r200[Customer]:
    """Change what is sent; 409 customer.version_conflict if somebody was faster."""
    return await request.app[DIRECTORY].customers.change(caller(request), customer_id, body)


@endpoint(Right.CUSTOMERS_DELETE)
async def delete_customer(request: web.Request, customer_id: RowId, /) -> r204[None]:
    """Hide a customer everywhere."""
    await request.app[DIRECTORY].customers.delete(caller(request), customer_id)


@endpoint(Right.CONTACTS_EDIT)
async def claim_customer(request: web.Request, customer_id: RowId, /) -> r200[Customer]:
    """Become the owner of nobody's customer; 409 customer.claimed if somebody was faster."""
    return await request.app[DIRECTORY].customers.claim(caller(request), customer_id)


@endpoint(Right.CONTACTS_EDIT)
async def add_contact(
    request: web.Request, customer_id: RowId, /, body: ContactForm
) -> r201[Contact]:
    """Add a contact to a customer."""
    return await request.app[DIRECTORY].contacts.add(caller(request), customer_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def get_contact(request: web.Request, contact_id: RowId, /) -> r200[Contact]:
    """A contact with its numbers."""
    return await request.app[DIRECTORY].contacts.get(caller(request), contact_id)


@endpoint(Right.CONTACTS_EDIT)
async def change_contact(
    request: web.Request, contact_id: RowId, /, body: ContactChange
) -> r200[Contact]:
    """Change what is sent; `phones`, when sent, is the whole list."""
    return await request.app[DIRECTORY].contacts.change(caller(request), contact_id, body)


@endpoint(Right.CONTACTS_EDIT)
async def delete_contact(request: web.Request, contact_id: RowId, /) -> r204[None]:
    """Remove a contact; the primary one hands on its star."""
    await request.app[DIRECTORY].contacts.delete(caller(request), contact_id)


@endpoint(Right.CONTACTS_EDIT)
async def make_contact_primary(request: web.Request, contact_id: RowId, /) -> r200[Contact]:
    """Give a contact the star."""
    return await request.app[DIRECTORY].contacts.make_primary(caller(request), contact_id)


@endpoint(Right.CONTACTS_VIEW)
async def get_phone_reading(
    request: web.Request, typed: Annotated[str, Field(max_length=64)]
) -> r200[PhoneReading]:
    """How a number that is being typed is understood; one that is not can't be called."""
    return read_phone(typed, request.app[DIRECTORY].region)


@endpoint(Right.CONTACTS_VIEW)
async def add_note(
    request: web.Request, customer_id: RowId, /, body: NoteForm
) -> r201[TimelineEntry]:
    """Add a note; whoever sees the customer may."""
    return await request.app[DIRECTORY].notes.add(caller(request), customer_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def get_timeline(
    request: web.Request,
    customer_id: RowId,
    /,
    kind: TimelineFilter = "all",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[Timeline]:
    """Everything that happened with a customer, newest first; `discussion`: notes and comments."""
    return await request.app[DIRECTORY].timeline.get(
        caller(request), customer_id, name_kinds(kind), cursor or None, limit
    )


def add_routes(app: web.Application, directory: Directory) -> None:
    """Put the directory and its operations into the app."""
    app[DIRECTORY] = directory
    catalogues_http.add_routes(app, directory.catalogues)
    fields_http.add_routes(app, directory.fields)
    listing_http.add_routes(app, directory.list, directory.tiles)
    views_http.add_routes(app, directory.views)
    companies_http.add_routes(app, directory.companies, directory.people)
    deleted_http.add_routes(app, directory.deleted)
    duplicates_http.add_routes(app, directory.duplicates)
    add_lookup_routes(app, directory.customer_lookup)
    merging_http.add_routes(app, directory.merging, directory.merge_undoing)
    opportunities_http.add_routes(app, directory.opportunities)
    commerce_http.add_routes(app, directory.commerce, directory.statements)
    tickets_http.add_routes(app, directory.tickets)
    work_http.add_routes(app, directory.work)
    base = "/api/v1"
    customer = f"{base}/customers/{{customer_id:[0-9]+}}"
    contact = f"{base}/contacts/{{contact_id:[0-9]+}}"
    app.router.add_get(f"{base}/contacts", list_contacts)
    app.router.add_get(f"{base}/phones/reading", get_phone_reading)
    app.router.add_post(f"{base}/customers", create_customer)
    app.router.add_get(customer, get_customer)
    app.router.add_patch(customer, change_customer)
    app.router.add_delete(customer, delete_customer)
    app.router.add_post(f"{customer}/claim", claim_customer)
    app.router.add_post(f"{customer}/contacts", add_contact)
    app.router.add_post(f"{customer}/notes", add_note)
    app.router.add_get(f"{customer}/timeline", get_timeline)
    app.router.add_get(contact, get_contact)
    app.router.add_patch(contact, change_contact)
    app.router.add_delete(contact, delete_contact)
    app.router.add_post(f"{contact}/primary", make_contact_primary)

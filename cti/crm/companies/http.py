"""HTTP operations on companies, conversion, referrers and viewers."""

from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.companies.people import CustomerPeople
from cti.crm.companies.service import Companies
from cti.crm.companies.shapes import (
    CompanyPage,
    ConvertForm,
    LinkedContacts,
    ReferrerList,
    Viewers,
)
from cti.crm.listing.http import Cursor, Filters, Limit, Text
from cti.crm.listing.query import OwnerFilter
from cti.crm.listing.service import CustomerQuery, Sort
from cti.crm.shapes import Customer
from cti.endpoint import API, caller, endpoint

COMPANIES = web.AppKey("companies", Companies)
CUSTOMER_PEOPLE = web.AppKey("customer_people", CustomerPeople)


@endpoint(Right.CONTACTS_VIEW)
async def list_companies(
    request: web.Request,
    q: Text = "",
    owner: OwnerFilter = "all",
    filters: Filters = "",
    sort: Sort = "created",
    order: Literal["asc", "desc"] = "desc",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[CompanyPage]:
    """Companies with the contacts that belong to them."""
    wanted = CustomerQuery(q, owner, "organisation", filters, sort, order, cursor or None, limit)
    return await request.app[COMPANIES].find_page(caller(request), wanted)


@endpoint(Right.CONTACTS_VIEW)
async def list_linked_contacts(request: web.Request, company_id: RowId, /) -> r200[LinkedContacts]:
    """Contacts of other customers that belong to this company."""
    return await request.app[COMPANIES].find_linked(caller(request), company_id)


@endpoint(Right.CUSTOMERS_DELETE)
async def delete_company(request: web.Request, company_id: RowId, /) -> r204[None]:
    """Delete a company; its contacts survive without one."""
    await request.app[COMPANIES].delete(caller(request), company_id)


@endpoint(Right.CONTACTS_EDIT)
async def convert_contact(
    request: web.Request, contact_id: RowId, /, body: ConvertForm
) -> r200[Customer]:
    """Make a customer of a contact."""
    return await request.app[COMPANIES].convert(caller(request), contact_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def list_viewers(request: web.Request, customer_id: RowId, /) -> r200[Viewers]:
    """The people who can see this customer."""
    return await request.app[CUSTOMER_PEOPLE].find_viewers(caller(request), customer_id)


@endpoint(Right.CONTACTS_VIEW)
async def list_referrers(
    request: web.Request,
    source: Literal["customer", "user"],
    q: Annotated[str, Field(max_length=200)] = "",
) -> r200[ReferrerList]:
    """Who may have brought a customer: customers or users, by name."""
    return await request.app[CUSTOMER_PEOPLE].find_referrers(caller(request), source, q)


def add_routes(app: web.Application, companies: Companies, people: CustomerPeople) -> None:
    """Put the services and their operations into the app."""
    app[COMPANIES] = companies
    app[CUSTOMER_PEOPLE] = people
    app.router.add_get(f"{API}/companies", list_companies)
    company = f"{API}/companies/{{company_id:[0-9]+}}"
    app.router.add_delete(company, delete_company)
    app.router.add_get(f"{company}/contacts", list_linked_contacts)
    app.router.add_post(f"{API}/contacts/{{contact_id:[0-9]+}}/convert", convert_contact)
    app.router.add_get(f"{API}/customers/{{customer_id:[0-9]+}}/viewers", list_viewers)
    app.router.add_get(f"{API}/referrers", list_referrers)

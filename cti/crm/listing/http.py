"""HTTP operations on the customer list."""

from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.listing.service import CustomerList, CustomerQuery, Sort
from cti.crm.listing.shapes import CustomerPage, Neighbours
from cti.endpoint import API, caller, endpoint

CUSTOMER_LIST = web.AppKey("customer_list", CustomerList)

Text = Annotated[str, Field(max_length=200)]
Filters = Annotated[str, Field(max_length=8000, description="JSON: a list of FieldFilter")]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]
Owner = Literal["all", "mine", "none"]
Kind = Literal["all", "person", "organisation"]


@endpoint(Right.CONTACTS_VIEW)
async def list_customers(
    request: web.Request,
    q: Text = "",
    owner: Owner = "all",
    kind: Kind = "all",
    filters: Filters = "",
    sort: Sort = "created",
    order: Literal["asc", "desc"] = "desc",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[CustomerPage]:
    """Customers, filtered by any field of GET /fields."""
    wanted = CustomerQuery(q, owner, kind, filters, sort, order, cursor or None, limit)
    return await request.app[CUSTOMER_LIST].find_page(caller(request), wanted)


@endpoint(Right.CONTACTS_VIEW)
async def find_neighbours(
    request: web.Request,
    customer_id: RowId,
    /,
    q: Text = "",
    owner: Owner = "all",
    kind: Kind = "all",
    filters: Filters = "",
    sort: Sort = "created",
    order: Literal["asc", "desc"] = "desc",
) -> r200[Neighbours]:
    """The customers before and after this one in the same list."""
    wanted = CustomerQuery(q, owner, kind, filters, sort, order)
    return await request.app[CUSTOMER_LIST].find_neighbours(caller(request), customer_id, wanted)


def add_routes(app: web.Application, listing: CustomerList) -> None:
    """Put the list and its operations into the app."""
    app[CUSTOMER_LIST] = listing
    app.router.add_get(f"{API}/customers", list_customers)
    app.router.add_get(f"{API}/customers/{{customer_id:[0-9]+}}/neighbours", find_neighbours)

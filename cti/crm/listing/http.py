"""HTTP operations on the customer list."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.listing.query import (
    CustomerQuery,
    Direction,
    KindFilter,
    OwnerFilter,
    Scope,
    Sort,
    Tile,
)
from cti.crm.listing.service import CustomerList
from cti.crm.listing.shapes import (
    LONGEST_FILTERS,
    CustomerPage,
    ForgottenDays,
    Neighbours,
    Tiles,
)
from cti.crm.listing.tiles import TileCounts
from cti.endpoint import API, caller, endpoint

CUSTOMER_LIST = web.AppKey("customer_list", CustomerList)
TILES = web.AppKey("customer_tiles", TileCounts)

Text = Annotated[str, Field(max_length=200)]
Filters = Annotated[
    str, Field(max_length=LONGEST_FILTERS, description="JSON: a list of FieldFilter")
]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]


@endpoint(Right.CONTACTS_VIEW)
async def list_customers(
    request: web.Request,
    q: Text = "",
    owner: OwnerFilter = "all",
    kind: KindFilter = "all",
    filters: Filters = "",
    sort: Sort = "created",
    order: Direction = "desc",
    cursor: Cursor = "",
    limit: Limit = 50,
    scope: Scope = "contact",
    tile: Tile = "all",
) -> r200[CustomerPage]:
    """Customers, filtered by any field of GET /fields. `q` is looked for in `scope`."""
    wanted = CustomerQuery(q, owner, kind, filters, sort, order, cursor or None, limit, scope, tile)
    return await request.app[CUSTOMER_LIST].find_page(caller(request), wanted)


@endpoint(Right.CONTACTS_VIEW)
async def find_neighbours(
    request: web.Request,
    customer_id: RowId,
    /,
    q: Text = "",
    owner: OwnerFilter = "all",
    kind: KindFilter = "all",
    filters: Filters = "",
    sort: Sort = "created",
    order: Direction = "desc",
    scope: Scope = "contact",
    tile: Tile = "all",
) -> r200[Neighbours]:
    """The customers before and after this one in the same list."""
    wanted = CustomerQuery(q, owner, kind, filters, sort, order, scope=scope, tile=tile)
    return await request.app[CUSTOMER_LIST].find_neighbours(caller(request), customer_id, wanted)


@endpoint(Right.CONTACTS_VIEW)
async def count_tiles(request: web.Request) -> r200[Tiles]:
    """All, newly updated, not to forget, and by relationship: of what the caller sees."""
    return await request.app[TILES].count(caller(request))


@endpoint(Right.DIRECTORY_CONFIGURE)
async def set_forgotten_days(request: web.Request, body: ForgottenDays) -> r200[ForgottenDays]:
    """After how many days without contact a customer is one not to forget."""
    await request.app[TILES].set_days(caller(request), body.days)
    return body


def add_routes(app: web.Application, listing: CustomerList, tiles: TileCounts) -> None:
    """Put the list, the tiles and their operations into the app."""
    app[CUSTOMER_LIST] = listing
    app[TILES] = tiles
    app.router.add_get(f"{API}/customers", list_customers)
    app.router.add_get(f"{API}/customers/tiles", count_tiles)
    app.router.add_put(f"{API}/customers/tiles/forgotten", set_forgotten_days)
    app.router.add_get(f"{API}/customers/{{customer_id:[0-9]+}}/neighbours", find_neighbours)

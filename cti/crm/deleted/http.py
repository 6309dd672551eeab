"""HTTP operations on deleted customers."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.deleted.service import Deleted
from cti.crm.deleted.shapes import DeletedPage, RestoreForm
from cti.crm.listing.http import Cursor, Limit, Text
from cti.crm.shapes import Customer
from cti.endpoint import API, caller, endpoint

DELETED = web.AppKey("deleted", Deleted)


@endpoint(Right.CUSTOMERS_DELETE)
async def list_deleted(
    request: web.Request, q: Text = "", cursor: Cursor = "", limit: Limit = 50
) -> r200[DeletedPage]:
    """Deleted customers, the last deleted first."""
    return await request.app[DELETED].find_page(caller(request), q, cursor or None, limit)


@endpoint(Right.CUSTOMERS_DELETE)
async def restore_customer(
    request: web.Request, customer_id: RowId, /, body: RestoreForm
) -> r200[Customer]:
    """Bring a deleted customer back; the answer's `warnings` are what it duplicates."""
    return await request.app[DELETED].restore(
        caller(request), customer_id, confirmed=body.confirm_duplicates
    )


def add_routes(app: web.Application, deleted: Deleted) -> None:
    """Put the service and its operations into the app."""
    app[DELETED] = deleted
    app.router.add_get(f"{API}/deleted-customers", list_deleted)
    app.router.add_post(f"{API}/deleted-customers/{{customer_id:[0-9]+}}/restore", restore_customer)

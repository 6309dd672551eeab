"""HTTP operations on merges."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.merging.service import Merging
from cti.crm.merging.shapes import MergeForm, MergeList, MergeResult, UndoResult
from cti.crm.merging.undoing import MergeUndoing
from cti.endpoint import API, caller, endpoint

MERGING = web.AppKey("merging", Merging)
MERGE_UNDOING = web.AppKey("merge_undoing", MergeUndoing)


@endpoint(Right.CUSTOMERS_MERGE)
async def merge_customers(
    request: web.Request, customer_id: RowId, /, body: MergeForm
) -> r200[MergeResult]:
    """Merge another customer into this one, or say what that would do."""
    return await request.app[MERGING].merge(caller(request), customer_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def list_merges(request: web.Request, customer_id: RowId, /) -> r200[MergeList]:
    """What was merged into this customer, the newest first."""
    return await request.app[MERGING].find_merges(caller(request), customer_id)


@endpoint(Right.CUSTOMERS_MERGE)
async def undo_merge(request: web.Request, merge_id: RowId, /) -> r200[UndoResult]:
    """Take a merge back; what was changed since stays."""
    return await request.app[MERGE_UNDOING].undo(caller(request), merge_id)


def add_routes(app: web.Application, merging: Merging, undoing: MergeUndoing) -> None:
    """Put the services and their operations into the app."""
    app[MERGING] = merging
    app[MERGE_UNDOING] = undoing
    customer = f"{API}/customers/{{customer_id:[0-9]+}}"
    app.router.add_post(f"{customer}/merge", merge_customers)
    app.router.add_get(f"{customer}/merges", list_merges)
    app.router.add_post(f"{API}/merges/{{merge_id:[0-9]+}}/undo", undo_merge)

"""HTTP operations on saved views, and on what a user chose for a list."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.views.service import Views
from cti.crm.views.shapes import (
    ChoiceList,
    Choices,
    ChoicesView,
    SavedView,
    SavedViews,
    ViewChange,
    ViewForm,
)
from cti.endpoint import API, caller, endpoint

VIEWS = web.AppKey("views", Views)


@endpoint(Right.CONTACTS_VIEW)
async def list_views(request: web.Request, list: ChoiceList = "customers") -> r200[SavedViews]:  # noqa: A002 - the query's name
    """Views of a list: one's own and those shared with one, and one's own choices for it."""
    return await request.app[VIEWS].list(caller(request), list)


@endpoint(Right.CONTACTS_VIEW)
async def create_view(request: web.Request, body: ViewForm) -> r201[SavedView]:
    """Save a view, for oneself or shared."""
    return await request.app[VIEWS].create(caller(request), body)


@endpoint(Right.CONTACTS_VIEW)
async def get_view(request: web.Request, view_id: RowId, /) -> r200[SavedView]:
    """One view, if it is one's own or shared with one."""
    return await request.app[VIEWS].get(caller(request), view_id)


@endpoint(Right.CONTACTS_VIEW)
async def change_view(request: web.Request, view_id: RowId, /, body: ViewChange) -> r200[SavedView]:
    """Change what is sent; 409 view.version_conflict if somebody was faster."""
    return await request.app[VIEWS].change(caller(request), view_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def delete_view(request: web.Request, view_id: RowId, /) -> r204[None]:
    """Delete a view; who began with it begins with all customers."""
    await request.app[VIEWS].delete(caller(request), view_id)


@endpoint(Right.CONTACTS_VIEW)
async def choose_for_list(
    request: web.Request,
    body: Choices,
    list: ChoiceList = "customers",  # noqa: A002 - the query's name
) -> r200[ChoicesView]:
    """Remember one's columns, page size and first view of a list."""
    return await request.app[VIEWS].choose(caller(request), list, body)


def add_routes(app: web.Application, views: Views) -> None:
    """Put the views and their operations into the app."""
    app[VIEWS] = views
    app.router.add_get(f"{API}/views", list_views)
    app.router.add_post(f"{API}/views", create_view)
    view = f"{API}/views/{{view_id:[0-9]+}}"
    app.router.add_get(view, get_view)
    app.router.add_patch(view, change_view)
    app.router.add_delete(view, delete_view)
    app.router.add_patch(f"{API}/views/choices", choose_for_list)

"""HTTP operations on pick lists."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.service import CatalogueRegister
from cti.crm.catalogues.shapes import (
    Catalogues,
    CatalogueView,
    ListedValue,
    RowId,
    ValueChange,
    ValueForm,
)
from cti.endpoint import API, caller, endpoint

CATALOGUES = web.AppKey("catalogues", CatalogueRegister)

Name = Annotated[str, Field(max_length=40)]


@endpoint(Right.CONTACTS_VIEW)
async def list_catalogues(request: web.Request) -> r200[Catalogues]:
    """Every pick list with its values in order."""
    return await request.app[CATALOGUES].list()


@endpoint(Right.DIRECTORY_CONFIGURE)
async def add_catalogue_value(
    request: web.Request, name: Name, /, body: ValueForm
) -> r201[ListedValue]:
    """Add a value at the end of a pick list."""
    return await request.app[CATALOGUES].add(caller(request), name, body)


@endpoint(Right.DIRECTORY_CONFIGURE)
async def change_catalogue_value(
    request: web.Request, value_id: RowId, /, body: ValueChange
) -> r200[CatalogueView]:
    """Rename, mark or move a value; answers with the whole list."""
    return await request.app[CATALOGUES].change(caller(request), value_id, body)


@endpoint(Right.DIRECTORY_CONFIGURE)
async def delete_catalogue_value(
    request: web.Request, value_id: RowId, /, replace_with: RowId | None = None
) -> r204[None]:
    """Remove a value; 409 catalogue.in_use when records have it and none replaces it."""
    await request.app[CATALOGUES].delete(caller(request), value_id, replace_with)


def add_routes(app: web.Application, register: CatalogueRegister) -> None:
    """Put the pick lists and their operations into the app."""
    app[CATALOGUES] = register
    app.router.add_get(f"{API}/catalogues", list_catalogues)
    app.router.add_post(f"{API}/catalogues/{{name}}/values", add_catalogue_value)
    app.router.add_patch(f"{API}/catalogue-values/{{value_id}}", change_catalogue_value)
    app.router.add_delete(f"{API}/catalogue-values/{{value_id}}", delete_catalogue_value)

"""HTTP operations on the fields of the directory."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.fields.service import Fields
from cti.crm.fields.shapes import (
    CustomFieldChange,
    CustomFieldForm,
    FieldList,
    FieldView,
    RequiredFields,
)
from cti.endpoint import API, caller, endpoint

FIELDS = web.AppKey("fields", Fields)


@endpoint(Right.CONTACTS_VIEW)
async def list_fields(request: web.Request) -> r200[FieldList]:
    """Every field of customers and contacts: what forms, filters and imports are made of."""
    return await request.app[FIELDS].list()


@endpoint(Right.DIRECTORY_CONFIGURE)
async def require_fields(request: web.Request, body: RequiredFields) -> r200[FieldList]:
    """Say which standard fields must be filled; the whole list."""
    return await request.app[FIELDS].require(caller(request), body)


@endpoint(Right.DIRECTORY_CONFIGURE)
async def add_custom_field(request: web.Request, body: CustomFieldForm) -> r201[FieldView]:
    """Add a field of text, number, date, one choice or several."""
    return await request.app[FIELDS].add(caller(request), body)


@endpoint(Right.DIRECTORY_CONFIGURE)
async def change_custom_field(
    request: web.Request, field_id: RowId, /, body: CustomFieldChange
) -> r200[FieldView]:
    """Rename, require or move a field."""
    return await request.app[FIELDS].change(caller(request), field_id, body)


@endpoint(Right.DIRECTORY_CONFIGURE)
async def delete_custom_field(request: web.Request, field_id: RowId, /) -> r204[None]:
    """Take a field off every form; what was filled in stays stored."""
    await request.app[FIELDS].delete(caller(request), field_id)


def add_routes(app: web.Application, fields: Fields) -> None:
    """Put the fields and their operations into the app."""
    app[FIELDS] = fields
    app.router.add_get(f"{API}/fields", list_fields)
    app.router.add_put(f"{API}/fields/required", require_fields)
    app.router.add_post(f"{API}/fields/custom", add_custom_field)
    app.router.add_patch(f"{API}/fields/custom/{{field_id}}", change_custom_field)
    app.router.add_delete(f"{API}/fields/custom/{{field_id}}", delete_custom_field)

"""HTTP operations on imports."""

from typing import Annotated

from aiohttp import web
from aiohttp.web import Request
from aiohttp_pydantic.oas.typing import r200, r201, r202, r204
from aiohttp_pydantic.uploaded_file import UploadedFile
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.importing.service import Imports
from cti.crm.importing.shapes import (
    Import,
    ImportChange,
    ImportFieldList,
    ImportKind,
    ImportPage,
    ImportRowChanged,
    ImportRowPage,
    Purpose,
    RowChange,
    RowFilter,
)
from cti.crm.shapes import RowId
from cti.endpoint import API, caller, endpoint
from cti.sheet_writing import XLSX
from cti.uploads import OnlyFile

IMPORTS = web.AppKey("imports", Imports)

Cursor = Annotated[int | None, Field(ge=0, le=10**15)]
Limit = Annotated[int, Field(ge=1, le=500)]
RowNumber = Annotated[int, Field(ge=1, le=1_048_576)]


def add_routes(app: web.Application, imports: Imports) -> None:
    """Put imports and their operations into the app."""
    app[IMPORTS] = imports
    one = f"{API}/imports/{{import_id:[0-9]+}}"
    app.router.add_get(f"{API}/imports/template", get_import_template)
    app.router.add_get(f"{API}/imports/fields", list_import_fields)
    app.router.add_get(f"{API}/imports", list_imports)
    app.router.add_post(f"{API}/imports", upload_import)
    app.router.add_get(one, get_import)
    app.router.add_patch(one, change_import)
    app.router.add_delete(one, discard_import)
    app.router.add_get(f"{one}/rows", list_import_rows)
    app.router.add_patch(f"{one}/rows/{{number:[0-9]+}}", change_import_row)
    app.router.add_get(f"{one}/failed", get_failed_rows)
    app.router.add_post(f"{one}/check", check_import)
    app.router.add_post(f"{one}/start", start_import)
    app.router.add_post(f"{one}/cancel", cancel_import)
    app.router.add_post(f"{one}/undo", undo_import)


@endpoint(Right.CUSTOMERS_IMPORT)
async def get_import_template(request: Request, kind: ImportKind = "customers") -> r200:
    """An XLSX file to fill in, with every field and the values that may be picked (R080, R081)."""
    content = await request.app[IMPORTS].make_template(caller(request), kind)
    return _send_file(content, f"mau-nhap-{kind}.xlsx")


@endpoint(Right.CUSTOMERS_IMPORT)
async def list_import_fields(
    request: Request, kind: ImportKind = "customers", purpose: Purpose = "upsert"
) -> r200[ImportFieldList]:
    """What the columns of a file can be."""
    return await request.app[IMPORTS].list_fields(caller(request), kind, purpose)


@endpoint(Right.CUSTOMERS_IMPORT)
async def list_imports(request: Request, cursor: Cursor = None) -> r200[ImportPage]:
    """One's imports, the newest first; everybody's for who sees all customers."""
    return await request.app[IMPORTS].list(caller(request), cursor)


@endpoint(Right.CUSTOMERS_IMPORT)
async def upload_import(
    request: Request,
    file: UploadedFile,
    kind: ImportKind = "customers",
    purpose: Purpose = "upsert",
) -> r201[Import]:
    """Upload an XLSX or CSV file; nothing is written but a draft, with its columns guessed.

    With `purpose=delete`, the customers that the file names are to be deleted (R105–R108): by
    phone, e-mail or Facebook address.
    """
    return await request.app[IMPORTS].upload(
        caller(request), kind, purpose, OnlyFile(request, file)
    )


@endpoint(Right.CUSTOMERS_IMPORT)
async def get_import(request: Request, import_id: RowId, /) -> r200[Import]:
    """An import, with its columns and how far it is."""
    return await request.app[IMPORTS].get(caller(request), import_id)


@endpoint(Right.CUSTOMERS_IMPORT)
async def change_import(request: Request, import_id: RowId, /, body: ImportChange) -> r200[Import]:
    """Choose sheet, rows, columns and what rows are matched by (R088–R090)."""
    return await request.app[IMPORTS].change(caller(request), import_id, body)


@endpoint(Right.CUSTOMERS_IMPORT)
async def discard_import(request: Request, import_id: RowId, /) -> r204[None]:
    """Throw a draft away; one that was started stays in the history."""
    await request.app[IMPORTS].discard(caller(request), import_id)


@endpoint(Right.CUSTOMERS_IMPORT)
async def list_import_rows(
    request: Request,
    import_id: RowId,
    /,
    filter: RowFilter = "all",  # noqa: A002 - the query's own name
    cursor: Cursor = None,
    limit: Limit = 100,
) -> r200[ImportRowPage]:
    """The rows with what is wrong with them, in the file's order; `cursor` is a row's number."""
    return await request.app[IMPORTS].list_rows(caller(request), import_id, filter, cursor, limit)


@endpoint(Right.CUSTOMERS_IMPORT)
async def change_import_row(
    request: Request, import_id: RowId, number: RowNumber, /, body: RowChange
) -> r200[ImportRowChanged]:
    """Type cells anew; the row is checked again at once."""
    return await request.app[IMPORTS].change_row(caller(request), import_id, number, body)


@endpoint(Right.CUSTOMERS_IMPORT)
async def check_import(request: Request, import_id: RowId, /) -> r202[Import]:
    """Try every row without writing anything, in the background."""
    return await request.app[IMPORTS].check(caller(request), import_id)


@endpoint(Right.CUSTOMERS_IMPORT)
async def start_import(request: Request, import_id: RowId, /) -> r202[Import]:
    """Import, in the background; survives a restart of the server (R091, R093)."""
    return await request.app[IMPORTS].start(caller(request), import_id)


@endpoint(Right.CUSTOMERS_IMPORT)
async def cancel_import(request: Request, import_id: RowId, /) -> r202[Import]:
    """Stop after the rows in hand. What was imported stays, and can be undone."""
    return await request.app[IMPORTS].cancel(caller(request), import_id)


@endpoint(Right.CUSTOMERS_IMPORT)
async def undo_import(request: Request, import_id: RowId, /) -> r202[Import]:
    """Make everything as it was, but customers that somebody has edited since."""
    return await request.app[IMPORTS].undo(caller(request), import_id)


@endpoint(Right.CUSTOMERS_IMPORT)
async def get_failed_rows(request: Request, import_id: RowId, /) -> r200:
    """The rows that were not taken in, as an XLSX file with the reasons (R095)."""
    content = await request.app[IMPORTS].export_failed(caller(request), import_id)
    return _send_file(content, f"hang-loi-{import_id}.xlsx")


def _send_file(content: bytes, name: str) -> web.Response:
    return web.Response(
        body=content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

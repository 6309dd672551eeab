"""DNC lists and the number tester over HTTP."""

from typing import Annotated

from aiohttp import web
from aiohttp.web import Request
from aiohttp_pydantic.oas.typing import r200, r201, r202, r204
from aiohttp_pydantic.uploaded_file import UploadedFile
from pydantic import Field

from cti.accounts.rights import Right
from cti.compliance.dnc_change import Mode
from cti.compliance.errors import FileTooLargeError
from cti.compliance.importing import DncImports
from cti.compliance.register import DncRegister
from cti.compliance.shapes import (
    DncEntry,
    DncForm,
    DncImport,
    DncImportPage,
    DncList,
    DncPage,
    NumberReport,
)
from cti.endpoint import API, caller, endpoint
from cti.uploads import OnlyFile, save_upload

ImportId = Annotated[int, Field(ge=1, le=2**62)]

DNC_REGISTER = web.AppKey("dnc_register", DncRegister)
DNC_IMPORTS = web.AppKey("dnc_imports", DncImports)

MAX_UPLOAD = 64 * 1024 * 1024
"""Bytes of a DNC file: about four million numbers."""


def add_routes(app: web.Application, register: DncRegister, imports: DncImports) -> None:
    """Put the services into the app, and their operations onto its router."""
    app[DNC_REGISTER] = register
    app[DNC_IMPORTS] = imports
    app.router.add_get(f"{API}/dnc", list_dnc)
    app.router.add_post(f"{API}/dnc", add_dnc)
    app.router.add_delete(f"{API}/dnc/{{name}}/{{number}}", lift_dnc)
    app.router.add_post(f"{API}/dnc/{{name}}/file", import_dnc)
    app.router.add_get(f"{API}/dnc/imports", list_dnc_imports)
    app.router.add_get(f"{API}/dnc/imports/{{import_id:[0-9]+}}", get_dnc_import)
    app.router.add_get(f"{API}/numbers/check", check_number)


@endpoint(Right.DNC_VIEW)
async def list_dnc(
    request: Request,
    list: DncList = "internal",  # noqa: A002 - the query's own name
    q: Annotated[str | None, Field(max_length=64)] = None,
    cursor: Annotated[int | None, Field(ge=0, le=10**15)] = None,
) -> r200[DncPage]:
    """A page of a list; `q` is the beginning of a number, as typed.

    Tags: dnc
    """
    return await request.app[DNC_REGISTER].read(list, q, cursor)


@endpoint(Right.DNC_EDIT)
async def add_dnc(request: Request, body: DncForm) -> r201[DncEntry]:
    """Put a number on a list.

    Tags: dnc
    """
    return await request.app[DNC_REGISTER].add(caller(request), body)


@endpoint(Right.DNC_EDIT)
async def lift_dnc(
    request: Request,
    name: DncList,
    number: Annotated[str, Field(max_length=64)],
    /,
    reason: Annotated[str, Field(max_length=500)] = "",
) -> r204:
    """Take a number off a list, with the reason; a refusal ends in no other way.

    Tags: dnc
    """
    await request.app[DNC_REGISTER].lift(caller(request), name, number, reason)
    return web.Response(status=204)


@endpoint(Right.DNC_EDIT)
async def import_dnc(
    request: Request,
    name: DncList,
    /,
    file: UploadedFile,
    mode: Mode | None = None,
    force: bool = False,  # noqa: FBT001, FBT002 - a query parameter
) -> r202[DncImport]:
    """Take in a CSV, TXT or XLSX file of numbers.

    Most files are done by the answer (`state` is `done`); a long one goes on in the background.

    National: the file is the whole list (`mode=full`), or it changes it (`delta`, what a file with
    a command column is by itself). A full list under half the present size needs `force=true`.
    Internal: numbers are added, never taken away.

    Tags: dnc
    """
    imports = request.app[DNC_IMPORTS]
    async with imports.open_workplace() as folder:
        path = folder / "upload"
        refusal = FileTooLargeError(limit=MAX_UPLOAD)
        file_name = await save_upload(OnlyFile(request, file), path, MAX_UPLOAD, refusal)
        return await imports.take(caller(request), name, path, file_name, mode=mode, force=force)


@endpoint(Right.DNC_VIEW)
async def list_dnc_imports(
    request: Request,
    list: DncList | None = None,  # noqa: A002 - the query's own name
    cursor: Annotated[int | None, Field(ge=0, le=10**15)] = None,
) -> r200[DncImportPage]:
    """The files that were taken into a list, or into both, the newest first.

    Tags: dnc
    """
    return await request.app[DNC_IMPORTS].read_page(list, cursor)


@endpoint(Right.DNC_VIEW)
async def get_dnc_import(request: Request, import_id: ImportId, /) -> r200[DncImport]:
    """A file, and how far it is.

    Tags: dnc
    """
    return await request.app[DNC_IMPORTS].get(import_id)


@endpoint(Right.CALL)
async def check_number(
    request: Request, number: Annotated[str, Field(min_length=1, max_length=64)]
) -> r200[NumberReport]:
    """Test a number: how it is read, whose it is, and what the gate says of it now.

    Tags: dnc
    """
    return await request.app[DNC_REGISTER].test_number(caller(request), number)

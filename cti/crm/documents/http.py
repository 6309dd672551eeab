"""HTTP operations on documents."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated

from aiohttp import hdrs, web
from aiohttp.web import Request
from aiohttp_pydantic.oas.typing import r200, r201, r204
from aiohttp_pydantic.uploaded_file import UploadedFile
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.documents.names import make_disposition
from cti.crm.documents.service import Documents
from cti.crm.documents.shapes import Document, DocumentPage
from cti.endpoint import API, caller, endpoint
from cti.uploads import OnlyFile

DOCUMENTS = web.AppKey("documents", Documents)

Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]

HARMLESS = "default-src 'none'; sandbox"
"""Whatever was uploaded: opened in a browser it runs nothing and asks nobody."""


@endpoint(Right.CONTACTS_VIEW)
async def list_documents(
    request: Request, customer_id: RowId, /, cursor: Cursor = "", limit: Limit = 50
) -> r200[DocumentPage]:
    """The files attached to a customer, the newest first."""
    return await request.app[DOCUMENTS].find_page(caller(request), customer_id, cursor, limit)


@endpoint(Right.CONTACTS_EDIT)
async def upload_document(
    request: Request, customer_id: RowId, /, file: UploadedFile
) -> r201[Document]:
    """Attach a file to a customer: multipart, one part named file, with its file name."""
    name = (await file.body_part_reader()).filename or ""
    return await request.app[DOCUMENTS].upload(
        caller(request), customer_id, name, _read_chunks(OnlyFile(request, file))
    )


@endpoint(Right.CONTACTS_VIEW)
async def send_document(request: Request, document_id: RowId, /, inline: bool = False) -> r200:  # noqa: FBT001, FBT002 - a flag of the address
    """The file itself, to save; with `inline` to show, if it is a picture."""
    document, tag, chunks = await request.app[DOCUMENTS].open(caller(request), document_id)
    # Asked for again each time, which costs nothing when the browser has it: somebody else may sit
    # at the machine by then, and the number may be another file's.
    kept: dict[str, str] = {hdrs.ETAG: f'"{tag}"', hdrs.CACHE_CONTROL: "private, no-cache"}
    if any(one.value == tag for one in request.if_none_match or ()):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=kept)
    response = web.StreamResponse(
        headers={
            **kept,
            hdrs.CONTENT_TYPE: document.media_type,
            hdrs.CONTENT_LENGTH: str(document.size),
            hdrs.CONTENT_DISPOSITION: make_disposition(
                document.name, inline=inline and document.shown
            ),
            "Content-Security-Policy": HARMLESS,
        }
    )
    first = await anext(chunks, b"")  # a store that is down is told as such, while we still can
    await response.prepare(request)
    await response.write(first)
    async for chunk in chunks:
        await response.write(chunk)
    await response.write_eof()
    return response


@endpoint(Right.CONTACTS_EDIT)
async def delete_document(request: Request, document_id: RowId, /) -> r204[None]:
    """Delete a file for good; the history keeps its name."""
    await request.app[DOCUMENTS].delete(caller(request), document_id)


def add_routes(app: web.Application, documents: Documents) -> None:
    """Put the service and its operations into the app."""
    app[DOCUMENTS] = documents
    of_customer = f"{API}/customers/{{customer_id:[0-9]+}}/documents"
    one = f"{API}/documents/{{document_id:[0-9]+}}"
    app.router.add_get(of_customer, list_documents)
    app.router.add_post(of_customer, upload_document)
    app.router.add_get(f"{one}/file", send_document)
    app.router.add_delete(one, delete_document)


async def _read_chunks(file: UploadedFile) -> AsyncIterator[bytes]:
    while chunk := await file.read_chunk():
        yield chunk

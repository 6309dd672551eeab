"""HTTP operations on commercial documents, and on what a customer owes."""

from datetime import date
from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.commerce.service import Commerce
from cti.crm.commerce.shapes import (
    CommercialDocument,
    CommercialDocumentPage,
    DealingKind,
    Dealings,
    DocumentChange,
    DocumentForm,
    DocumentKind,
    DocumentStatus,
    Ledger,
    LedgerLines,
    MadeDocument,
)
from cti.crm.commerce.statements import Statements
from cti.crm.commerce.store import DocumentQuery, DocumentSort
from cti.endpoint import API, caller, endpoint

COMMERCE = web.AppKey("commerce", Commerce)
STATEMENTS = web.AppKey("statements", Statements)

Text = Annotated[str, Field(max_length=200)]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]
KindFilter = Literal["all"] | DocumentKind
StatusFilter = Literal["all"] | DocumentStatus
DealingFilter = Literal["all"] | DealingKind
Owner = Literal["all", "mine", "none"]


@endpoint(Right.CONTACTS_VIEW)
async def list_commercial_documents(
    request: web.Request,
    q: Text = "",
    kind: KindFilter = "all",
    status: StatusFilter = "all",
    owner: Owner = "all",
    customer_id: RowId | None = None,
    contact_id: RowId | None = None,
    about_id: RowId | None = None,
    created_by: RowId | None = None,
    day_from: date | None = None,
    day_to: date | None = None,
    ends_from: date | None = None,
    ends_to: date | None = None,
    sort: DocumentSort = "created",
    order: Literal["asc", "desc"] = "desc",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[CommercialDocumentPage]:
    """Quotes, orders, contracts, receipts and payments of the customers one sees."""
    wanted = DocumentQuery(
        q, kind, status, owner, customer_id, contact_id, about_id, created_by, day_from, day_to,
        ends_from, ends_to, sort, order, cursor, limit,
    )  # fmt: skip
    return await request.app[COMMERCE].find_page(caller(request), wanted)


@endpoint(Right.COMMERCE_EDIT)
async def create_commercial_document(
    request: web.Request, customer_id: RowId, /, body: DocumentForm
) -> r201[MadeDocument]:
    """Write a document; an order or a contract makes a customer of a contact."""
    return await request.app[COMMERCE].create(caller(request), customer_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def get_commercial_document(
    request: web.Request, document_id: RowId, /
) -> r200[CommercialDocument]:
    """One document."""
    return await request.app[COMMERCE].get(caller(request), document_id)


@endpoint(Right.COMMERCE_EDIT)
async def change_commercial_document(
    request: web.Request, document_id: RowId, /, body: DocumentChange
) -> r200[CommercialDocument]:
    """Change what is sent, or move its status; 409 commerce.version_conflict if too late."""
    return await request.app[COMMERCE].change(caller(request), document_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def list_dealings(
    request: web.Request,
    customer_id: RowId,
    /,
    kind: DealingFilter = "all",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[Dealings]:
    """A customer's quick transactions and documents in one list, the newest first."""
    return await request.app[STATEMENTS].find_dealings(
        caller(request), customer_id, kind, cursor, limit
    )


@endpoint(Right.CONTACTS_VIEW)
async def get_ledger(request: web.Request, customer_id: RowId, /) -> r200[Ledger]:
    """What a customer owes, and what is not paid of it yet."""
    return await request.app[STATEMENTS].get_ledger(caller(request), customer_id)


@endpoint(Right.CONTACTS_VIEW)
async def list_ledger_lines(
    request: web.Request, customer_id: RowId, /, cursor: Cursor = "", limit: Limit = 50
) -> r200[LedgerLines]:
    """How it came to what a customer owes: each step and the balance after it, the newest first."""
    return await request.app[STATEMENTS].find_lines(caller(request), customer_id, cursor, limit)


def add_routes(app: web.Application, commerce: Commerce, statements: Statements) -> None:
    """Put the services into the app, and their operations onto its router."""
    app[COMMERCE], app[STATEMENTS] = commerce, statements
    customer = f"{API}/customers/{{customer_id:[0-9]+}}"
    one = f"{API}/commercial-documents/{{document_id:[0-9]+}}"
    app.router.add_get(f"{API}/commercial-documents", list_commercial_documents)
    app.router.add_post(f"{customer}/commercial-documents", create_commercial_document)
    app.router.add_get(one, get_commercial_document)
    app.router.add_patch(one, change_commercial_document)
    app.router.add_get(f"{customer}/dealings", list_dealings)
    app.router.add_get(f"{customer}/ledger", get_ledger)
    app.router.add_get(f"{customer}/ledger/lines", list_ledger_lines)

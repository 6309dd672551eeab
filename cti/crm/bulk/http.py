"""HTTP operations on many customers at once."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r202

from cti.accounts.rights import Right
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import (
    BulkAssignForm,
    BulkDeleteForm,
    BulkEditForm,
    BulkJob,
    BulkJobs,
    BulkOpportunitiesForm,
    ContactExportForm,
    DocumentExportForm,
    ExportForm,
)
from cti.crm.shapes import RowId
from cti.endpoint import API, caller, endpoint
from cti.sheet_writing import MEDIA_TYPES

BULK = web.AppKey("bulk", Bulk)


@endpoint(Right.CUSTOMERS_BULK_EDIT)
async def edit_customers(request: web.Request, body: BulkEditForm) -> r202[BulkJob]:
    """Change fields of many customers, in the background."""
    return await request.app[BULK].edit(caller(request), body)


@endpoint(Right.CUSTOMERS_ASSIGN)
async def assign_customers(request: web.Request, body: BulkAssignForm) -> r202[BulkJob]:
    """Give many customers to an owner, a team or supporters, in the background."""
    return await request.app[BULK].assign(caller(request), body)


@endpoint(Right.BULK_DELETE)
async def delete_customers(request: web.Request, body: BulkDeleteForm) -> r202[BulkJob]:
    """Hide many customers, in the background."""
    return await request.app[BULK].delete(caller(request), body)


@endpoint(Right.CONTACTS_EDIT)
async def open_opportunities(request: web.Request, body: BulkOpportunitiesForm) -> r202[BulkJob]:
    """Open an opportunity with each of many customers, in the background."""
    return await request.app[BULK].open_opportunities(caller(request), body)


@endpoint(Right.CUSTOMERS_EXPORT)
async def export_customers(request: web.Request, body: ExportForm) -> r202[BulkJob]:
    """Write customers or their contacts to a file, in the background."""
    return await request.app[BULK].export(caller(request), body)


@endpoint(Right.CUSTOMERS_EXPORT)
async def export_contacts(request: web.Request, body: ContactExportForm) -> r202[BulkJob]:
    """Write contacts to a file, in the background: some, or all that a list finds."""
    return await request.app[BULK].export_contacts(caller(request), body)


@endpoint(Right.CUSTOMERS_EXPORT)
async def export_commercial_documents(
    request: web.Request, body: DocumentExportForm
) -> r202[BulkJob]:
    """Write all commercial documents that a list finds to a file, in the background."""
    return await request.app[BULK].export_documents(caller(request), body)


@endpoint(Right.CONTACTS_VIEW)
async def list_bulk_jobs(request: web.Request) -> r200[BulkJobs]:
    """One's own jobs, the newest first."""
    return await request.app[BULK].list(caller(request))


@endpoint(Right.CONTACTS_VIEW)
async def get_bulk_job(request: web.Request, job_id: RowId, /) -> r200[BulkJob]:
    """How far a job is, and whom it refused."""
    return await request.app[BULK].get(caller(request), job_id)


@endpoint(Right.CONTACTS_VIEW)
async def cancel_bulk_job(request: web.Request, job_id: RowId, /) -> r200[BulkJob]:
    """Stop a job; what was done stays."""
    return await request.app[BULK].cancel(caller(request), job_id)


@endpoint(Right.CONTACTS_VIEW)
async def undo_bulk_job(request: web.Request, job_id: RowId, /) -> r202[BulkJob]:
    """Put back what a job changed and nobody has changed since, in the background; once."""
    return await request.app[BULK].undo(caller(request), job_id)


@endpoint(Right.CUSTOMERS_EXPORT)
async def fetch_export(request: web.Request, job_id: RowId, /) -> r200:
    """The file of an export; it is kept for a day."""
    path, name = await request.app[BULK].find_file(caller(request), job_id)
    headers = {
        "Content-Type": MEDIA_TYPES[path.suffix],
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return web.FileResponse(path, headers=headers)


def add_routes(app: web.Application, bulk: Bulk) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[BULK] = bulk
    app.router.add_post(f"{API}/customers/bulk/edit", edit_customers)
    app.router.add_post(f"{API}/customers/bulk/assign", assign_customers)
    app.router.add_post(f"{API}/customers/bulk/delete", delete_customers)
    app.router.add_post(f"{API}/customers/bulk/opportunities", open_opportunities)
    app.router.add_post(f"{API}/customers/exports", export_customers)
    app.router.add_post(f"{API}/contacts/exports", export_contacts)
    app.router.add_post(f"{API}/commercial-documents/exports", export_commercial_documents)
    app.router.add_get(f"{API}/bulk-jobs", list_bulk_jobs)
    job = f"{API}/bulk-jobs/{{job_id:[0-9]+}}"
    app.router.add_get(job, get_bulk_job)
    app.router.add_post(f"{job}/cancel", cancel_bulk_job)
    app.router.add_post(f"{job}/undo", undo_bulk_job)
    app.router.add_get(f"{job}/file", fetch_export)

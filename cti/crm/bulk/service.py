"""Work on many customers, as one asks for it: started, looked at, cancelled, fetched."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.bulk import store
from cti.crm.bulk.assigning import prepare_assignment
from cti.crm.bulk.choosing import CONTACTS
from cti.crm.bulk.documents import DOCUMENTS, DocumentExport
from cti.crm.bulk.editing import prepare_edit
from cti.crm.bulk.errors import (
    FileGoneError,
    JobEndedError,
    JobNotFoundError,
    NothingToUndoError,
)
from cti.crm.bulk.exporting import prepare_export
from cti.crm.bulk.opportunities import prepare_opportunities
from cti.crm.bulk.runner import BulkRunner
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
    JobKind,
    Selection,
)
from cti.crm.listing.service import CustomerList
from cti.db import Database
from cti.errors import ForbiddenError
from cti.ids import new_id

KEPT = timedelta(days=1)
"""How long the file of an export can be fetched."""


class Bulk:
    """Jobs of users: each sees their own."""

    def __init__(
        self, db: Database, clock: Clock, listing: CustomerList, runner: BulkRunner, zone: ZoneInfo
    ) -> None:
        self._db, self._clock, self._listing = db, clock, listing
        self._runner, self._zone = runner, zone

    async def edit(self, caller: Caller, form: BulkEditForm) -> BulkJob:
        """Change fields of many customers.

        Raises NothingAskedError, FilterError, ValueUnknownError, FieldUnknownError,
        FieldValueError, FieldsRequiredError.
        """
        async with self._db.read() as connection:
            await prepare_edit(connection, form.fields)
        return await self.begin(caller, "edit", form.selection, form.fields)

    async def assign(self, caller: Caller, form: BulkAssignForm) -> BulkJob:
        """Give many customers to others.

        Raises NothingAskedError, FilterError, UserUnknownError, TeamEmptyError.
        """
        async with self._db.read() as connection:
            await prepare_assignment(connection, form.assignment)
        return await self.begin(caller, "assign", form.selection, form.assignment)

    async def delete(self, caller: Caller, form: BulkDeleteForm) -> BulkJob:
        """Hide many customers (R105). Raises FilterError."""
        return await self.begin(caller, "delete", form.selection, None)

    async def open_opportunities(self, caller: Caller, form: BulkOpportunitiesForm) -> BulkJob:
        """Open an opportunity with each of many customers (R010).

        Raises FilterError, OpportunityNamelessError.
        """
        prepare_opportunities(form.opportunity)
        return await self.begin(caller, "opportunity", form.selection, form.opportunity)

    async def export(self, caller: Caller, form: ExportForm) -> BulkJob:
        """Write many customers, or their contacts, to a file.

        Raises FilterError, ColumnUnknownError.
        """
        async with self._db.read() as connection:
            await prepare_export(connection, form, self._zone)
        return await self.begin(caller, "export", form.selection, form)

    async def export_contacts(self, caller: Caller, form: ContactExportForm) -> BulkJob:
        """Write contacts, of a list or by their ids, to a file. Raises ColumnUnknownError."""
        async with self._db.read() as connection:
            await prepare_export(connection, form, self._zone)
        chosen = form.selection.model_dump(mode="json", exclude_unset=True)
        ids = form.selection.ids
        what = {"count": len(ids)} if ids else chosen
        return await self._write_down(
            caller, "export", {CONTACTS: chosen}, {CONTACTS: what}, _tell(form)
        )

    async def export_documents(self, caller: Caller, form: DocumentExportForm) -> BulkJob:
        """Write the commercial documents of a list to a file. Raises ColumnUnknownError."""
        DocumentExport(form, self._zone)
        chosen = form.query.model_dump(mode="json", exclude_defaults=True)
        request = form.model_dump(mode="json", exclude_unset=True, exclude={"query"})
        return await self._write_down(
            caller, "export", {DOCUMENTS: chosen}, {DOCUMENTS: chosen}, request
        )

    async def list(self, caller: Caller) -> BulkJobs:
        """The caller's newest jobs."""
        async with self._db.read() as connection:
            rows = await store.list_jobs(connection, caller.user_id)
        return BulkJobs(rows=[store.view_job(row) for row in rows])

    async def get(self, caller: Caller, job_id: int) -> BulkJob:
        """One of the caller's jobs. Raises JobNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_view(connection, job_id)
        if row is None or row["user_id"] != caller.user_id:
            raise JobNotFoundError(id=job_id)
        return store.view_job(row)

    async def undo(self, caller: Caller, job_id: int) -> BulkJob:
        """Put back what a job of the caller's changed and nobody has changed since; once.

        Opportunities that it opened are cancelled, whom it deleted comes back, who joined a
        campaign by it leaves it uncalled. The answer is the job that does it. Raises
        JobNotFoundError, NothingToUndoError, and ForbiddenError without the right that it took.
        """
        kind = (await self.get(caller, job_id)).kind
        undo = self._runner.find_undo(kind)
        if undo is None:
            raise NothingToUndoError(id=job_id)
        if undo.right not in caller.rights:
            raise ForbiddenError(right=undo.right.value)
        async with self._db.write() as unit:
            # Locked: of two who press at once, the second finds the first one's job.
            await store.find_job(unit.connection, job_id, lock=True)
            row = await store.find_view(unit.connection, job_id)
            if row is None or not row["can_undo"]:
                raise NothingToUndoError(id=job_id)
            undo_id = await store.insert_job(
                unit.connection,
                {
                    "user_id": caller.user_id,
                    "kind": "undo",
                    "selection": {},
                    "request": {},
                    "created_at": self._clock(),
                    "undoes_id": job_id,
                },
            )
            await record_audit(
                unit.connection,
                caller,
                "customers.bulk_undo",
                f"bulk/{undo_id}",
                {"job": job_id, "kind": kind},
                at=self._clock(),
            )
            unit.after_commit(lambda: self._runner.begin(undo_id))
        return await self.get(caller, undo_id)

    async def cancel(self, caller: Caller, job_id: int) -> BulkJob:
        """Stop after the piece that is being done; what was done stays.

        Raises JobNotFoundError, JobEndedError.
        """
        await self.get(caller, job_id)
        async with self._db.write() as unit:
            if not await store.end_job(unit.connection, job_id, "cancelled", self._clock()):
                raise JobEndedError(id=job_id)
            await self._runner.tell_given(unit, job_id)
        await self._runner.show(job_id)
        return await self.get(caller, job_id)

    async def find_file(self, caller: Caller, job_id: int) -> tuple[Path, str]:
        """The file of an export that is done, and what to call it.

        Raises JobNotFoundError, FileGoneError.
        """
        job = await self.get(caller, job_id)
        async with self._db.read() as connection:
            row = await store.find_job(connection, job_id)
        if row is None or not job.has_file or not row["file"]:
            raise FileGoneError(id=job_id)
        path = self._runner.folder / row["file"]
        if job.ended_at is None or self._clock() - job.ended_at > KEPT or not path.is_file():
            raise FileGoneError(id=job_id)
        of = row["request"].get("of", "customers")
        of = next((one for one in (CONTACTS, DOCUMENTS) if one in row["selection"]), of)
        return path, f"{of}-{job.created_at.astimezone(self._zone):%Y%m%d-%H%M}{path.suffix}"

    async def begin(
        self, caller: Caller, kind: JobKind, selection: Selection, asked: BaseModel | None
    ) -> BulkJob:
        """Write the job down, audited, and let it be done. Raises FilterError.

        `asked` is what the runner's way to prepare this kind reads again.
        """
        if selection.query is not None:
            async with self._db.read() as connection:  # says what is wrong with a filter
                await self._listing.find_conditions(connection, caller, selection.query)
        chosen = selection.model_dump(mode="json", exclude_none=True)
        ids = chosen.get("ids")
        what = {"count": len(ids)} if ids else {"query": chosen["query"]}
        request = {} if asked is None else _tell(asked)
        return await self._write_down(caller, kind, chosen, what, request)

    async def _write_down(
        self,
        caller: Caller,
        kind: JobKind,
        chosen: dict[str, Any],
        what: dict[str, Any],
        request: dict[str, Any],
    ) -> BulkJob:
        """`chosen` is the selection as it is stored, `what` as the audit log has it."""
        now = self._clock()
        values = {
            "user_id": caller.user_id,
            "kind": kind,
            "selection": chosen,
            "request": request,
            "created_at": now,
            "file": f"{new_id('ex')}.{request.get('form', 'xlsx')}" if kind == "export" else None,
        }
        async with self._db.write() as unit:
            job_id = await store.insert_job(unit.connection, values)
            await record_audit(
                unit.connection,
                caller,
                f"customers.bulk_{kind}",
                f"bulk/{job_id}",
                {**what, "request": request},
                at=now,
            )
            kept = await store.list_files(unit.connection, now - KEPT)
            unit.after_commit(lambda: self._runner.begin(job_id))
        await self._runner.sweep(kept)
        return await self.get(caller, job_id)


def _tell(asked: BaseModel) -> dict[str, Any]:
    return asked.model_dump(mode="json", exclude_unset=True, exclude={"selection"})

"""Use cases on imports: upload, choose columns, look at rows, start, cancel, undo."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp_pydantic.uploaded_file import UploadedFile

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller, Right
from cti.crm.catalogues.shapes import CatalogueValue
from cti.crm.importing import store
from cti.crm.importing.errors import ImportNotFoundError, ImportRangeError, ImportStateError
from cti.crm.importing.failed import make_failed_file
from cti.crm.importing.fields import MATCHABLE
from cti.crm.importing.loading import find_targets
from cti.crm.importing.mapping import (
    apply_choices,
    check_ready,
    describe_columns,
    recall,
    remember,
)
from cti.crm.importing.retyping import Retyping
from cti.crm.importing.running import NEEDED, ImportRunner
from cti.crm.importing.shapes import (
    Import,
    ImportChange,
    ImportField,
    ImportFieldList,
    ImportKind,
    ImportPage,
    ImportRowChanged,
    ImportRowPage,
    Purpose,
    RowChange,
    RowFilter,
)
from cti.crm.importing.state import ALLOWED, PREVIEWED, Command, State
from cti.crm.importing.taking import Parts, find_range
from cti.crm.importing.template import make_template
from cti.crm.importing.views import (
    can_undo,
    find_reached,
    make_import,
    make_row,
    make_summary,
)
from cti.db import Unit
from cti.errors import ForbiddenError

PAGE = 50


class Imports:
    """Files of customers, contacts and companies on their way into the directory."""

    def __init__(self, parts: Parts, runner: ImportRunner, retyping: Retyping) -> None:
        self.runner = runner
        self._parts = parts
        self._retyping = retyping

    async def run(self) -> None:
        """The work in the background, until it is cancelled."""
        await asyncio.to_thread(self._parts.files.sweep)
        await self.runner.run()

    async def make_template(self, _caller: Caller, kind: ImportKind) -> bytes:
        """The file to fill in, as the directory is set up now."""
        async with self._parts.db.read() as connection:
            targets = await find_targets(connection, kind, "upsert")
        return await asyncio.to_thread(make_template, kind, targets)

    async def list_fields(
        self, caller: Caller, kind: ImportKind, purpose: Purpose
    ) -> ImportFieldList:
        """What a column can be."""
        _check_right(caller, purpose)
        async with self._parts.db.read() as connection:
            targets = await find_targets(connection, kind, purpose)
        return ImportFieldList(
            rows=[
                ImportField(
                    key=one.key,
                    label=one.custom.label if one.custom else None,
                    header=one.header,
                    kind=one.kind,
                    required=one.required,
                    can_match=purpose == "upsert" and one.key in MATCHABLE,
                    options=[
                        CatalogueValue(id=at, label=label) for at, label in one.options.items()
                    ],
                )
                for one in targets.values()
            ]
        )

    async def upload(
        self, caller: Caller, kind: ImportKind, purpose: Purpose, file: UploadedFile
    ) -> Import:
        """Keep a file, read it, and guess its columns.

        Raises ForbiddenError, UnreadableSheetError, ImportTooLargeError, ImportFontError,
        ImportEmptyError.
        """
        _check_right(caller, purpose)
        files = self._parts.files
        folder, file_name = await files.save(file)
        try:
            read = await files.read(folder, None)
            async with self._parts.db.write() as unit:
                targets = await find_targets(unit.connection, kind, purpose)
                stored = describe_columns(kind, purpose, read, targets)
                known = await store.find_mapping(
                    unit.connection, caller.user_id, stored["header_key"]
                )
                if known is not None:
                    recall(stored, known, targets)
                import_id = await store.insert_import(
                    unit.connection,
                    {
                        **stored,
                        "user_id": caller.user_id,
                        "purpose": purpose,
                        "kind": kind,
                        "file_name": file_name,
                        "state": State.DRAFT,
                        "created_at": self._parts.clock(),
                        "sheets": read["sheets"],
                        "sheet": read["sheet"],
                        "counts": {},
                    },
                )
                files.adopt(folder, import_id)
        except BaseException:
            files.drop(folder)
            raise
        return await self.get(caller, import_id)

    async def list(self, caller: Caller, cursor: int | None) -> ImportPage:
        """The history, the newest first."""
        async with self._parts.db.read() as connection:
            rows = await store.list_imports(connection, caller, cursor, PAGE + 1)
        shown = rows[:PAGE]
        return ImportPage(
            rows=[make_summary(row, store.make_user(row)) for row in shown],
            next=str(shown[-1]["id"]) if len(rows) > PAGE else None,
        )

    async def get(self, caller: Caller, import_id: int) -> Import:
        """One import. Raises ImportNotFoundError."""
        row = await self._find(caller, import_id)
        progress = self.runner.progress_of(row)
        mine = row["user_id"] == caller.user_id
        return make_import(row, store.make_user(row), progress, mine=mine)

    async def change(self, caller: Caller, import_id: int, change: ImportChange) -> Import:
        """Choose sheet, rows, columns, key. Raises ImportMappingError, ImportRangeError."""
        row = await self._find(caller, import_id)
        _check_state(row, Command.CHANGE)
        fresh: dict[str, Any] = {}
        if change.sheet is not None or change.header_row is not None:
            fresh = await self._read_again(row, change)
        async with self._parts.db.write() as unit:
            locked = await self._lock(unit, caller, import_id, Command.CHANGE)
            connection = unit.connection
            targets = await find_targets(connection, row["kind"], row["purpose"])
            if fresh:
                await store.delete_rows(connection, import_id)
            columns, options = apply_choices({**locked, **fresh}, change, targets)
            values = {**fresh, "columns": columns, "options": options, "state": State.DRAFT}
            values |= {"position": 0, "done": 0, "total": 0, "counts": {}, "error": None}
            await store.update_import(connection, import_id, values)
        return await self.get(caller, import_id)

    async def _read_again(self, row: store.Row, change: ImportChange) -> dict[str, Any]:
        sheet = row["sheet"] if change.sheet is None else change.sheet
        if sheet >= max(1, len(row["sheets"])):
            raise ImportRangeError(why="sheet", sheet=sheet)
        read = await self._parts.files.read(row["id"], sheet)
        async with self._parts.db.read() as connection:
            targets = await find_targets(connection, row["kind"], row["purpose"])
        described = describe_columns(row["kind"], row["purpose"], read, targets, change.header_row)
        return {**described, "sheet": sheet}

    async def discard(self, caller: Caller, import_id: int) -> None:
        """Throw a draft away."""
        async with self._parts.db.write() as unit:
            await self._lock(unit, caller, import_id, Command.DISCARD)
            await store.delete_import(unit.connection, import_id)
            unit.after_commit(lambda: self._parts.files.drop(import_id))

    async def list_rows(
        self, caller: Caller, import_id: int, wanted: RowFilter, cursor: int | None, limit: int
    ) -> ImportRowPage:
        """Rows within the range, in the file's order."""
        row = await self._find(caller, import_id)
        first, last = find_range(row)
        after = max(first - 1, cursor or 0)
        reached = find_reached(row)
        if reached is not None and wanted != "all":
            last = reached if last is None else min(last, reached)
        async with self._parts.db.read() as connection:
            rows = await store.find_rows(
                connection, import_id, after, last, limit + 1, store.make_filter(wanted)
            )
        shown = [make_row(one, len(row["columns"]), reached) for one in rows[:limit]]
        return ImportRowPage(rows=shown, next=str(shown[-1].number) if len(rows) > limit else None)

    async def change_row(
        self, caller: Caller, import_id: int, number: int, change: RowChange
    ) -> ImportRowChanged:
        """Type cells of a row anew. Raises ImportRowNotFoundError, ImportMappingError."""
        async with self._parts.db.write() as unit:
            row = await self._lock(unit, caller, import_id, Command.CHANGE)
            return await self._retyping.change(unit, caller, row, number, change)

    async def check(self, caller: Caller, import_id: int) -> Import:
        """Begin a trial run."""
        return await self._begin(caller, import_id, Command.CHECK, State.CHECKING)

    async def start(self, caller: Caller, import_id: int) -> Import:
        """Begin to import."""
        return await self._begin(caller, import_id, Command.START, State.RUNNING)

    async def cancel(self, caller: Caller, import_id: int) -> Import:
        """Stop after the rows in hand."""
        async with self._parts.db.write() as unit:
            await self._lock(unit, caller, import_id, Command.CANCEL)
            await store.update_import(unit.connection, import_id, {"cancelling": True})
            await self._record(unit, caller, import_id, "cancelled", {})
        return await self.get(caller, import_id)

    async def undo(self, caller: Caller, import_id: int) -> Import:
        """Begin to take it back."""
        async with self._parts.db.write() as unit:
            row = await self._lock(unit, caller, import_id, Command.UNDO)
            if not can_undo(row):
                raise ImportStateError(state=row["state"], why="nothing_to_undo")
            values = {"state": State.UNDOING, "queued_at": self._parts.clock()}
            await store.update_import(unit.connection, import_id, values)
            await self._record(unit, caller, import_id, "undone", {"file_name": row["file_name"]})
            unit.after_commit(self.runner.wake)
        return await self.get(caller, import_id)

    async def export_failed(self, caller: Caller, import_id: int) -> bytes:
        """The refused rows, as a file."""
        row = await self._find(caller, import_id)
        return await make_failed_file(self._parts.db, row, row["user_language"])

    async def _begin(
        self, caller: Caller, import_id: int, command: Command, state: State
    ) -> Import:
        now = self._parts.clock()
        async with self._parts.db.write() as unit:
            row = await self._lock(unit, caller, import_id, command)
            check_ready(row, await find_targets(unit.connection, row["kind"], row["purpose"]))
            values: dict[str, Any] = {"state": state, "queued_at": now, "error": None}
            values |= {"position": 0, "done": 0, "counts": {}, "cancelling": False}
            if state is State.RUNNING:
                values["started_at"] = now
                looked = State(row["state"]) is State.CHECKED
                values["options"] = {**row["options"], PREVIEWED: looked}
                detail = {"file_name": row["file_name"], "kind": row["kind"]}
                await self._record(unit, caller, import_id, "started", detail)
            await store.update_import(unit.connection, import_id, values)
            await store.save_mapping(
                unit.connection, caller.user_id, row["header_key"], remember(row), now
            )
            unit.after_commit(self.runner.wake)
        return await self.get(caller, import_id)

    async def _find(self, caller: Caller, import_id: int) -> store.Row:
        async with self._parts.db.read() as connection:
            row = await store.find_import(connection, caller, import_id)
        if row is None:
            raise ImportNotFoundError(id=import_id)
        _check_right(caller, row["purpose"])
        return row

    async def _lock(
        self, unit: Unit, caller: Caller, import_id: int, command: Command
    ) -> store.Row:
        row = await store.find_import(unit.connection, caller, import_id, lock=True)
        if row is None:
            raise ImportNotFoundError(id=import_id)
        _check_right(caller, row["purpose"])
        _check_state(row, command)
        return row

    async def _record(
        self, unit: Unit, caller: Caller, import_id: int, what: str, detail: Mapping[str, object]
    ) -> None:
        await record_audit(
            unit.connection, caller, f"import.{what}", f"import/{import_id}", detail,
            at=self._parts.clock(),
        )  # fmt: skip


def _check_right(caller: Caller, purpose: str) -> None:
    missing = [right for right in NEEDED[purpose] if right not in caller.rights]
    if missing:
        raise ForbiddenError(right=Right(missing[0]).value)


def _check_state(row: Mapping[str, Any], command: Command) -> None:
    if State(row["state"]) not in ALLOWED[command]:
        raise ImportStateError(state=row["state"])

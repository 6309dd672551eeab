"""Takes a file of numbers into a DNC list: only what differs is written.

The national register is a state: a full file replaces it, numbers leave as well as join (R248); a
file with commands changes it. The internal list is a latch: files add to it, never take away.

A million numbers take a minute: the work goes on when the request has been answered, a thousand
numbers a transaction, each of them in force once that is committed. A stop of the server harms it
as little as a kill: the next start takes it up.
"""

import asyncio
import logging
import shutil
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager
from contextvars import Context
from functools import partial
from pathlib import Path
from typing import Any, Final

from cti.accounts.audit import record_audit
from cti.accounts.callers import find_caller
from cti.accounts.rights import Caller, Right
from cti.clock import Clock
from cti.compliance import dnc_store, imports_store
from cti.compliance.digest import Digest, digest_file
from cti.compliance.dnc import Dnc
from cti.compliance.dnc_change import Change, Mode, cut, plan_import, split_entries
from cti.compliance.dnc_store import Origin
from cti.compliance.errors import ImportInterruptedError, ImportNotFoundError, ImportRunningError
from cti.compliance.lists import ListName
from cti.compliance.shapes import DncImport, DncImportPage, DncProblem
from cti.db import Database
from cti.errors import DomainError
from cti.outages import is_passing
from cti.rounds import insist
from cti.shapes import read_person
from cti.uploads import LONGEST_NAME, open_workplace

log = logging.getLogger(__name__)

CHUNK: Final = 1000
PAUSE_S: Final = 0.005
"""Between transactions, so that calls' own small writes get their turn."""

WAIT_S: Final = 5.0
"""So long the request waits for the end; most files are done by then."""

PAGE: Final = 20

Work = asyncio.Task[DomainError | None]


class DncImports:
    """Takes files in, one at a time for each list."""

    def __init__(
        self, db: Database, dnc: Dnc, clock: Clock, *, data_dir: Path, region: str = "VN"
    ) -> None:
        self._db = db
        self._dnc = dnc
        self._clock = clock
        self._data_dir = data_dir
        self._root = data_dir / "dnc"
        self._region = region
        self._busy: dict[ListName, int] = {}  # by which import; 0: not yet known
        self._tasks: set[Work] = set()

    def open_workplace(self) -> AbstractAsyncContextManager[Path]:
        """An empty folder for one upload, gone afterwards whatever happens."""
        return open_workplace(self._data_dir)

    async def run(self) -> None:
        """Take up what a stop interrupted; until cancelled, which interrupts what is going on."""
        async with self._db.read() as connection:
            unfinished = await imports_store.find_unfinished(connection)
        await asyncio.to_thread(_sweep, self._root, {str(row["id"]) for row in unfinished})
        for row in unfinished:
            self._start(row["id"], row["list"])
        try:
            await asyncio.Event().wait()
        finally:
            tasks = list(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def take(
        self,
        caller: Caller,
        name: ListName,
        path: Path,
        file_name: str,
        *,
        mode: Mode | None = None,
        force: bool = False,
    ) -> DncImport:
        """Begin to take the file at `path` into list `name`, and wait a little for the end.

        `mode` is for the national list: full (the file is the list) or delta; by itself a file
        with commands is a delta. Raises ImportRunningError, and when it fails while it is waited
        for UnreadableSheetError and ReplaceTooSmallError: nothing is then left of it.
        """
        if name in self._busy:
            raise ImportRunningError(list=name)
        self._busy[name] = 0
        started: list[Work] = []
        try:
            import_id = await self._keep(
                caller, name, path, file_name, mode, force=force, started=started
            )
        finally:
            if not started:
                self._release(name, 0)
        (task,) = started
        await asyncio.wait([task], timeout=WAIT_S)
        if task.done() and (error := task.result()) is not None:
            async with self._db.write() as unit:
                await imports_store.delete_import(unit.connection, import_id)
            raise error
        return await self.get(import_id)

    async def get(self, import_id: int) -> DncImport:
        """One file, and how far it is. Raises ImportNotFoundError."""
        return _make_view(await self._find(import_id))

    async def read_page(self, name: ListName | None, before: int | None) -> DncImportPage:
        """A page of the files of a list, or of both, the newest first."""
        async with self._db.read() as connection:
            rows = await imports_store.find_page(connection, name, before, PAGE + 1)
        shown = rows[:PAGE]
        return DncImportPage(
            rows=[_make_view(dict(row)) for row in shown],
            next=str(shown[-1]["id"]) if len(rows) > PAGE else None,
        )

    async def _find(self, import_id: int) -> Mapping[str, Any]:
        async with self._db.read() as connection:
            row = await imports_store.find_import(connection, import_id)
        if row is None:
            raise ImportNotFoundError(id=import_id)
        return dict(row)

    async def _keep(
        self,
        caller: Caller,
        name: ListName,
        path: Path,
        file_name: str,
        mode: Mode | None,
        *,
        force: bool,
        started: list[Work],
    ) -> int:
        """Note it, and move the file to where the work finds it, which begins once committed."""
        async with self._db.write() as unit:
            import_id = await imports_store.insert_import(
                unit.connection,
                {
                    "list": name,
                    "file_name": file_name[:LONGEST_NAME],
                    "state": "reading",
                    "mode": mode,
                    "force": force,
                    "added": 0,
                    "removed": 0,
                    "invalid": 0,
                    "user_id": caller.user_id,
                    "at": self._clock(),
                },
            )
            await asyncio.to_thread(_move, path, self._root / str(import_id))
            unit.after_commit(lambda: started.append(self._start(import_id, name)))
        return import_id

    def _start(self, import_id: int, name: ListName) -> Work:
        self._busy[name] = import_id
        # In a context of its own: what a request asks of its transactions ends with the request.
        task = asyncio.create_task(self._work(import_id, name), context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _work(self, import_id: int, name: ListName) -> DomainError | None:
        """Take it in; the error that ended it before its time.

        A database that is away is no end: it goes on where it was.
        """
        try:
            return await insist(f"dnc import {import_id}", partial(self._try, import_id, name))
        finally:
            self._release(name, import_id)

    async def _try(self, import_id: int, name: ListName) -> DomainError | None:
        try:
            await self._take(await self._find(import_id))
        except DomainError as error:
            await self._fail(import_id, name, error)
            return error
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("dnc import %s failed", import_id)
            failed = ImportInterruptedError(why="internal")
            await self._fail(import_id, name, failed)
            return failed
        return None

    def _release(self, name: ListName, import_id: int) -> None:
        """Let the next file begin, unless it has."""
        if self._busy.get(name) == import_id:
            del self._busy[name]

    async def _take(self, row: Mapping[str, Any]) -> None:
        async with self._db.read() as connection:
            caller = await find_caller(connection, row["user_id"] or 0)
        if caller is None or Right.DNC_EDIT not in caller.rights:
            raise ImportInterruptedError(why="not_allowed")
        folder = self._root / str(row["id"])
        if not await asyncio.to_thread((folder / "upload").is_file):
            raise ImportInterruptedError(why="file_missing")
        results = folder / "digest"
        await asyncio.to_thread(results.mkdir, exist_ok=True)
        digest = await digest_file(folder / "upload", results, self._region)
        planned = row["total"] is not None
        change = self._plan(row, digest, force=planned or row["force"])
        if not planned:
            row = await self._note(row, digest, change)
        await self._apply(caller, row, change)
        await self._finish(caller, row)
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _plan(self, row: Mapping[str, Any], digest: Digest, *, force: bool) -> Change:
        bitmap, name = self._dnc.lists.bitmap, row["list"]
        voice, sms = bitmap(name, "voice"), bitmap(name, "sms")
        return plan_import(name, voice, sms, digest, row["mode"], force=force)

    async def _note(
        self, row: Mapping[str, Any], digest: Digest, change: Change
    ) -> Mapping[str, Any]:
        """Store what the file means, as long as nothing of it is written."""
        named = digest.named
        values = {
            "state": "writing",
            "total": len(change.changed),
            "added": change.added,
            "removed": change.removed,
            "unchanged": len(named) - len(named & change.changed),
            "invalid": digest.invalid,
            "problems": digest.problems,
        }
        async with self._db.write() as unit:
            await imports_store.update_import(unit.connection, row["id"], values)
        return {**row, **values}

    async def _apply(self, caller: Caller, row: Mapping[str, Any], change: Change) -> None:
        name: ListName = row["list"]
        origin = Origin("import", self._clock(), user_id=caller.user_id)
        left = len(change.changed)
        for numbers in cut(change.changed, CHUNK):
            put, gone = split_entries(numbers, change)
            left -= len(numbers)
            async with self._db.write() as unit:
                await dnc_store.put(unit, name, put, origin)
                await dnc_store.remove(unit, name, [entry.number for entry in gone])
                await imports_store.update_import(
                    unit.connection, row["id"], {"done": max(0, row["total"] - left)}
                )
                unit.after_commit(partial(self._dnc.lists.put, name, [*put, *gone]))
            await asyncio.sleep(PAUSE_S)

    async def _finish(self, caller: Caller, row: Mapping[str, Any]) -> None:
        now = self._clock()
        counts = {key: row[key] for key in ("added", "removed", "invalid")}
        async with self._db.write() as unit:
            await imports_store.update_import(
                unit.connection,
                row["id"],
                {"state": "done", "done": row["total"], "finished_at": now},
            )
            await record_audit(
                unit.connection,
                caller,
                "dnc.imported",
                f"dnc/{row['list']}",
                {"file_name": row["file_name"], **counts},
                at=now,
            )
            # Whoever is told that it is done may begin the next.
            unit.after_commit(partial(self._release, row["list"], row["id"]))

    async def _fail(self, import_id: int, name: ListName, error: DomainError) -> None:
        values = {
            "state": "failed",
            "error": {"code": error.code, "params": error.params},
            "finished_at": self._clock(),
        }
        async with self._db.write() as unit:
            await imports_store.update_import(unit.connection, import_id, values)
            unit.after_commit(partial(self._release, name, import_id))
        folder = self._root / str(import_id)
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _move(path: Path, folder: Path) -> None:
    # What bears the number already is of another database.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path.rename(folder / "upload")


def _sweep(root: Path, kept: AbstractSet[str]) -> None:
    """Remove what a stop left behind just after the end of an import."""
    if root.is_dir():
        for folder in root.iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _make_view(row: Mapping[str, Any]) -> DncImport:
    return DncImport(
        **{key: row[key] for key in DncImport.model_fields if key in row and key != "problems"},
        problems=[DncProblem(row=at, value=value) for at, value in row["problems"] or ()],
        by=read_person(row, "user_id", "user"),
    )

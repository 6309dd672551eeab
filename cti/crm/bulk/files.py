"""The files of exports: written in a thread, kept for a day."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from cti.crm.bulk.shapes import SheetForm
from cti.sheet_writing import SheetWriter, Value, open_sheet


class ExportFile:
    """A file being written: `async with` it, and write pieces of rows."""

    def __init__(self, path: Path, form: SheetForm) -> None:
        self._path, self._form = path, form
        self._writer: SheetWriter | None = None

    async def write(self, rows: Sequence[Sequence[Value]]) -> None:
        """Add these rows; the loop goes on meanwhile."""
        await asyncio.to_thread(self._write, rows)

    async def __aenter__(self) -> Self:
        self._writer = await asyncio.to_thread(self._open)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._writer is not None:
            await asyncio.to_thread(self._writer.__exit__, kind, error, trace)

    def _open(self) -> SheetWriter:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        header = [column.heading for column in self._form.columns]
        return open_sheet(self._path, self._form.form, header, self._form.title)

    def _write(self, rows: Sequence[Sequence[Value]]) -> None:
        if self._writer is not None:
            for row in rows:
                self._writer.write_row(row)


def sweep(folder: Path, kept: Iterable[str]) -> None:
    """Remove the files that nobody can fetch any more."""
    names = set(kept)
    if folder.is_dir():
        for path in folder.iterdir():
            if path.is_file() and path.name not in names:
                path.unlink(missing_ok=True)

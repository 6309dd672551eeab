"""The uploaded files on the disk: one folder each, with the upload and the rows read from it."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

from aiohttp_pydantic.uploaded_file import UploadedFile

from cti.crm.importing.errors import (
    ImportEmptyError,
    ImportFontError,
    ImportInterruptedError,
    ImportTooLargeError,
)
from cti.crm.importing.sheet_file import FIRST, read_file
from cti.frames import read_frames
from cti.ids import new_id
from cti.sheet_reading import read_apart
from cti.uploads import save_upload

MAX_UPLOAD = 50 * 1024 * 1024
UPLOAD, ROWS = "upload", "rows"
ERRORS = (ImportEmptyError, ImportFontError, ImportTooLargeError)


class ImportFiles:
    """Where uploads are kept until their import is thrown away."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "imports"

    async def save(self, file: UploadedFile) -> tuple[Path, str]:
        """Keep an upload in a new folder; the folder and the file's name.

        Raises ImportTooLargeError.
        """
        folder = self._root / new_id("up")
        await asyncio.to_thread(folder.mkdir, parents=True)
        try:
            refusal = ImportTooLargeError(what="bytes", limit=MAX_UPLOAD)
            file_name = await save_upload(file, folder / UPLOAD, MAX_UPLOAD, refusal)
        except BaseException:
            self.drop(folder)
            raise
        return folder, file_name

    def adopt(self, folder: Path, import_id: int) -> None:
        """Give a new folder to its import, now that it has a number.

        What bears that number already is of another database: this one has only now given it.
        """
        self.drop(import_id)
        folder.rename(self._root / str(import_id))

    def drop(self, folder: Path | int) -> None:
        """Remove a folder, by its path or by its import."""
        path = self._root / str(folder) if isinstance(folder, int) else folder
        shutil.rmtree(path, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what uploads left behind that were cut off with the server."""
        if self._root.is_dir():
            for path in self._root.glob("up_*"):
                self.drop(path)

    def rows_path(self, import_id: int) -> Path:
        """Where the rows are. Raises ImportInterruptedError when they are gone."""
        path = self._root / str(import_id) / ROWS
        if not path.is_file():
            raise ImportInterruptedError(why="file_missing")
        return path

    def count(self, import_id: int, first: int, last: int | None) -> int:
        """How many rows there are from `first` to `last`. Blocking."""
        return sum(
            1
            for frame in read_frames(self.rows_path(import_id))
            for number, _ in frame
            if number >= first and (last is None or number <= last)
        )

    async def read(self, folder: Path | int, sheet: int | None) -> dict[str, Any]:
        """Read a sheet of the upload into the folder's rows; what there is to know of it.

        None is the first that holds something.
        Raises UnreadableSheetError, ImportTooLargeError, ImportFontError, ImportEmptyError.
        """
        path = self._root / str(folder) if isinstance(folder, int) else folder
        wanted = FIRST if sheet is None else sheet
        return await read_apart(read_file, path / UPLOAD, path / ROWS, wanted, errors=ERRORS)

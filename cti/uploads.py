"""Files that people send, on the disk while they are read: never whole in memory."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import BodyPartReader, web
from aiohttp_pydantic.uploaded_file import UploadedFile

from cti.errors import DomainError, InvalidError

LONGEST_NAME = 300
FOLDER = "uploads"


class SeveralFilesError(InvalidError):
    """More than the one file was sent: the others would be lost without a word."""

    code = "file.several"


class OnlyFile(UploadedFile):  # type: ignore[misc]  # the library has no types
    """The last part of an upload: whoever reads it to its end is told if there is another.

    Raises SeveralFilesError after another file, and HTTPBadRequest after any other part, as for
    one that stands before the file.
    """

    def __init__(self, request: web.Request, file: UploadedFile) -> None:
        self._request = request
        self._file = file

    async def body_part_reader(self) -> BodyPartReader:
        """The part, for its name."""
        part: BodyPartReader = await self._file.body_part_reader()
        return part

    async def read_chunk(self, size: int = BodyPartReader.chunk_size) -> bytes:
        """The next piece; empty at the end."""
        chunk: bytes = await self._file.read_chunk(size)
        # A reader made anew goes on where the stream is.
        if not chunk:
            _check_end(await (await self._request.multipart()).next())
        return chunk


def _check_end(part: object) -> None:
    if isinstance(part, BodyPartReader) and part.filename is not None:
        raise SeveralFilesError
    if part is not None:
        raise web.HTTPBadRequest


@asynccontextmanager
async def open_workplace(data_dir: Path) -> AsyncIterator[Path]:
    """An empty folder for one upload, gone afterwards whatever happens."""
    folder = await asyncio.to_thread(_make_folder, data_dir / FOLDER)
    try:
        yield folder
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def sweep_workplaces(data_dir: Path) -> None:
    """Remove what uploads left behind that were cut off with the server. Blocking."""
    shutil.rmtree(data_dir / FOLDER, ignore_errors=True)


def _make_folder(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=root))


async def save_upload(file: UploadedFile, path: Path, limit: int, refusal: DomainError) -> str:
    """Write it to `path`; the name that it was sent with. Raises `refusal` beyond `limit` bytes."""
    size = 0
    with path.open("wb") as target:
        while chunk := await file.read_chunk():
            size += len(chunk)
            if size > limit:
                raise refusal
            target.write(chunk)
    part = await file.body_part_reader()
    return (part.filename or "upload")[:LONGEST_NAME]

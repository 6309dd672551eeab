"""Files that people send, on the disk while they are read: never whole in memory."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp_pydantic.uploaded_file import UploadedFile

from cti.errors import DomainError

LONGEST_NAME = 300
FOLDER = "uploads"


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

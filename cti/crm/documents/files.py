"""Where the bytes of documents are kept. By default in a folder, whole or not at all."""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Protocol, TypeVar

from cti.crm.documents.errors import DocumentStoreDownError

T = TypeVar("T")

CHUNK = 256 * 1024


class DocumentStore(Protocol):
    """Keeps files under keys of `[a-z0-9_]`. All methods raise DocumentStoreDownError."""

    async def put(self, key: str, path: Path) -> None:
        """Keep the content of the file at `path`, which may be moved away by this."""

    def read(self, key: str) -> AsyncIterator[bytes]:
        """The content in pieces."""

    async def delete(self, key: str) -> None:
        """Forget it. What is not there is forgotten already."""


class FolderStore:
    """Files in a folder of this machine, 256 folders deep by the end of the key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, key: str, path: Path) -> None:
        """Move the file into place in one step."""
        await _do(_put_away, path, self._place(key))

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """The content in pieces of CHUNK bytes."""
        file = await _do(_open, self._place(key))
        try:
            while chunk := await _do(file.read, CHUNK):
                yield chunk
        finally:
            file.close()

    async def delete(self, key: str) -> None:
        """Remove the file."""
        await _do(_remove, self._place(key))

    def _place(self, key: str) -> Path:
        return self._folder / key[-2:] / key


async def _do(action: Callable[..., T], *args: object) -> T:
    try:
        return await asyncio.to_thread(action, *args)
    except OSError as error:
        raise DocumentStoreDownError from error


def _open(place: Path) -> io.BufferedReader:
    return place.open("rb")


def _remove(place: Path) -> None:
    place.unlink(missing_ok=True)


def _put_away(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as written:
        os.fsync(written.fileno())
    path.replace(place)

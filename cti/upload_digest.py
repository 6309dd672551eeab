"""What an upload is made of, found out while it is read: a file is never read for this alone.

Boundaries between the parts are left out: a client draws them anew each time it sends a file.
"""

import hashlib
import json
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp_pydantic.uploaded_file import UploadedFile


class UploadDigest:
    """The parts that were read so far: their names, the files' names, and hashes of the content."""

    def __init__(self, operation: str) -> None:
        self._operation = operation
        self._parts: list[tuple[str | None, str | None, Any]] = []

    def begin(self, part: BodyPartReader) -> None:
        """Another part is about to be read."""
        self._parts.append((part.name, part.filename, hashlib.sha256()))

    def take(self, chunk: bytes) -> None:
        """A piece of the part that was begun last."""
        self._parts[-1][2].update(chunk)

    def tell(self) -> str:
        """SHA-256 of the operation and what was read, in hex."""
        parts = [(name, file_name, content.hexdigest()) for name, file_name, content in self._parts]
        return hashlib.sha256(json.dumps([self._operation, parts]).encode()).hexdigest()


DIGEST = web.RequestKey("upload_digest", UploadDigest)
"""Set by who wants to know what the handler reads."""


class DigestedFile:
    """An UploadedFile as the handler reads it, noted in a digest."""

    def __init__(self, file: UploadedFile, digest: UploadDigest) -> None:
        self._file = file
        self._digest = digest
        self._begun = False

    async def body_part_reader(self) -> BodyPartReader:
        """The part, for its name."""
        part: BodyPartReader = await self._file.body_part_reader()
        if not self._begun:
            self._begun = True
            self._digest.begin(part)
        return part

    async def read(self, *, decode: bool = False) -> bytes:
        """All of it."""
        await self.body_part_reader()
        content: bytes = await self._file.read(decode=decode)
        self._digest.take(content)
        return content

    async def read_chunk(self, size: int = BodyPartReader.chunk_size) -> bytes:
        """The next piece; empty at the end."""
        await self.body_part_reader()
        chunk: bytes = await self._file.read_chunk(size)
        self._digest.take(chunk)
        return chunk


def note_upload(request: web.Request, argument: Any) -> Any:  # noqa: ANN401 - any argument of any handler
    """The upload with its reading noted, if anybody wants to know; else what was given."""
    digest = request.get(DIGEST)
    if digest is None or not isinstance(argument, UploadedFile):
        return argument
    return DigestedFile(argument, digest)


async def holds_the_same(request: web.Request, operation: str, told: str) -> bool:
    """Whether the upload in this request begins with the parts of which `told` tells.

    Read a piece at a time and thrown away. Parts that the operation did not read don't count.
    """
    digest = UploadDigest(operation)
    parts = await request.multipart()
    while (part := await parts.next()) is not None:
        if not isinstance(part, BodyPartReader):
            return False
        digest.begin(part)
        while chunk := await part.read_chunk():
            digest.take(chunk)
        if digest.tell() == told:
            return True
    return False

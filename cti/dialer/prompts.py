"""The messages that campaigns play: uploaded or spoken, kept by the content's own hash.

A file that is written never changes, so a PBX may cache it for good, and a campaign that runs is
not disturbed by somebody who uploads another message under the same name.
"""

import asyncio
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.db import Database
from cti.dialer.shapes import Prompt, PromptList
from cti.dialer.sound import Format, NotAudioError, convert, sniff, speak
from cti.errors import InvalidError, NotFoundError
from cti.schema import prompts
from cti.text import clean, clean_line

MAX_UPLOAD: Final = 20 * 1024 * 1024
SNIFFED: Final = 16
AT_ONCE: Final = 2  # conversions; more would take the processor from the calls
SHA256: Final = re.compile(r"[0-9a-f]{64}")
MAX_NAME: Final = 200


class PromptNotFoundError(NotFoundError):
    """There is no such prompt, or its file has gone."""

    code = "prompt.not_found"


class PromptEmptyError(InvalidError):
    """There is nothing to say, or no name to find it by."""

    code = "prompt.empty"


class Prompts:
    """Makes prompts and finds them again."""

    def __init__(self, db: Database, clock: Clock, *, data_dir: Path) -> None:
        self._db = db
        self._clock = clock
        self._folder = data_dir / "prompts"
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def list(self) -> PromptList:
        """Every prompt, the newest first."""
        statement = sa.select(prompts).order_by(prompts.c.id.desc())
        async with self._db.read() as connection:
            rows = (await connection.execute(statement)).mappings()
            return PromptList(rows=[Prompt.model_validate(dict(row)) for row in rows])

    async def upload(self, caller: Caller, name: str, data: bytes) -> Prompt:
        """Keep a WAV or MP3 file, converted. Raises NotAudioError, PromptTooLargeError."""
        form = sniff(data[:SNIFFED])
        if form is None:
            raise NotAudioError
        async with self._slots, self._workplace() as folder:
            source = folder / "upload"
            await asyncio.to_thread(source.write_bytes, data)
            return await self._keep(caller, name, source, form, kind="upload", text=None)

    async def speak(self, caller: Caller | None, name: str, text: str) -> Prompt:
        """Keep a text, spoken in Vietnamese. Raises PromptEmptyError when it has no words."""
        text = clean(text)
        if not any(char.isalnum() for char in text):
            raise PromptEmptyError
        async with self._slots, self._workplace() as folder:
            source = folder / "speech"
            await speak(text, source)
            return await self._keep(caller, name, source, "wav", kind="speech", text=text)

    async def find_file(self, prompt_id: int) -> Path:
        """The WAV file of a prompt. Raises PromptNotFoundError."""
        statement = sa.select(prompts.c.sha256).where(prompts.c.id == prompt_id)
        async with self._db.read() as connection:
            sha256 = await connection.scalar(statement)
        return await self.find_by_hash(sha256 or "")

    async def find_by_hash(self, sha256: str) -> Path:
        """The file that `sha256` names. Raises PromptNotFoundError."""
        path = self._folder / f"{sha256}.wav"
        if not SHA256.fullmatch(sha256) or not await asyncio.to_thread(path.is_file):
            raise PromptNotFoundError
        return path

    @asynccontextmanager
    async def _workplace(self) -> AsyncIterator[Path]:
        self._folder.mkdir(parents=True, exist_ok=True)
        # Beside the files themselves, so that a finished one moves into place in one step.
        folder = Path(tempfile.mkdtemp(prefix="new-", dir=self._folder))
        try:
            yield folder
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _keep(
        self,
        caller: Caller | None,
        name: str,
        source: Path,
        form: Format,
        *,
        kind: str,
        text: str | None,
    ) -> Prompt:
        name = clean_line(name)[:MAX_NAME]
        if not name:
            raise PromptEmptyError
        sound = source.parent / "sound.wav"
        seconds = await convert(source, form, sound)
        sha256 = await asyncio.to_thread(_put_away, sound, self._folder)
        now = self._clock()
        values = {
            "name": name,
            "kind": kind,
            "text": text,
            "sha256": sha256,
            "seconds": seconds,
            "created_by": caller.user_id if caller else None,
            "created_at": now,
        }
        async with self._db.write() as unit:
            statement = sa.insert(prompts).values(values).returning(prompts)
            row = (await unit.connection.execute(statement)).mappings().one()
            await record_audit(
                unit.connection,
                caller,
                "prompt.created",
                f"prompt/{row['id']}",
                {"name": name, "kind": kind, "sha256": sha256},
                at=now,
            )
            return Prompt.model_validate(dict(row))


def _put_away(sound: Path, folder: Path) -> str:
    """Move a finished file to the name its content gives it; whole, or not at all."""
    data = sound.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    with sound.open("rb") as written:
        os.fsync(written.fileno())
    sound.replace(folder / f"{sha256}.wav")
    return sha256

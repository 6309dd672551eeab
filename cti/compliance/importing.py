"""Takes a file of numbers into a DNC list: only what differs is written.

The national register is a state: a full file replaces it, numbers leave as well as join (R248); a
file with commands changes it. The internal list is a latch: files add to it, never take away.
"""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pyroaring import BitMap64

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.compliance import dnc_store as store
from cti.compliance.digest import Digest, digest_file
from cti.compliance.dnc import Dnc
from cti.compliance.dnc_store import Origin
from cti.compliance.errors import ImportRunningError, ReplaceTooSmallError
from cti.compliance.lists import Entry, ListName
from cti.compliance.shapes import DncImported, DncProblem
from cti.db import Database
from cti.uploads import open_workplace

Mode = Literal["full", "delta"]

CHUNK: Final = 1000
PAUSE_S: Final = 0.005
"""Between transactions, so that calls' own small writes get their turn."""

GUARDED_FROM: Final = 100
"""Lists smaller than this may be replaced by anything."""


class Change(NamedTuple):
    """What a file makes of a list."""

    voice: BitMap64  # the list as it shall be
    sms: BitMap64
    changed: BitMap64  # the numbers whose entries differ from now
    added: int
    removed: int


class DncImports:
    """Takes files in, one at a time for each list."""

    def __init__(
        self, db: Database, dnc: Dnc, clock: Clock, *, data_dir: Path, region: str = "VN"
    ) -> None:
        self._db = db
        self._dnc = dnc
        self._clock = clock
        self._folder = data_dir / "uploads"
        self._region = region
        self._busy: set[ListName] = set()

    def open_workplace(self) -> AbstractAsyncContextManager[Path]:
        """An empty folder for one upload, gone afterwards whatever happens."""
        return open_workplace(self._folder)

    async def take(
        self,
        caller: Caller,
        name: ListName,
        path: Path,
        file_name: str,
        *,
        mode: Mode | None = None,
        force: bool = False,
    ) -> DncImported:
        """Take the file at `path` into list `name`.

        `mode` is for the national list: full (the file is the list) or delta; by itself a file
        with commands is a delta. Raises UnreadableSheetError, ImportRunningError,
        ReplaceTooSmallError. If the server dies midway, taking the same file again completes it.
        """
        if name in self._busy:
            raise ImportRunningError(list=name)
        self._busy.add(name)
        try:
            results = path.parent / "digest"
            results.mkdir()
            digest = await digest_file(path, results, self._region)
            change = self._plan(name, digest, mode, force=force)
            await self._apply(caller, name, change)
            return await self._report(caller, name, file_name, digest, change)
        finally:
            self._busy.discard(name)

    def _plan(self, name: ListName, digest: Digest, mode: Mode | None, *, force: bool) -> Change:
        voice = self._dnc.lists.bitmap(name, "voice")
        sms = self._dnc.lists.bitmap(name, "sms")
        if name == "internal":
            return plan_change(voice, sms, voice | digest.voice, sms | digest.sms)
        if mode == "delta" or (mode is None and digest.has_commands):
            new_voice = (voice | digest.voice) - digest.no_voice
            return plan_change(voice, sms, new_voice, (sms | digest.sms) - digest.no_sms)
        present, sent = len(voice | sms), len(digest.voice | digest.sms)
        if present >= GUARDED_FROM and 2 * sent < present and not force:
            raise ReplaceTooSmallError(present=present, sent=sent)
        return plan_change(voice, sms, digest.voice, digest.sms)

    async def _apply(self, caller: Caller, name: ListName, change: Change) -> None:
        origin = Origin("import", self._clock(), user_id=caller.user_id)
        for numbers in _cut(change.changed):
            put, gone = split_entries(numbers, change)
            async with self._db.write() as unit:
                await store.put(unit, name, put, origin)
                await store.remove(unit, name, [entry.number for entry in gone])
                unit.after_commit(partial(self._dnc.lists.put, name, [*put, *gone]))
            await asyncio.sleep(PAUSE_S)

    async def _report(
        self, caller: Caller, name: ListName, file_name: str, digest: Digest, change: Change
    ) -> DncImported:
        named = len(digest.named)
        counts = {"added": change.added, "removed": change.removed, "invalid": digest.invalid}
        now = self._clock()
        async with self._db.write() as unit:
            await store.save_import(
                unit,
                list=name,
                file_name=file_name[:300],
                user_id=caller.user_id,
                at=now,
                **counts,
            )
            await record_audit(
                unit.connection,
                caller,
                "dnc.imported",
                f"dnc/{name}",
                {"file_name": file_name[:300], **counts},
                at=now,
            )
        return DncImported(
            **counts,
            unchanged=named - len(digest.named & change.changed),
            problems=[DncProblem(row=row, value=value) for row, value in digest.problems],
        )


def plan_change(voice: BitMap64, sms: BitMap64, new_voice: BitMap64, new_sms: BitMap64) -> Change:
    """From the list as it is to the list as it shall be. Pure."""
    before, after = voice | sms, new_voice | new_sms
    return Change(
        new_voice,
        new_sms,
        changed=(voice ^ new_voice) | (sms ^ new_sms),
        added=len(after - before),
        removed=len(before - after),
    )


def split_entries(numbers: list[int], change: Change) -> tuple[list[Entry], list[Entry]]:
    """Which of `numbers` stand on the list afterwards, and which have left it. Pure."""
    entries = [Entry(number, number in change.voice, number in change.sms) for number in numbers]
    stay = [entry for entry in entries if entry.voice or entry.sms]
    return stay, [entry for entry in entries if not (entry.voice or entry.sms)]


def _cut(numbers: BitMap64) -> Iterator[list[int]]:
    iterator = iter(numbers)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk

"""The DNC lists at work: the table is the truth, the bitmaps in memory answer.

A change is written in the caller's transaction and reaches memory when that has committed.
"""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import product

from cti.bus import Bus
from cti.clock import Clock
from cti.compliance import dnc_store as store
from cti.compliance.consents import end_consents
from cti.compliance.dnc_store import Origin
from cti.compliance.lists import (
    FLAGS,
    LISTS,
    REFUSED_SOURCE,
    DncLists,
    Entry,
    Flag,
    ListName,
    to_number,
)
from cti.compliance.messages import NumberRefused
from cti.db import Database, Unit


class Dnc:
    """Who must not be called."""

    def __init__(self, db: Database, bus: Bus, clock: Clock) -> None:
        self.lists = DncLists()
        self._db = db
        self._bus = bus
        self._clock = clock

    async def load(self) -> None:
        """Fill the memory from the table; once, before the first question."""
        self.lists.clear()
        async with self._db.read() as connection:
            async for codes in store.read_codes(connection):
                for name, flag in product(LISTS, FLAGS):
                    self.lists.load(name, flag, store.select_numbers(codes, name, flag))
                await asyncio.sleep(0)

    def contains(self, name: ListName, flag: Flag, number: int) -> bool:
        """Whether `number` (E.164 without the +) is barred for `flag` by list `name`."""
        return self.lists.contains(name, flag, number)

    def among(self, name: ListName, flag: Flag, numbers: Iterable[int]) -> Iterable[int]:
        """Which of these (E.164 without the +) are barred for `flag` by list `name`."""
        return self.lists.among(name, flag, numbers)

    async def refuse(
        self,
        unit: Unit,
        e164: str,
        *,
        attempt_id: str | None = None,
        user_id: int | None = None,
        reason: str | None = None,
    ) -> None:
        """The customer said no: barred for all, consents ended, as soon as `unit` has committed."""
        entry = Entry(to_number(e164), voice=True, sms=True, refused=True)
        origin = Origin(REFUSED_SOURCE, self._clock(), reason, attempt_id, user_id)
        await self.put(unit, "internal", [entry], origin)
        # Lifting the refusal one day must not bring an old consent back to life.
        await end_consents(unit.connection, e164, self._clock())
        unit.after_commit(partial(self._bus.publish, NumberRefused(e164, attempt_id)))

    async def put(
        self, unit: Unit, name: ListName, entries: Sequence[Entry], origin: Origin
    ) -> None:
        """Write entries to the table now, to memory after the commit."""
        await store.put(unit, name, entries, origin)
        unit.after_commit(partial(self.lists.put, name, entries))

    async def remove(self, unit: Unit, name: ListName, numbers: Sequence[int]) -> None:
        """Take numbers off the list, in the table now, in memory after the commit."""
        await store.remove(unit, name, numbers)
        gone = [Entry(number, voice=False, sms=False) for number in numbers]
        unit.after_commit(partial(self.lists.put, name, gone))

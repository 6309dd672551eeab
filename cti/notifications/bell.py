"""The bell in each user's live topic: how many notifications wait, and which is the newest."""

import asyncio
import logging

from cti.agents.service import name_topic
from cti.bus import Bus
from cti.db import Database
from cti.live.hub import Hub
from cti.notifications.messages import BellRang
from cti.notifications.shapes import BellView
from cti.notifications.store import count_bells

log = logging.getLogger(__name__)

ENTRY = "bell"
SILENT = BellView(unread=0, newest=0)


class Bell:
    """Keeps the entry `bell` of the topic `me` of every user.

    Counted anew from what is committed, never added up: two writers at once can't make it wrong.
    """

    def __init__(self, db: Database, bus: Bus, hub: Hub) -> None:
        self._db = db
        self._hub = hub
        self._known: dict[int, BellView] = {}
        self._due: set[int] = set()
        self._counting: asyncio.Task[None] | None = None
        bus.subscribe(BellRang, self._on_rang)

    async def load(self) -> None:
        """Count for everybody, at the start."""
        async with self._db.read() as connection:
            self._known = await count_bells(connection)

    def open(self, user_id: int) -> None:
        """Make sure that the user's topic shows it."""
        self._show(user_id, self._known.get(user_id, SILENT))

    def _on_rang(self, message: BellRang) -> None:
        self._due |= message.user_ids
        if self._counting is None or self._counting.done():
            self._counting = asyncio.get_running_loop().create_task(self._count(), name="bell")

    async def _count(self) -> None:
        while self._due:
            wanted, self._due = self._due, set()
            try:
                async with self._db.read() as connection:
                    found = await count_bells(connection, wanted)
            except Exception:
                log.exception("bells not counted; the next notification tries again")
                return
            for user_id in wanted:
                self._known[user_id] = found.get(user_id, SILENT)
                self._show(user_id, self._known[user_id])

    def _show(self, user_id: int, view: BellView) -> None:
        self._hub.put(name_topic(user_id), ENTRY, view.model_dump(mode="json"))

"""The loop that delivers: from the durable queue, in order per subject, again after a failure."""

import asyncio
import logging
import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping

from cti.bus import Bus
from cti.clock import Clock
from cti.crm.messages import CustomerChanged
from cti.db import Database
from cti.notifications.service import Notice, Notifications
from cti.rounds import Rounds
from cti.webhooks import store
from cti.webhooks.posting import Poster, Result
from cti.webhooks.rules import wait_after
from cti.webhooks.spreading import spread_events

log = logging.getLogger(__name__)

AT_ONCE = 16  # requests under way
PER_WEBHOOK = 4  # so that a slow receiver holds up nobody but itself
LONGEST_SLEEP_S = 5.0  # what is noted without a message on the bus waits no longer than this
FAILED_SLEEP_S = 5.0
NOBODY_SLEEP_S = 0.5  # before it is asked again whether anybody is to be told
KEPT = timedelta(days=14)
CLEANED_EVERY = timedelta(hours=1)
TOLD_EVERY = timedelta(hours=24)


class WebhookSender:
    """Delivers what is due until it is cancelled. What was under way is sent again by the next."""

    def __init__(
        self, db: Database, bus: Bus, clock: Clock, notifications: Notifications, poster: Poster
    ) -> None:
        self._db = db
        self._clock = clock
        self._notifications = notifications
        self._poster = poster
        self._rounds = Rounds("webhooks")
        self._flying: dict[int, tuple[int, asyncio.Task[None]]] = {}
        self._cleaned: datetime | None = None
        bus.subscribe(CustomerChanged, lambda _: self.wake())

    def wake(self) -> None:
        """Something may be due."""
        self._rounds.wake()

    async def run(self) -> None:
        """Spread and send, and sleep when there is nothing to do."""
        try:
            await self._rounds.run(self._go_round)
        finally:
            for _, task in self._flying.values():
                task.cancel()
            await asyncio.gather(
                *(task for _, task in self._flying.values()), return_exceptions=True
            )
            await self._poster.close()

    async def _go_round(self) -> float | None:
        now = self._clock()
        async with self._db.read() as connection:
            is_anybody_told = await store.has_active(connection)
        if not is_anybody_told:
            await asyncio.sleep(NOBODY_SLEEP_S)  # an import would have us ask with each batch
            return None  # nothing is noted either: the triggers ask the same
        if self._cleaned is None or now - self._cleaned >= CLEANED_EVERY:
            self._cleaned = now
            async with self._db.write() as unit:
                await store.forget_ended(unit.connection, now - KEPT)
        spread = await spread_events(self._db, now)
        started = await self._start_due(now)
        if spread or started:
            return 0.0
        async with self._db.read() as connection:
            due = await store.find_next_due(connection)
        if due is None or due <= now:  # what is due and not started waits for one under way
            return LONGEST_SLEEP_S
        return min(LONGEST_SLEEP_S, (due - now).total_seconds())

    async def _start_due(self, now: datetime) -> int:
        busy = Counter(webhook_id for webhook_id, _ in self._flying.values())
        room = AT_ONCE - len(self._flying)
        if room <= 0:
            return 0
        full = [webhook_id for webhook_id, many in busy.items() if many >= PER_WEBHOOK]
        async with self._db.read() as connection:
            rows = await store.find_due(connection, now, list(self._flying), full, room)
        started = 0
        for row in rows:
            if busy[row["webhook_id"]] < PER_WEBHOOK:
                busy[row["webhook_id"]] += 1
                task = asyncio.create_task(self._deliver(row), name=f"webhook {row['id']}")
                self._flying[row["id"]] = row["webhook_id"], task
                started += 1
        return started

    async def _deliver(self, row: RowMapping) -> None:
        try:
            result = await self._poster.post(
                row["url"], row["secret"], row["event_id"], row["kind"], row["body"]
            )
            await self._keep(row, result)
        except Exception:  # it stays due; the pause keeps a broken database from being hammered
            log.exception("what became of a delivery could not be kept")
            await asyncio.sleep(FAILED_SLEEP_S)
        finally:
            del self._flying[row["id"]]
            self.wake()

    async def _keep(self, row: RowMapping, result: Result) -> None:
        now, tries = self._clock(), row["tries"] + 1
        values: dict[str, Any] = {"tries": tries, "status": result.status, "answer": result.answer}
        wait = None if result.ok else wait_after(tries, random.random())  # noqa: S311 - spreads load, guards nothing
        if result.ok:
            values |= {"state": "done", "ended_at": now}
        elif wait is None:
            values |= {"state": "failed", "ended_at": now}
        else:
            values["due_at"] = now + wait
        async with self._db.write() as unit:
            if values.get("state") == "failed":
                await self._say_given_up(unit, row, now)
            await store.update_delivery(unit.connection, row["id"], values)

    async def _say_given_up(self, unit: Any, row: RowMapping, now: datetime) -> None:  # noqa: ANN401 - a Unit
        """Tell who made the webhook, once a day."""
        log.warning(
            "webhook delivery given up",
            extra={"webhook_id": row["webhook_id"], "delivery_id": row["id"]},
        )
        before = await store.has_failed_since(unit.connection, row["webhook_id"], now - TOLD_EVERY)
        if row["created_by"] is not None and not before:
            hook = await store.find_one(unit.connection, row["webhook_id"])
            path = f"/settings/webhooks?open={row['webhook_id']}"
            params = {"name": hook["name"] if hook else "", "path": path}
            notice = Notice(row["created_by"], "webhook.failed", None, params)
            await self._notifications.tell(unit, [notice])

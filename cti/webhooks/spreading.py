"""From what was noted to what is to be delivered: each event to every webhook that wants it."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from cti.db import Database
from cti.schema import webhook_deliveries, webhook_events, webhooks
from cti.webhooks.rules import passes, wants
from cti.webhooks.telling import fetch_events

AT_ONCE = 500


async def spread_events(db: Database, now: datetime) -> int:
    """Make deliveries of some of the noted events, and forget these; how many they were.

    In one transaction: a crash leaves an event either noted or to be delivered.
    """
    async with db.read() as connection:  # mostly there is none, and writers need not wait
        if (await connection.execute(select(webhook_events.c.id).limit(1))).first() is None:
            return 0
    async with db.write() as unit:
        connection = unit.connection
        rows = await connection.execute(
            select(webhook_events)
            .order_by(webhook_events.c.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        noted = rows.mappings().all()
        if not noted:
            return 0
        hooks = (await connection.execute(select(webhooks).where(webhooks.c.active))).mappings()
        targets = hooks.all()
        events = await fetch_events(connection, noted)
        deliveries = [
            {
                "webhook_id": hook["id"],
                "event_id": event.id,
                "kind": event.kind,
                "subject": event.subject,
                "body": event.body,
                "state": "waiting",
                "tries": 0,
                "due_at": now,
                "created_at": now,
            }
            for event in events
            for hook in targets
            if wants(hook["kinds"], event.kind) and passes(hook["filter"], event.customer)
        ]
        if deliveries:
            await connection.execute(insert(webhook_deliveries), deliveries)
        ids = [row["id"] for row in noted]
        await connection.execute(delete(webhook_events).where(webhook_events.c.id.in_(ids)))
    return len(noted)

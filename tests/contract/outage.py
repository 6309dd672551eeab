"""PostgreSQL ends the connections that are in the middle of something, as a restart of it does."""

import asyncio

import asyncpg

from cti.db import Database

PATIENCE_S = 20.0
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'"
END_ALL = (
    "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
    " WHERE datname = $1 AND state <> 'idle'"
)
HOLD = "SELECT id FROM customers WHERE id = $1 FOR UPDATE"


class Outage:
    """Holds a customer's row; `strike` when somebody's transaction waits for it."""

    def __init__(self, db: Database) -> None:
        self._url = db.engine.url.set(drivername="postgresql")
        self._holder: asyncpg.Connection | None = None

    async def prepare(self, customer_id: int) -> None:
        """Whoever changes this customer waits from now on."""
        self._holder = await self._connect(self._url.database)
        await self._holder.execute("BEGIN")
        await self._holder.fetch(HOLD, customer_id)

    async def strike(self) -> None:
        """Wait until somebody does, then end every connection that has a transaction."""
        beside = await self._connect("postgres")
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not await beside.fetchval(WAITING, self._url.database):
                    await asyncio.sleep(0.01)
            assert await beside.fetchval(END_ALL, self._url.database) > 1
        finally:
            await beside.close()

    async def _connect(self, database: str | None) -> asyncpg.Connection:
        url = self._url.set(database=database)
        return await asyncpg.connect(url.render_as_string(hide_password=False))

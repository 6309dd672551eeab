"""PostgreSQL databases that tests use one after the other.

Emptying one takes ten milliseconds; making a new one for each test takes a second on a busy disk.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias, TypeVar

import asyncpg
from postgres_cluster import Cluster

from cti.migrate import migrate

RESET = (Path(__file__).parent / "reset.sql").read_text(encoding="utf-8")
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
T = TypeVar("T")


class Pool:
    """The databases of one test process, all copies of one migrated template.

    It has a thread and a loop of its own, so that plain fixtures can use it while a test's loop
    stands still, and keeps its connections, for which the server has done the planning.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._thread, self._runner = ThreadPoolExecutor(1), asyncio.Runner()
        self._free: list[str] = []
        self._connections: dict[str, Connection] = {}
        self._template = self._run(self._make_template())

    def take(self) -> str:
        """The address of a database that is as the migrations left it."""
        name = self._free.pop() if self._free else self._run(self._cluster.create(self._template))
        return self._cluster.url(name)

    def give_back(self, url: str) -> None:
        """Empty it for the next test; one whose tables a test has changed is removed."""
        name = url.rpartition("/")[2]
        if self._run(self._reset(name)):
            self._free.append(name)
        else:
            self._run(self._remove(name))

    def close(self) -> None:
        """Leave the cluster."""
        for connection in self._connections.values():
            self._run(connection.close())
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def _run(self, work: Coroutine[object, object, T]) -> T:
        return self._thread.submit(self._runner.run, work).result()

    async def _make_template(self) -> str:
        name = await self._cluster.create()
        await migrate(self._cluster.url(name))
        connection = await self._connect(name)
        await connection.execute(RESET)
        await connection.close()  # a template has no connections
        return name

    async def _reset(self, name: str) -> bool:
        if name not in self._connections:
            self._connections[name] = await self._connect(name)
        return bool(await self._connections[name].fetchval("SELECT testing.reset()"))

    async def _remove(self, name: str) -> None:
        await self._connections.pop(name).close()
        await self._cluster.drop(name)

    async def _connect(self, name: str) -> Connection:
        return await asyncpg.connect(self._cluster.url(name).replace("+asyncpg", ""))


@contextmanager
def open_pool(cluster: Cluster) -> Iterator[Pool]:
    """A pool, closed at the end; its databases go with the cluster."""
    pool = Pool(cluster)
    yield pool
    pool.close()

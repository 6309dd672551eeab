"""Who sits behind which extension: the active users, in memory, kept up to date."""

import asyncio
from collections.abc import Callable

import sqlalchemy as sa

from cti.accounts.messages import UserChanged
from cti.bus import Bus
from cti.db import Database
from cti.rounds import insist
from cti.schema import users
from cti.shapes import Person

COLUMNS = (users.c.id, users.c.name, users.c.extension, users.c.role)


class PeopleBook:
    """Every active user; a pop must not wait for the database to know whose phone rings."""

    def __init__(self, db: Database, bus: Bus) -> None:
        self._db = db
        self._by_id: dict[int, Person] = {}
        self._by_extension: dict[str, Person] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._reading = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []
        bus.subscribe(UserChanged, self._on_user_changed)

    def on_changed(self, listener: Callable[[], None]) -> None:
        """Call `listener` after users were made or changed."""
        self._listeners.append(listener)

    async def load(self) -> None:
        """Read them all."""
        async with self._db.read() as connection:
            rows = await connection.execute(sa.select(*COLUMNS).where(users.c.active))
            people = [Person.model_validate(dict(row)) for row in rows.mappings()]
        self._by_id = {person.id: person for person in people}
        self._by_extension = {person.extension: person for person in people if person.extension}

    def learn(self, person: Person) -> None:
        """Take in somebody who is here for sure, whoever made them (a command line, say)."""
        known = self._by_id.get(person.id)
        if known == person:
            return
        if known is not None and known.extension:
            self._by_extension.pop(known.extension, None)
        self._by_id[person.id] = person
        if person.extension:
            self._by_extension[person.extension] = person

    def find(self, user_id: int | None) -> Person | None:
        """A user by id."""
        return None if user_id is None else self._by_id.get(user_id)

    def find_by_extension(self, extension: str | None) -> Person | None:
        """Whose phone this is."""
        return None if extension is None else self._by_extension.get(extension)

    def list_all(self) -> list[Person]:
        """Everybody."""
        return list(self._by_id.values())

    def _on_user_changed(self, _message: UserChanged) -> None:
        task = asyncio.get_running_loop().create_task(self._reload())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reload(self) -> None:
        async with self._reading:  # what is read first must not be taken in last
            await insist("people", self.load)
        for listener in self._listeners:
            listener()

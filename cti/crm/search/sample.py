"""Some of the names that are there, by which is guessed which letters of a search are rare.

An index of trigrams reads a list for each: of a common one, of a hundred thousand entries. Neither
database tells how long a list is before it is read; names taken here and there do.
"""

from collections.abc import Mapping

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.known_ids import given
from cti.crm.search.asked import Sampled
from cti.schema import contacts, customers

SIZE = 1_000
"""So many names are read of each table."""

FEWEST = 20 * SIZE
"""Of fewer no list is long."""

SPREAD = 2_654_435_761
"""Knuth's multiplier: steps without a rhythm, for every tenth row may be of another kind."""

KEPT = 500
"""After so many searches they are read anew."""

Names = Mapping[str, Sampled]
"""Table → names of it, a blank before each word and one more, as both indexes have them."""


class Sample:
    """Names of contacts and of customers, read now and then."""

    def __init__(self) -> None:
        self._names: Names = {}
        self._left = 0

    async def read(self, connection: AsyncConnection) -> Names:
        """The names; none of a table with few rows."""
        if self._left <= 0:
            self._left = KEPT
            self._names = {
                one.name: await _read_names(connection, one) for one in (contacts, customers)
            }
        self._left -= 1
        return self._names


async def _read_names(connection: AsyncConnection, of: Table) -> Sampled:
    last = (await connection.execute(select(func.max(of.c.id)))).scalar() or 0
    if last < FEWEST:
        return Sampled()
    ids = given(connection, sorted({at * SPREAD % last + 1 for at in range(SIZE)}))
    some = await connection.execute(select(of.c.name_key).where(of.c.id.in_(ids)))
    return Sampled([pad_words(name) for name in some.scalars()])


def pad_words(name: str) -> str:
    """A name as the indexes see it."""
    return "  " + name.replace(" ", "  ")

"""The tiles above the customer list: counts of what the caller sees (R033–R037)."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.catalogues.names import Catalogue
from cti.crm.catalogues.store import find_values
from cti.crm.comments.unread import count_unread
from cti.crm.listing.counting import count_customers
from cti.crm.listing.shapes import RelationshipCount, Tiles, UnreadTile
from cti.crm.settings_store import read_setting, write_setting
from cti.db import Database

FORGOTTEN = "forgotten"  # the setting: a number of days
DEFAULT_DAYS = 30


async def find_forgotten_days(connection: AsyncConnection) -> int:
    """After how many days without contact a customer is one not to forget (R035)."""
    days = await read_setting(connection, FORGOTTEN)
    return days if isinstance(days, int) else DEFAULT_DAYS


class TileCounts:
    """Counts the tiles, and keeps the days of one of them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def count(self, caller: Caller) -> Tiles:
        """All tiles, off an index alone."""
        async with self._db.read() as connection:
            days = await find_forgotten_days(connection)
            before = self._clock() - timedelta(days=days)
            values = await find_values(connection, [Catalogue.RELATIONSHIP.value])
            named = [(one.id, one.label) for one in values.get(Catalogue.RELATIONSHIP.value, [])]
            keys = [key for key, _ in named]
            counts = await count_customers(connection, caller, keys, before)
            unread = await count_unread(connection, caller)
        of = counts.by_relationship
        return Tiles(
            all=counts.total,
            unread=UnreadTile(comments=unread.comments, customers=unread.customers),
            forgotten=counts.forgotten,
            forgotten_days=days,
            relationships=[
                RelationshipCount(
                    id=key,
                    label=label,
                    count=of.get(key, 0),
                    percent=_percent(of.get(key, 0), counts.total),
                )
                for key, label in [*named, (None, None)]
            ],
        )

    async def set_days(self, caller: Caller, days: int) -> None:
        """Say after how many days a customer is one not to forget."""
        async with self._db.write() as unit:
            await write_setting(unit.connection, FORGOTTEN, days)
            await record_audit(
                unit.connection,
                caller,
                "customers.forgotten_days",
                None,
                {"days": days},
                at=self._clock(),
            )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0

"""The tiles above the customer list: counts of what the caller sees (R033–R037)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.accounts.visibility import sees_all, split_visible
from cti.clock import Clock
from cti.crm.catalogues.names import Catalogue
from cti.crm.catalogues.store import find_values
from cti.crm.comments.unread import count_unread
from cti.crm.listing.facets import BY_FACETS, BY_OWNER
from cti.crm.listing.query import last_touched
from cti.crm.listing.shapes import RelationshipCount, Tiles, UnreadTile
from cti.crm.settings_store import read_setting, write_setting
from cti.db import Database
from cti.schema import customers

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
            parts = _list_parts(caller, [key for key, _ in named], before)
            counted: dict[int | None, tuple[int, int]] = {}
            for row in await connection.execute(union_all(*parts)):
                count, old = counted.get(row.relationship_id, (0, 0))
                counted[row.relationship_id] = (count + row.count_, old + row.old)
            unread = await count_unread(connection, caller)
        total = sum(count for count, _ in counted.values())
        return Tiles(
            all=total,
            unread=UnreadTile(comments=unread.comments, customers=unread.customers),
            forgotten=sum(old for _, old in counted.values()),
            forgotten_days=days,
            relationships=[
                RelationshipCount(
                    id=key,
                    label=label,
                    count=counted.get(key, (0, 0))[0],
                    percent=_percent(counted.get(key, (0, 0))[0], total),
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


def _list_parts(
    caller: Caller, relationships: Sequence[int], before: datetime
) -> list[Select[Any]]:
    """Counts by relationship, to be added up: of each range of an index that the caller sees."""
    by = customers.c.relationship_id
    counts = (
        by,
        func.count().label("count_"),
        func.count().filter(last_touched(customers) < before).label("old"),
    )
    parts, supported = split_visible(caller)
    if sees_all(caller):  # each a range by itself, or PostgreSQL would read the table instead
        ranges = [by == one for one in relationships] + [by.is_(None)]
        some: list[tuple[FromClause, ColumnElement[bool]]]
        some = [(BY_FACETS, and_(*parts, one)) for one in ranges]
    else:
        some = [(BY_OWNER, part) for part in parts]
    if supported is not None:
        some.append((customers, supported))
    return [select(*counts).select_from(index).where(part).group_by(by) for index, part in some]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0

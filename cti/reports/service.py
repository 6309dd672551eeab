"""The KPI of customers: who brought how many, by which source, and did what with them (R350)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Reach, Right
from cti.clock import Clock
from cti.crm.catalogues.store import find_labels
from cti.db import Database
from cti.reports.counting import NOBODY, People, count_customers, count_part, find_people
from cti.reports.entries import find_entries
from cti.reports.period import Period, PeriodName, find_period
from cti.reports.shapes import (
    Kpi,
    KpiEntries,
    KpiFigures,
    KpiPart,
    KpiRow,
    SourceCount,
)
from cti.shapes import Person, read_person

Counts = Mapping[int | None, tuple[int, int]]


class KpiReport:
    """Counts for whoever may look: their own work, their team's, or everybody's."""

    def __init__(self, db: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._db = db
        self._clock = clock
        self._zone = zone

    def find_period(self, name: PeriodName, first: date | None, last: date | None) -> Period:
        """The days of a period, by the company's clocks. Raises PeriodError."""
        return find_period(name, self._clock(), self._zone, first, last)

    async def count(self, caller: Caller, period: Period, user_id: int | None = None) -> Kpi:
        """The figures of the period, each employee's and in all; the sources of `user_id` alone.

        Whoever is active is listed, and whoever is not only with something done. A user of 0 is
        nobody: customers without an owner.
        """
        async with self._db.read() as connection:
            known, people = await _find_people(connection, caller)
            created = await count_customers(connection, period, people)
            tasks = await count_part(connection, "tasks", period, people)
            comments = await count_part(connection, "comments", period, people)
            calls = await count_part(connection, "calls", period, people)
            by_source = created.by_source
            if user_id is not None:
                one = _pick(people, user_id)
                by_source = (
                    (await count_customers(connection, period, one)).by_source if one else {}
                )
            labels = await find_labels(connection, {one for one in by_source if one is not None})
        book = _Book(created.by_owner, tasks, comments, calls)
        rows = [row for row in _make_rows(book, known) if row is not None]
        return Kpi(
            first=period.first,
            last=period.last,
            own_only=not people.all and people.ids == [caller.user_id],
            sources=_list_sources(by_source, labels),
            rows=rows,
            total=_add_up(rows),
        )

    async def list_entries(
        self,
        caller: Caller,
        period: Period,
        part: KpiPart,
        *,
        user_id: int | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> KpiEntries:
        """What stands behind a figure, as far as the caller may see it. Raises CursorError."""
        async with self._db.read() as connection:
            _, people = await _find_people(connection, caller)
            if user_id is not None:
                one = _pick(people, user_id)
                if one is None:
                    return KpiEntries(rows=[], next=None)
                people = one
            return await find_entries(
                connection, caller, part, period, people, cursor=cursor, limit=limit
            )


async def _find_people(
    connection: AsyncConnection, caller: Caller
) -> tuple[Sequence[RowMapping], People]:
    known = await find_people(connection, caller)
    everybody = Reach.ALL in caller.find_reach(Right.CUSTOMERS_KPI)
    return known, People([one["id"] for one in known], everybody)


def _pick(people: People, user_id: int) -> People | None:
    """One of them alone; 0 is nobody, of whom only those know who look at everybody's work."""
    if user_id == 0 and people.all:
        return NOBODY
    return People([user_id]) if user_id in people.ids else None


class _Book:
    """Everything that was counted."""

    def __init__(
        self,
        created: Mapping[int | None, int],
        tasks: Counts,
        comments: Counts,
        calls: Counts,
    ) -> None:
        self.created = created
        self.tasks, self.comments, self.calls = tasks, comments, calls

    def read(self, user_id: int | None, user: Person | None) -> KpiRow:
        """One employee's line; None is nobody's."""
        tasks, comments = (counts.get(user_id, (0, 0))[0] for counts in (self.tasks, self.comments))
        calls, talk_s = self.calls.get(user_id, (0, 0))
        return KpiRow(
            user=user,
            customers=self.created.get(user_id, 0),
            interactions=tasks + comments + calls,
            tasks=tasks,
            comments=comments,
            calls=calls,
            talk_s=talk_s,
        )


def _make_rows(book: _Book, known: Sequence[RowMapping]) -> Iterable[KpiRow | None]:
    for one in known:
        row = book.read(one["id"], read_person(one, "user_id", "user"))
        yield row if one["active"] or row.customers or row.interactions else None
    nobodys = book.read(None, None)
    yield nobodys if nobodys.customers or nobodys.interactions else None


def _add_up(rows: Sequence[KpiRow]) -> KpiFigures:
    return KpiFigures(
        **{name: sum(getattr(row, name) for row in rows) for name in KpiFigures.model_fields}
    )


def _list_sources(
    by_source: Mapping[int | None, int], labels: Mapping[int, str]
) -> list[SourceCount]:
    """The most fruitful first."""
    return [
        SourceCount(id=key, label=None if key is None else labels.get(key), count=count)
        for key, count in sorted(
            by_source.items(), key=lambda one: (-one[1], one[0] is None, one[0] or 0)
        )
    ]

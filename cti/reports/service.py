"""The KPI of customers: who brought how many, by which source, and did what with them (R350)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller, Reach, Right
from cti.clock import Clock
from cti.crm.catalogues.store import find_labels
from cti.db import Database
from cti.reports.counting import People, count_customers, count_part, find_people
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
Created = Mapping[tuple[int | None, int | None], int]


class KpiReport:
    """Counts for whoever may look: their own work, their team's, or everybody's."""

    def __init__(self, db: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._db = db
        self._clock = clock
        self._zone = zone

    def find_period(self, name: PeriodName, first: date | None, last: date | None) -> Period:
        """The days of a period, by the company's clocks. Raises PeriodError."""
        return find_period(name, self._clock(), self._zone, first, last)

    async def count(self, caller: Caller, period: Period) -> Kpi:
        """The figures of the period, each employee's and in all.

        Whoever is active is listed, and whoever is not only with something done.
        """
        everybody = Reach.ALL in caller.find_reach(Right.CUSTOMERS_KPI)
        async with self._db.read() as connection:
            known = await find_people(connection, caller)
            people: People = None if everybody else [one["id"] for one in known]
            created = await count_customers(connection, period, people)
            tasks = await count_part(connection, "tasks", period, people)
            comments = await count_part(connection, "comments", period, people)
            calls = await count_part(connection, "calls", period, people)
            ids = {source for _, source in created if source is not None}
            labels = await find_labels(connection, ids) if ids else {}
        book = _Book(created, tasks, comments, calls, labels)
        rows = [row for row in _make_rows(book, known) if row is not None]
        return Kpi(
            first=period.first,
            last=period.last,
            own_only=[one["id"] for one in known] == [caller.user_id] and not everybody,
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
            people: People = None
            if user_id is not None or Reach.ALL not in caller.find_reach(Right.CUSTOMERS_KPI):
                known = [one["id"] for one in await find_people(connection, caller)]
                people = [one for one in known if user_id in (None, one)]
            return await find_entries(
                connection, caller, part, period, people, cursor=cursor, limit=limit
            )


class _Book:
    """Everything that was counted."""

    def __init__(
        self,
        created: Created,
        tasks: Counts,
        comments: Counts,
        calls: Counts,
        labels: Mapping[int, str],
    ) -> None:
        self.created: dict[int | None, dict[int | None, int]] = {}
        for (owner_id, source_id), count in created.items():
            self.created.setdefault(owner_id, {})[source_id] = count
        self.tasks, self.comments, self.calls = tasks, comments, calls
        self.labels = labels

    def read(self, user_id: int | None, user: Person | None) -> KpiRow:
        """One employee's line; None is nobody's."""
        tasks, comments = (counts.get(user_id, (0, 0))[0] for counts in (self.tasks, self.comments))
        calls, talk_s = self.calls.get(user_id, (0, 0))
        by_source = self.created.get(user_id, {})
        return KpiRow(
            user=user,
            customers=sum(by_source.values()),
            sources=_list_sources(by_source, self.labels),
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
    by_source: Counter[int | None] = Counter()
    labels: dict[int, str] = {}
    for source in (source for row in rows for source in row.sources):
        by_source[source.id] += source.count
        if source.id is not None and source.label is not None:
            labels[source.id] = source.label
    names = ("customers", "interactions", "tasks", "comments", "calls", "talk_s")
    return KpiFigures(
        sources=_list_sources(by_source, labels),
        **{name: sum(getattr(row, name) for row in rows) for name in names},
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

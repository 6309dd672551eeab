"""Use cases on duplicates: the rules, and the ones that are there already."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.clock import Clock
from cti.crm.cursor import decode_text, encode_cursor
from cti.crm.duplicates.check import SETTING, find_rules
from cti.crm.duplicates.finder import find_column, select_keys, select_repeated
from cti.crm.duplicates.keys import Criterion
from cti.crm.duplicates.shapes import (
    DuplicateCustomer,
    DuplicateGroup,
    DuplicatePage,
    DuplicateRules,
    DuplicateRulesView,
)
from cti.crm.errors import CursorError
from cti.crm.keyed import KEYS, among_keys
from cti.crm.settings_store import write_setting
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.db import Database
from cti.schema import customers

MOST_SHOWN = 20
COUNTED = 1000


class Duplicates:
    """Reads and sets the rules; lists what breaks them already."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def get_rules(self) -> DuplicateRulesView:
        """The severity of each criterion."""
        async with self._db.read() as connection:
            rules = await find_rules(connection)
        return DuplicateRulesView.model_validate(
            {criterion.value: severity.value for criterion, severity in rules.items()}
        )

    async def set_rules(self, caller: Caller, form: DuplicateRules) -> DuplicateRulesView:
        """Change the severities that were sent (R120, R124)."""
        changes = form.model_dump(exclude_none=True)
        async with self._db.write() as unit:
            rules = await find_rules(unit.connection)
            decided = {criterion.value: severity.value for criterion, severity in rules.items()}
            await write_setting(unit.connection, SETTING, decided | changes)
            await record_audit(
                unit.connection, caller, "duplicates.rules", None, changes, at=self._clock()
            )
        return await self.get_rules()

    async def find_page(
        self, caller: Caller, criterion: Criterion, cursor: str | None = None, limit: int = 20
    ) -> DuplicatePage:
        """Groups of customers, of those the caller may see, that share a key of the criterion.

        In the order of the keys. Raises CursorError.
        """
        tag = f"duplicates/{criterion.value}"
        after = None if cursor is None else decode_text(tag, cursor)[0]
        async with self._db.read() as connection:
            # The keys are grouped whole in any case: counting on costs no more than one page.
            every = await _find_keys(connection, caller, criterion, None, COUNTED + 1)
            keys = every
            if after is not None:
                keys = await _find_keys(connection, caller, criterion, after, limit + 1)
            groups = await _find_groups(connection, caller, criterion, keys[:limit])
        more = len(keys) > limit
        return DuplicatePage(
            rows=[
                DuplicateGroup(field=criterion.value, count=count, customers=one)
                for count, one in groups
            ],
            next=encode_cursor(tag, str(keys[limit - 1]), "") if more else None,
            total=min(len(every), COUNTED),
            more=len(every) > COUNTED,
        )


async def _find_keys(
    connection: AsyncConnection,
    caller: Caller,
    criterion: Criterion,
    after: str | None,
    limit: int,
) -> list[Any]:
    """Keys that two customers or more have, after the one the page before ended with."""
    places = [
        place.where(customers_visible(caller), find_column(place).in_(select_repeated(criterion)))
        for place in select_keys(criterion)
    ]
    if after is not None:
        bound = _read(criterion, after)
        places = [place.where(find_column(place) > bound) for place in places]
    every = union_all(*places).subquery("every")
    rows = await connection.execute(
        select(every.c.key)
        .group_by(every.c.key)
        .having(func.count(every.c.customer_id.distinct()) > 1)
        .order_by(every.c.key)
        .limit(limit)
    )
    return list(rows.scalars())


async def _find_groups(
    connection: AsyncConnection, caller: Caller, criterion: Criterion, keys: Sequence[Any]
) -> list[tuple[int, list[DuplicateCustomer]]]:
    """Each key's customers, how many there are and the first of them."""
    if not keys:
        return []
    dialect = connection.dialect.name
    places = [
        place.where(customers_visible(caller), among_keys(find_column(place), dialect))
        for place in select_keys(criterion)
    ]
    every = union_all(*places).subquery("every")
    once = select(every.c.key, every.c.customer_id).distinct().subquery("once")
    rank = func.row_number().over(partition_by=once.c.key, order_by=once.c.customer_id)
    count = func.count().over(partition_by=once.c.key)
    ranked = select(once, rank.label("rank"), count.label("count_")).subquery("ranked")
    rows = await connection.execute(
        select(
            ranked.c.key,
            ranked.c.count_,
            customers.c.id,
            customers.c.version,
            customers.c.code,
            customers.c.name,
            customers.c.owner_id,
            customers.c.created_at,
            customers.c.updated_at,
            *OWNER_COLUMNS,
        )
        .select_from(
            ranked.join(customers, customers.c.id == ranked.c.customer_id).outerjoin(
                owners, owners.c.id == customers.c.owner_id
            )
        )
        .where(ranked.c.rank <= MOST_SHOWN)
        .order_by(ranked.c.rank),
        {KEYS: list(keys)},
    )
    groups: dict[Any, list[DuplicateCustomer]] = {key: [] for key in keys}
    counts: dict[Any, int] = {}
    for row in rows.mappings():
        groups[row["key"]].append(_make_customer(row))
        counts[row["key"]] = row["count_"]
    return [(counts.get(key, 0), found) for key, found in groups.items()]


def _make_customer(row: RowMapping) -> DuplicateCustomer:
    fields = {name: row[name] for name in DuplicateCustomer.model_fields if name in row}
    return DuplicateCustomer(**fields, owner=make_owner(row))


def _read(criterion: Criterion, key: str) -> object:
    if criterion is not Criterion.BIRTHDAY:
        return key
    try:
        return date.fromisoformat(key)
    except ValueError as error:
        raise CursorError from error

"""Use cases on duplicates: the rules, and the ones that are there already."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.cursor import decode_text, encode_cursor
from cti.crm.duplicates.check import SETTING, find_rules
from cti.crm.duplicates.existing import Group, find_groups
from cti.crm.duplicates.keys import Criterion
from cti.crm.duplicates.shapes import (
    DuplicateCustomer,
    DuplicateGroup,
    DuplicatePage,
    DuplicateRules,
    DuplicateRulesView,
)
from cti.crm.errors import CursorError
from cti.crm.settings_store import write_setting
from cti.crm.store import OWNER_COLUMNS, make_owner, owners
from cti.db import Database
from cti.phones import display
from cti.schema import customers

MOST_SHOWN = 20
LONGEST_SHOWN = 200

TEXTS = {
    Criterion.FAX: customers.c.fax,
    Criterion.TAX_CODE: customers.c.tax_code,
    Criterion.OFFICE_ADDRESS: customers.c.office_address,
    Criterion.DESCRIPTION: customers.c.description,
}
"""What is compared by a key that nobody could read."""


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

        In the order of the keys. A page may have fewer groups than `limit`, or none, and a `next`
        all the same: a bounded piece was looked through. Raises CursorError.
        """
        tag = f"duplicates/{criterion.value}"
        after = None if cursor is None else _read(criterion, decode_text(tag, cursor)[0])
        async with self._db.read() as connection:
            piece = await find_groups(connection, caller, criterion, after, limit)
            known = await _find_customers(connection, piece.groups)
            texts = await _find_texts(connection, criterion, piece.groups)
        return DuplicatePage(
            rows=[
                DuplicateGroup(
                    field=criterion.value,
                    value=_tell_value(criterion, group, texts),
                    count=len(group.ids),
                    more=group.more,
                    customers=[known[one] for one in group.ids[:MOST_SHOWN] if one in known],
                )
                for group in piece.groups
            ],
            next=None if piece.last is None else encode_cursor(tag, str(piece.last), ""),
        )


def _tell_value(criterion: Criterion, group: Group, texts: Mapping[int, str]) -> str | None:
    """What the customers of a group share; None for a name, which is theirs to be read."""
    if criterion is Criterion.NAME:
        return None
    if criterion in TEXTS:
        return (texts.get(group.ids[0]) or "")[:LONGEST_SHOWN]
    return display(group.key) if criterion is Criterion.PHONE else str(group.key)


async def _find_texts(
    connection: AsyncConnection, criterion: Criterion, groups: Sequence[Group]
) -> dict[int, str]:
    """Of the first customer of each group, what is compared, as it was typed."""
    if criterion not in TEXTS or not groups:
        return {}
    firsts = [group.ids[0] for group in groups]
    query = select(customers.c.id, TEXTS[criterion]).where(customers.c.id.in_(firsts))
    return {row[0]: row[1] for row in await connection.execute(query)}


async def _find_customers(
    connection: AsyncConnection, groups: Sequence[Group]
) -> dict[int, DuplicateCustomer]:
    """Those that are shown of the groups."""
    ids = {one for group in groups for one in group.ids[:MOST_SHOWN]}
    if not ids:
        return {}
    rows = await connection.execute(
        select(
            customers.c.id,
            customers.c.version,
            customers.c.code,
            customers.c.name,
            customers.c.owner_id,
            customers.c.created_at,
            customers.c.updated_at,
            *OWNER_COLUMNS,
        )
        .select_from(customers.outerjoin(owners, owners.c.id == customers.c.owner_id))
        .where(customers.c.id.in_(sorted(ids)))
    )
    return {row["id"]: _make_customer(row) for row in rows.mappings()}


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

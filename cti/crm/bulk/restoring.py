"""Many customers that were deleted at once, brought back: whom nobody has restored since.

As one by one, the rules for duplicates are those of creating (R126): somebody may have been created
in a customer's place meanwhile. Who is only warned of comes back; who is blocked stays deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, null, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_deleted
from cti.crm.bulk.action import Outcome, append_logs
from cti.crm.bulk.choosing import find_names
from cti.crm.bulk.errors import ChangedSinceError
from cti.crm.bulk.memory import Change, take_changes
from cti.crm.duplicates.check import DuplicateCheck, tell_matches
from cti.crm.duplicates.errors import DuplicateError
from cti.crm.duplicates.keys import Candidate, make_keys
from cti.crm.duplicates.shapes import DuplicateMatch
from cti.crm.errors import CustomerNotFoundError
from cti.crm.importing.rows import update_rows
from cti.crm.rules import Diff
from cti.db import Unit
from cti.schema import contacts, customers, phones

RESTORED = "customer.restored"
COMPARED = ("name", "code", "fax", "tax_code", "office_address", "description", "birthday")


class RestoreDeleted:
    """Brings back those that a job deleted."""

    right = Right.BULK_DELETE

    def __init__(self, job_id: int, check: DuplicateCheck, region: str) -> None:
        self._job_id = job_id
        self._check = check
        self._region = region

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it to these customers; a line in the history of each that comes back."""
        del at
        connection, outcome = unit.connection, Outcome(are_back=True)
        kept = await take_changes(connection, self._job_id, ids)
        rows = await _lock(connection, caller, list(kept))
        there = await find_names(connection, caller, list(kept))
        outcome.unchanged = len(there)  # somebody has restored them
        for one in sorted(kept.keys() - rows.keys() - there.keys()):
            outcome.refuse(one, None, CustomerNotFoundError())
        same = {}
        for one, row in rows.items():
            if row["deleted_at"] == datetime.fromisoformat(kept[one]["d"]):
                same[one] = row
            else:  # restored, and deleted again
                outcome.refuse(one, row["name"], ChangedSinceError(fields=["deleted"]))
        blocked = await self._find_blocked(unit, caller, same)
        for one, matches in blocked.items():
            outcome.refuse(one, same[one]["name"], DuplicateError(**tell_matches(matches)))
        outcome.changed = [one for one in same if one not in blocked]
        await _bring_back(connection, outcome.changed, kept, now)
        told: dict[int, Diff] = {
            one: {"name": [None, same[one]["name"]]} for one in outcome.changed
        }
        await append_logs(connection, caller.user_id, now, RESTORED, told)
        return outcome

    async def _find_blocked(
        self, unit: Unit, caller: Caller, rows: Mapping[int, RowMapping]
    ) -> dict[int, list[DuplicateMatch]]:
        """Those that the rules refuse, and for whose sake; what is disclosed so is audited."""
        candidates = await _make_candidates(unit.connection, rows)
        keys = {one: make_keys(candidate, self._region) for one, candidate in candidates.items()}
        found = await self._check.check_batch(unit, caller, keys, {one: one for one in keys})
        blocked = {
            one: [match for match in matches if match.severity == "block"]
            for one, matches in found.items()
        }
        blocked = {one: matches for one, matches in blocked.items() if matches}
        await self._check.record(unit, caller, [one for each in blocked.values() for one in each])
        return blocked


async def _lock(
    connection: AsyncConnection, caller: Caller, ids: Sequence[int]
) -> dict[int, RowMapping]:
    """Those of the customers that are deleted and that the caller may bring back."""
    rows = await connection.execute(
        select(customers)
        .where(customers.c.id.in_(ids), customers_deleted(caller, RestoreDeleted.right))
        .order_by(customers.c.id)
        .with_for_update()
    )
    return {row["id"]: row for row in rows.mappings()}


async def _make_candidates(
    connection: AsyncConnection, rows: Mapping[int, RowMapping]
) -> dict[int, Candidate]:
    """What of each and its contacts is compared with others."""
    of_them = contacts.c.customer_id.in_(list(rows)), contacts.c.deleted_at.is_(None)
    addresses = select(contacts.c.customer_id, contacts.c.email, null().label("e164"))
    numbers = select(contacts.c.customer_id, null(), phones.c.e164).join(
        phones, phones.c.contact_id == contacts.c.id
    )
    reached = await connection.execute(
        union_all(addresses.where(*of_them), numbers.where(*of_them))
    )
    emails: dict[int, list[str | None]] = {one: [row["email"]] for one, row in rows.items()}
    numbers_of: dict[int, list[str | None]] = {one: [] for one in rows}
    for customer_id, email, e164 in reached:
        emails[customer_id].append(email)
        numbers_of[customer_id].append(e164)
    return {
        one: Candidate(
            **{name: row[name] for name in COMPARED},
            emails=tuple(emails[one]),
            phones=tuple(numbers_of[one]),
        )
        for one, row in rows.items()
    }


async def _bring_back(
    connection: AsyncConnection, ids: Sequence[int], kept: Mapping[int, Change], now: datetime
) -> None:
    if not ids:
        return
    await connection.execute(
        update(customers)
        .where(customers.c.id.in_(ids))
        .values(deleted_at=None, updated_at=now, version=customers.c.version + 1)
    )
    links = {contact_id: one for one in ids for contact_id in kept[one]["l"]}
    free = await _find_free(connection, links)
    await update_rows(connection, contacts, [(one, {"company_id": links[one]}) for one in free])


async def _find_free(connection: AsyncConnection, contact_ids: Iterable[int]) -> list[Any]:
    """Those of the contacts that are still there and work for nobody else since."""
    rows = await connection.execute(
        select(contacts.c.id)
        .where(
            contacts.c.id.in_(list(contact_ids)),
            contacts.c.company_id.is_(None),
            contacts.c.deleted_at.is_(None),
        )
        .with_for_update()
    )
    return list(rows.scalars())

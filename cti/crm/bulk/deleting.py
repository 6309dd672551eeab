"""Many customers deleted at once: hidden, as one by one, and restored the same way."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_within
from cti.crm.bulk.action import Outcome, append_logs, sort_out
from cti.crm.bulk.choosing import lock_chosen
from cti.crm.companies.release import unlink_contacts
from cti.crm.invitations.ordering import withdraw_of_deleted
from cti.db import Unit
from cti.schema import contacts, customers


class BulkDelete:
    """Hides each customer (R105)."""

    right = Right.BULK_DELETE

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it to these customers; contacts of others that worked for them survive (R074)."""
        del at
        outcome = Outcome()
        rows = await lock_chosen(unit.connection, caller, ids, customers_within(caller, self.right))
        gone = sort_out(rows, ids, outcome)
        outcome.changed = [row["id"] for row in gone]
        if gone:
            await unit.connection.execute(
                update(customers)
                .where(customers.c.id.in_(outcome.changed))
                .values(deleted_at=now, updated_at=now, version=customers.c.version + 1)
            )
            linked = await _unlink(unit.connection, outcome.changed)
            outcome.kept = {
                one: {"d": now.isoformat(), "l": linked.get(one, [])} for one in outcome.changed
            }
            await withdraw_of_deleted(unit.connection, outcome.changed, caller.user_id, now)
            told: dict[int, dict[str, list[object]]] = {
                row["id"]: {"name": [row["name"], None]} for row in gone
            }
            await append_logs(unit.connection, caller.user_id, now, "customer.deleted", told)
        return outcome


async def _unlink(connection: AsyncConnection, customer_ids: Sequence[int]) -> dict[int, list[int]]:
    """Contacts of others lose these as their company; which: company → contacts."""
    mine = contacts.c.company_id.in_(customer_ids)
    rows = await connection.execute(select(contacts.c.id, contacts.c.company_id).where(mine))
    found: dict[int, list[int]] = {}
    for contact_id, company_id in rows:
        found.setdefault(company_id, []).append(contact_id)
    if found:
        await unlink_contacts(connection, found)
    return found

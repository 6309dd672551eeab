"""Use cases on opportunities; each step is a line of the customer's history (R152)."""

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.deals import find_contact_of
from cti.crm.editing import lock_customer, tell
from cti.crm.opportunities import store
from cti.crm.opportunities.errors import OpportunityNotFoundError, OpportunityVersionError
from cti.crm.opportunities.making import FIELDS, OPEN, open_opportunity, say, take
from cti.crm.opportunities.shapes import (
    Opportunity,
    OpportunityChange,
    OpportunityForm,
    OpportunityPage,
)
from cti.crm.opportunities.store import OpportunityQuery
from cti.crm.rules import Diff, diff
from cti.crm.shapes import CompanyRef, Membership
from cti.crm.store import make_owner
from cti.db import Database, Unit

MOVES = {OPEN: "reopened", "won": "won", "lost": "lost", "cancelled": "cancelled"}


class Opportunities:
    """What may come of a customer (R150)."""

    def __init__(self, db: Database, bus: Bus, clock: Clock) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock

    async def find_page(self, caller: Caller, query: OpportunityQuery) -> OpportunityPage:
        """A page, with how many there are and their worth. Raises CursorError."""
        async with self._db.read() as connection:
            rows, following = await store.find_page(connection, caller, query)
            total, worth = await store.count(connection, caller, query)
            ids = sorted({row["customer_id"] for row in rows})
            campaigns = await store.find_campaigns(connection, ids)
        made = [_make(row, campaigns[row["customer_id"]]) for row in rows]
        return OpportunityPage(rows=made, next=following, total=total, worth=worth)

    async def get(self, caller: Caller, opportunity_id: int) -> Opportunity:
        """One that the caller may see. Raises OpportunityNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_one(connection, caller, opportunity_id)
            if row is None:
                raise OpportunityNotFoundError(id=opportunity_id)
            campaigns = await store.find_campaigns(connection, [row["customer_id"]])
        return _make(row, campaigns[row["customer_id"]])

    async def create(self, caller: Caller, customer_id: int, form: OpportunityForm) -> Opportunity:
        """Add one to a customer and one of its contacts.

        Raises CustomerNotFoundError, NotEditableError, ContactNotFoundError,
        OpportunityNamelessError.
        """
        values = take(form)
        async with self._db.write() as unit:
            await lock_customer(unit, caller, customer_id)
            opportunity_id = await open_opportunity(
                unit, caller, customer_id, form.contact_id, values, self._clock()
            )
            tell(unit, self._bus, customer_id)
        return await self.get(caller, opportunity_id)

    async def change(
        self, caller: Caller, opportunity_id: int, form: OpportunityChange
    ) -> Opportunity:
        """Change what was sent, if nobody changed it since `form.version` was read.

        Raises OpportunityNotFoundError, NotEditableError, ContactNotFoundError,
        OpportunityNamelessError, and OpportunityVersionError with how it is now.
        """
        try:
            await self._change(caller, opportunity_id, form)
        except OpportunityVersionError as error:
            current = await self.get(caller, opportunity_id)
            raise OpportunityVersionError(current=current.model_dump(mode="json")) from error
        return await self.get(caller, opportunity_id)

    async def _change(self, caller: Caller, opportunity_id: int, form: OpportunityChange) -> None:
        now, values = self._clock(), take(form)
        async with self._db.write() as unit:
            row = await self._lock(unit, caller, opportunity_id)
            if row["version"] != form.version:
                raise OpportunityVersionError
            changed = diff(dict(**row), {name: values[name] for name in FIELDS if name in values})
            if "contact_id" in form.model_fields_set and form.contact_id != row["contact_id"]:
                contact = await find_contact_of(
                    unit.connection, row["customer_id"], form.contact_id
                )
                values["contact_id"] = contact["id"] if contact else None
                changed["contact"] = [row["contact_name"], contact["name"] if contact else None]
            if not changed:
                return
            stage = values.get("stage", row["stage"])
            if stage != row["stage"]:
                values["closed_at"] = None if stage == OPEN else now
            action = MOVES[stage] if stage != row["stage"] else "changed"
            values |= {"updated_at": now, "version": row["version"] + 1}
            await store.update_opportunity(unit.connection, opportunity_id, values)
            detail: Diff = {"opportunity": [row["name"], values.get("name", row["name"])]}
            detail |= say(changed)
            await customer_store.append_log(
                unit.connection, row["customer_id"], caller.user_id, now,
                f"opportunity.{action}", detail,
            )  # fmt: skip
            tell(unit, self._bus, row["customer_id"])

    async def _lock(self, unit: Unit, caller: Caller, opportunity_id: int) -> RowMapping:
        """The opportunity, as it is once its customer is locked."""
        row = await store.find_one(unit.connection, caller, opportunity_id)
        if row is None:
            raise OpportunityNotFoundError(id=opportunity_id)
        await lock_customer(unit, caller, row["customer_id"])
        row = await store.find_one(unit.connection, caller, opportunity_id)
        if row is None:
            raise OpportunityNotFoundError(id=opportunity_id)
        return row


def _make(row: RowMapping, campaigns: list[RowMapping]) -> Opportunity:
    plain = ("id", "version", "name", "value", "stage", "expected_on", "description")
    times = ("created_at", "updated_at", "closed_at")
    contact = None
    if row["contact_id"] is not None:
        contact = CompanyRef(id=row["contact_id"], name=row["contact_name"])
    return Opportunity(
        **{name: row[name] for name in (*plain, *times)},
        customer=CompanyRef(id=row["customer_id"], name=row["customer_name"]),
        contact=contact,
        owner=make_owner(row),
        campaigns=[
            Membership(**{name: one[name] for name in Membership.model_fields}) for one in campaigns
        ],
        can_edit=bool(row["can_edit"]),
    )

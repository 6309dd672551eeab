"""Use cases on tickets; each step is a line of the customer's history."""

from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.audience import find_audience
from cti.crm.deals import clean_texts, find_contact_of
from cti.crm.editing import lock_customer, tell
from cti.crm.rules import Diff, diff
from cti.crm.shapes import CompanyRef
from cti.crm.store import make_owner
from cti.crm.tickets import store
from cti.crm.tickets.errors import (
    TicketAssigneeError,
    TicketAssigneeUnseenError,
    TicketNotFoundError,
    TicketSubjectError,
    TicketVersionError,
)
from cti.crm.tickets.rules import ENDED, make_number, name_rank, rank
from cti.crm.tickets.shapes import Ticket, TicketChange, TicketForm, TicketPage
from cti.crm.tickets.store import TicketQuery
from cti.db import Database, Unit
from cti.notifications.service import Notice, Notifications
from cti.text import make_key

LINES = {"subject": 300}
FIELDS = ("subject", "description", "status", "priority")
NEVER_EMPTY = ("status", "priority")


class Tickets:
    """What a customer's contacts asked for, until it is settled (R220)."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, notifications: Notifications) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._notifications = notifications

    async def find_page(self, caller: Caller, query: TicketQuery) -> TicketPage:
        """A page of tickets; a company has those of its contacts. Raises CursorError."""
        async with self._db.read() as connection:
            rows, following = await store.find_page(connection, caller, query)
            total = await store.count(connection, caller, query)
        return TicketPage(rows=[_make(row) for row in rows], next=following, total=total)

    async def get(self, caller: Caller, ticket_id: int) -> Ticket:
        """One that the caller may see. Raises TicketNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_one(connection, caller, ticket_id)
        if row is None:
            raise TicketNotFoundError(id=ticket_id)
        return _make(row)

    async def create(self, caller: Caller, customer_id: int, form: TicketForm) -> Ticket:
        """Open a ticket for a contact of a customer; who it is given to is told.

        Raises CustomerNotFoundError, NotEditableError, ContactNotFoundError,
        TicketSubjectError, TicketAssigneeError, TicketAssigneeUnseenError.
        """
        now, values = self._clock(), _take(form)
        async with self._db.write() as unit:
            await lock_customer(unit, caller, customer_id)
            contact = await find_contact_of(unit.connection, customer_id, form.contact_id)
            assignee = await _name_assignee(unit, customer_id, form.assignee_id)
            row = {"status": "open"} | values
            row |= {"customer_id": customer_id, "contact_id": contact["id"] if contact else None}
            row |= {"assignee_id": form.assignee_id, "created_by": caller.user_id}
            row |= {"created_at": now, "updated_at": now}
            ticket_id = await store.insert_ticket(unit.connection, row)
            detail: Diff = {"ticket": [None, make_number(ticket_id)]}
            detail |= {"subject": [None, row["subject"]], "priority": [None, form.priority]}
            if assignee is not None:
                detail["assignee"] = [None, assignee]
            if contact is not None:
                detail["contact"] = [None, contact["name"]]
            await customer_store.append_log(
                unit.connection, customer_id, caller.user_id, now, "ticket.created", detail
            )
            await self._tell_assignee(unit, caller, customer_id, ticket_id, form.assignee_id)
            tell(unit, self._bus, customer_id)
        return await self.get(caller, ticket_id)

    async def change(self, caller: Caller, ticket_id: int, form: TicketChange) -> Ticket:
        """Change what was sent, if nobody changed it since `form.version` was read.

        Raises TicketNotFoundError, NotEditableError, ContactNotFoundError, TicketSubjectError,
        TicketAssigneeError, TicketAssigneeUnseenError, and TicketVersionError with how it is now.
        """
        try:
            await self._change(caller, ticket_id, form)
        except TicketVersionError as error:
            current = await self.get(caller, ticket_id)
            raise TicketVersionError(current=current.model_dump(mode="json")) from error
        return await self.get(caller, ticket_id)

    async def _change(self, caller: Caller, ticket_id: int, form: TicketChange) -> None:
        now, values = self._clock(), _take(form)
        async with self._db.write() as unit:
            row = await self._lock(unit, caller, ticket_id)
            if row["version"] != form.version:
                raise TicketVersionError
            changed = diff(dict(**row), {name: values[name] for name in FIELDS if name in values})
            if "priority" in changed:
                changed["priority"] = [name_rank(row["priority"]), form.priority]
            await self._change_people(unit, row, form, values, changed)
            if not changed:
                return
            was, status = row["status"], values.get("status", row["status"])
            if (was in ENDED) != (status in ENDED):
                values["closed_at"] = now if status in ENDED else None
            values |= {"updated_at": now, "version": row["version"] + 1}
            await store.update_ticket(unit.connection, ticket_id, values)
            detail: Diff = {"ticket": [None, make_number(ticket_id)], **changed}
            await customer_store.append_log(
                unit.connection, row["customer_id"], caller.user_id, now, "ticket.changed", detail
            )
            if "assignee" in changed:
                await self._tell_assignee(
                    unit, caller, row["customer_id"], ticket_id, form.assignee_id
                )
            tell(unit, self._bus, row["customer_id"])

    async def _change_people(
        self,
        unit: Unit,
        row: RowMapping,
        form: TicketChange,
        values: dict[str, Any],
        changed: Diff,
    ) -> None:
        """Whose it is and who works on it, where that was sent."""
        if "contact_id" in form.model_fields_set and form.contact_id != row["contact_id"]:
            contact = await find_contact_of(unit.connection, row["customer_id"], form.contact_id)
            values["contact_id"] = contact["id"] if contact else None
            changed["contact"] = [row["contact_name"], contact["name"] if contact else None]
        if "assignee_id" in form.model_fields_set and form.assignee_id != row["assignee_id"]:
            name = await _name_assignee(unit, row["customer_id"], form.assignee_id)
            values["assignee_id"] = form.assignee_id
            changed["assignee"] = [row["owner_name"], name]

    async def _tell_assignee(
        self, unit: Unit, caller: Caller, customer_id: int, ticket_id: int, user_id: int | None
    ) -> None:
        if user_id is not None and user_id != caller.user_id:
            params = {"ticket_id": ticket_id, "number": make_number(ticket_id)}
            notice = Notice(user_id, "ticket.assigned", customer_id, params, caller.user_id)
            await self._notifications.tell(unit, [notice])

    async def _lock(self, unit: Unit, caller: Caller, ticket_id: int) -> RowMapping:
        """The ticket, as it is once its customer is locked."""
        row = await store.find_one(unit.connection, caller, ticket_id)
        if row is None:
            raise TicketNotFoundError(id=ticket_id)
        await lock_customer(unit, caller, row["customer_id"])
        row = await store.find_one(unit.connection, caller, ticket_id)
        if row is None:
            raise TicketNotFoundError(id=ticket_id)
        return row


async def _name_assignee(unit: Unit, customer_id: int, user_id: int | None) -> str | None:
    """Who is to work on it can see what it is about."""
    if user_id is None:
        return None
    found = await customer_store.find_active_users(unit.connection, [user_id])
    if user_id not in found:
        raise TicketAssigneeError(id=user_id)
    if not await find_audience(unit.connection, customer_id, {user_id}):
        raise TicketAssigneeUnseenError(id=user_id, name=found[user_id])
    return found[user_id]


def _take(form: TicketForm | TicketChange) -> dict[str, Any]:
    """What was sent, cleaned. Raises TicketSubjectError."""
    sent = form.model_dump(include=set(FIELDS), exclude_unset=isinstance(form, TicketChange))
    values = clean_texts(sent, LINES)
    for name in NEVER_EMPTY:  # null: left as it is
        if name in values and values[name] is None:
            del values[name]
    if "priority" in values:
        values["priority"] = rank(values["priority"])
    if "subject" in values:
        if not values["subject"]:
            raise TicketSubjectError
        values["subject_key"] = make_key(values["subject"])
    return values


def _make(row: RowMapping) -> Ticket:
    plain = ("id", "version", "subject", "description", "status")
    times = ("created_at", "updated_at", "closed_at")
    contact = None
    if row["contact_id"] is not None:
        contact = CompanyRef(id=row["contact_id"], name=row["contact_name"])
    return Ticket(
        **{name: row[name] for name in (*plain, *times)},
        number=make_number(row["id"]),
        priority=name_rank(row["priority"]),
        customer=CompanyRef(id=row["customer_id"], name=row["customer_name"]),
        contact=contact,
        assignee=make_owner(row),
        can_edit=bool(row["can_edit"]),
    )

"""Use cases on appointments (R200) and meetings (R176). Reminding is cti.crm.reminding."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store as customer_store
from cti.crm.appointments import store
from cti.crm.appointments.changing import note_contact, read_change, tell_changes
from cti.crm.appointments.checks import check_people, check_times, clean_texts
from cti.crm.appointments.errors import (
    AppointmentCancelledError,
    AppointmentNotFoundError,
    AppointmentVersionError,
)
from cti.crm.appointments.mailing import CustomerMails
from cti.crm.appointments.shapes import (
    AppointmentChange,
    AppointmentForm,
    AppointmentPage,
    AppointmentView,
    Kind,
    MeetingForm,
)
from cti.crm.due import plan_reminder
from cti.crm.editing import lock_customer, tell
from cti.crm.errors import CustomerNotFoundError, NotEditableError
from cti.crm.paging import Key, Order
from cti.crm.reminding import ReminderPlanned
from cti.db import Database, Unit
from cti.notifications.service import Notice, Notifications
from cti.schema import appointments

OF_CUSTOMER = Order(
    "appointments", Key(appointments.c.starts_at, "time"), appointments.c.id, down=True
)
TO_COME = Order(
    "appointments.coming", Key(appointments.c.starts_at, "time"), appointments.c.id, down=False
)


class Appointments:
    """What was arranged with customers, and what was held."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, notifications: Notifications) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._notifications = notifications
        self._mails = CustomerMails(bus)

    async def list_of(
        self, caller: Caller, customer_id: int, cursor: str | None, limit: int
    ) -> AppointmentPage:
        """A customer's, the latest first. Raises CustomerNotFoundError, CursorError."""
        async with self._db.read() as connection:
            if await customer_store.find_customer(connection, caller, customer_id) is None:
                raise CustomerNotFoundError(id=customer_id)
        where = appointments.c.customer_id == customer_id
        return await self._find_page(caller, OF_CUSTOMER, [where], cursor, limit)

    async def list_coming(
        self, caller: Caller, cursor: str | None, limit: int, *, mine: bool
    ) -> AppointmentPage:
        """Those to come, the next first: one's own, or of all customers one sees."""
        where = [
            appointments.c.starts_at > self._clock(),
            appointments.c.cancelled_at.is_(None),
            *([store.is_concerned(caller)] if mine else []),
        ]
        return await self._find_page(caller, TO_COME, where, cursor, limit)

    async def arrange(
        self, caller: Caller, customer_id: int, form: AppointmentForm
    ) -> AppointmentView:
        """Make an appointment; who is to take part is told.

        Raises CustomerNotFoundError, NotEditableError, AppointmentNoEmailError, and what
        cti.crm.appointments.checks does.
        """
        return await self._create(
            caller,
            customer_id,
            "appointment",
            form,
            form.remind_minutes,
            tell_customer=form.tell_customer,
        )

    async def record(self, caller: Caller, customer_id: int, form: MeetingForm) -> AppointmentView:
        """Keep a meeting that was held; the customer was last in touch then (R035)."""
        return await self._create(caller, customer_id, "meeting", form, None)

    async def change(
        self, caller: Caller, appointment_id: int, form: AppointmentChange
    ) -> AppointmentView:
        """Change what is sent; who is newly invited is told.

        Raises AppointmentNotFoundError, NotEditableError, AppointmentVersionError,
        AppointmentCancelledError, AppointmentNoEmailError, and what cti.crm.appointments.checks
        does.
        """
        now = self._clock()
        async with self._db.write() as unit:
            row = await _lock(unit, caller, appointment_id)
            if row["version"] != form.version:
                raise AppointmentVersionError(id=appointment_id)
            before = await store.find_participants(unit.connection, [appointment_id])
            people = {one.id: one.name for one in before.get(appointment_id, [])}
            values = read_change(row, form)
            after = {**row, **values}
            wanted = list(people) if form.user_ids is None else form.user_ids or [caller.user_id]
            if values.keys() & {"starts_at", "ends_at"}:
                check_times(row["kind"], after["starts_at"], after["ends_at"], now)
            new = [one for one in wanted if one not in people]
            contact_id = values.get("contact_id")
            contact = await check_people(unit, row["customer_id"], new, contact_id)
            detail = tell_changes(row, values, contact)
            if set(wanted) != people.keys():
                await store.replace_participants(unit.connection, appointment_id, wanted)
                named = await customer_store.find_active_users(unit.connection, wanted)
                detail["participants"] = [sorted(people.values()), sorted(named.values())]
            if len(detail) > 1:
                if values.keys() & {"starts_at", "remind_minutes"}:
                    at = plan_reminder(after["starts_at"], after["remind_minutes"], now)
                    values["remind_at"] = at
                    self._plan(unit, values)
                values |= {"updated_at": now, "version": row["version"] + 1}
                await store.update_appointment(unit.connection, appointment_id, values)
                action = f"{row['kind']}.changed"
                await self._log(unit, caller, row["customer_id"], action, detail)
                await self._invite(unit, caller, appointment_id, after, new)
            await self._mails.tell_changed(
                unit, caller, {**after, **values}, values.keys(), now, asked=form.tell_customer
            )
        return await self._get(caller, appointment_id)

    async def cancel(
        self, caller: Caller, appointment_id: int, *, tell_customer: bool = True
    ) -> AppointmentView:
        """It does not take place; who was invited is told. Raises as `change`."""
        now = self._clock()
        async with self._db.write() as unit:
            row = await _lock(unit, caller, appointment_id)
            values = {"cancelled_at": now, "remind_at": None, "updated_at": now}
            values["version"] = row["version"] + 1
            await store.update_appointment(unit.connection, appointment_id, values)
            detail = {row["kind"]: [None, row["title"]]}
            action = f"{row['kind']}.cancelled"
            await self._log(unit, caller, row["customer_id"], action, detail)
            if tell_customer:
                await self._mails.tell_cancelled(unit, caller, {**row}, now)
        return await self._get(caller, appointment_id)

    async def _create(
        self,
        caller: Caller,
        customer_id: int,
        kind: Kind,
        form: MeetingForm,
        remind_minutes: int | None,
        *,
        tell_customer: bool | None = None,
    ) -> AppointmentView:
        now = self._clock()
        check_times(kind, form.starts_at, form.ends_at, now)
        people = list(dict.fromkeys(form.user_ids)) or [caller.user_id]
        texts = form.model_dump(include={"title", "place", "description"})
        values = {
            **clean_texts(texts),
            "customer_id": customer_id,
            "kind": kind,
            "starts_at": form.starts_at,
            "ends_at": form.ends_at,
            "contact_id": form.contact_id,
            "remind_minutes": remind_minutes,
            "remind_at": plan_reminder(form.starts_at, remind_minutes, now),
            "created_by": caller.user_id,
            "created_at": now,
            "updated_at": now,
        }
        async with self._db.write() as unit:
            await lock_customer(unit, caller, customer_id)
            await check_people(unit, customer_id, people, form.contact_id)
            appointment_id = await store.insert_appointment(unit.connection, values)
            await store.replace_participants(unit.connection, appointment_id, people)
            if kind == "meeting":
                await note_contact(unit, customer_id, values)
            self._plan(unit, values)
            detail = {str(kind): [None, values["title"]]}
            detail["starts_at"] = [None, form.starts_at.isoformat()]
            await self._log(unit, caller, customer_id, f"{kind}.created", detail)
            if kind == "appointment":
                await self._invite(unit, caller, appointment_id, values, people)
                told = {**values, "id": appointment_id}
                await self._mails.tell_made(unit, caller, told, now, asked=tell_customer)
        return await self._get(caller, appointment_id)

    async def _find_page(
        self, caller: Caller, order: Order, where: Collection[Any], cursor: str | None, limit: int
    ) -> AppointmentPage:
        query = store.select_appointments(caller).where(*where)
        async with self._db.read() as connection:
            rows, after = await order.read_page(connection, query, cursor, limit)
            views = await store.make_views(connection, rows)
        return AppointmentPage(rows=views, next=after)

    async def _get(self, caller: Caller, appointment_id: int) -> AppointmentView:
        async with self._db.read() as connection:
            row = await store.find_appointment(connection, caller, appointment_id)
            if row is None:
                raise AppointmentNotFoundError(id=appointment_id)
            (view,) = await store.make_views(connection, [row])
        return view

    def _plan(self, unit: Unit, values: Mapping[str, Any]) -> None:
        at = values["remind_at"]
        if at is not None:
            unit.after_commit(lambda: self._bus.publish(ReminderPlanned(at)))

    async def _log(
        self,
        unit: Unit,
        caller: Caller,
        customer_id: int,
        action: str,
        detail: Mapping[str, Any],
    ) -> None:
        await customer_store.append_log(
            unit.connection, customer_id, caller.user_id, self._clock(), action, detail
        )
        tell(unit, self._bus, customer_id)

    async def _invite(
        self,
        unit: Unit,
        caller: Caller,
        appointment_id: int,
        values: Mapping[str, Any],
        user_ids: Collection[int],
    ) -> None:
        params = {
            "appointment_id": appointment_id,
            "title": values["title"],
            "at": values["starts_at"].isoformat(),
        }
        await self._notifications.tell(
            unit,
            [
                Notice(one, "appointment.invited", values["customer_id"], params, caller.user_id)
                for one in user_ids
                if one != caller.user_id
            ],
        )


async def _lock(unit: Unit, caller: Caller, appointment_id: int) -> RowMapping:
    row = await store.find_appointment(unit.connection, caller, appointment_id, lock=True)
    if row is None:
        raise AppointmentNotFoundError(id=appointment_id)
    if not row["can_edit"]:
        raise NotEditableError(id=row["customer_id"])
    if row["cancelled_at"] is not None:
        raise AppointmentCancelledError(id=appointment_id)
    return row

"""What people do with calls: place, steer, say whose it was, wrap up, look back."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import calls_visible
from cti.bus import Bus
from cti.calls import store
from cti.calls.attempt_view import read_attempts
from cti.calls.cards import read_card
from cti.calls.click import ClickToCall
from cti.calls.desk import Desk
from cti.calls.errors import (
    AttemptNotFoundError,
    CallNotFoundError,
    CustomerMissingError,
    DispositionUnknownError,
    NotEndedError,
)
from cti.calls.recorder import Recorder
from cti.calls.shapes import (
    Attach,
    AttemptTrace,
    CallCard,
    CallDetail,
    CallPage,
    Disposition,
    Dispositions,
    Leg,
    PlaceCall,
    Transfer,
    WrapUp,
)
from cti.calls.steering import Steering
from cti.calls.targets import find_visible_contact
from cti.calls.traces import Traces
from cti.clock import Clock
from cti.crm.cursor import decode_time, encode_cursor
from cti.crm.messages import CustomerChanged
from cti.crm.notes import insert_note
from cti.crm.shapes import NoteForm
from cti.db import Database, Unit
from cti.schema import attempts, calls, dispositions

ORDER = "calls"


class Calls:
    """The calls of everybody, within what each may see."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        clock: Clock,
        *,
        click: ClickToCall,
        steering: Steering,
        desk: Desk,
        recorder: Recorder,
        traces: Traces,
        region: str = "VN",
    ) -> None:
        self._db, self._bus, self._clock, self._region = db, bus, clock, region
        self._click, self._steering, self._recorder = click, steering, recorder
        self._traces = traces
        self.desk = desk

    async def place(self, caller: Caller, form: PlaceCall) -> str:
        """See ClickToCall.place."""
        return await self._click.place(caller, form)

    async def hang_up(self, caller: Caller, call_id: str) -> None:
        """See Steering.hang_up."""
        await self._steering.hang_up(caller, call_id)

    async def transfer(self, caller: Caller, call_id: str, form: Transfer) -> None:
        """See Steering.transfer."""
        await self._steering.transfer(caller, call_id, form.extension)

    async def attach(self, caller: Caller, call_id: str, form: Attach) -> CallCard:
        """Say whose call it was: one of its matches, or a contact the caller may see.

        Raises CallNotFoundError, ContactNotFoundError.
        """
        await self._recorder.flush()
        card = await self._find_own(caller, call_id)
        match = next((match for match in card.matches if match.contact_id == form.contact_id), None)
        async with self._db.write() as unit:
            if match is None:
                match = await find_visible_contact(unit.connection, caller, form.contact_id)
            changes = {"contact_id": match.contact_id, "customer_id": match.customer_id}
            await unit.connection.execute(
                sa.update(calls).where(calls.c.id == call_id).values(changes)
            )
            chosen = match
            unit.after_commit(lambda: self.desk.attach(call_id, chosen))
            unit.after_commit(lambda: self._bus.publish(CustomerChanged(chosen.customer_id)))
        return card.model_copy(update=changes | {"matches": [match]})

    async def wrap_up(self, caller: Caller, call_id: str, form: WrapUp) -> CallCard:
        """Finish the after-call work: disposition, note, and the card goes off the desk.

        Raises CallNotFoundError, NotEndedError, DispositionUnknownError, CustomerMissingError.
        """
        await self._recorder.flush()
        card = await self._find_own(caller, call_id)
        if card.ended_at is None:
            raise NotEndedError(id=call_id)
        if form.note and card.customer_id is None:
            raise CustomerMissingError(id=call_id)
        async with self._db.write() as unit:
            await self._store_wrap_up(unit, caller, card, form)
            unit.after_commit(lambda: self.desk.wrap_up(call_id))
        return await self.get(caller, call_id)

    async def get(self, caller: Caller, call_id: str) -> CallDetail:
        """A call with its legs. Raises CallNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_call(connection, call_id, calls_visible(caller))
            if row is None:
                raise CallNotFoundError(id=call_id)
            legs = await store.list_legs(connection, call_id)
        card = read_card(row, self._region)
        return CallDetail(**card.model_dump(), legs=[Leg.model_validate(leg) for leg in legs])

    async def list_page(
        self,
        caller: Caller,
        *,
        mine: bool = False,
        customer_id: int | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> CallPage:
        """Calls, newest first. Raises CursorError."""
        condition = calls_visible(caller)
        if mine:
            condition &= calls.c.user_id == caller.user_id
        if customer_id is not None:
            condition &= calls.c.customer_id == customer_id
        before: tuple[datetime, str] | None = decode_time(ORDER, cursor) if cursor else None
        async with self._db.read() as connection:
            rows = await store.list_calls(connection, condition, before=before, limit=limit + 1)
        page = rows[:limit]
        last = page[-1] if len(rows) > limit else None
        following = None if last is None else encode_cursor(ORDER, last["started_at"], last["id"])
        return CallPage(rows=[read_card(row, self._region) for row in page], next=following)

    async def list_dispositions(self) -> Dispositions:
        """What a call may be said to have come to, in the order of its keys."""
        query = sa.select(dispositions).order_by(dispositions.c.position, dispositions.c.code)
        async with self._db.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return Dispositions(rows=[Disposition.model_validate(dict(row)) for row in rows])

    async def get_attempt(self, caller: Caller, attempt_id: str) -> AttemptTrace:
        """How an attempt went. Agents see their own. Raises AttemptNotFoundError."""
        condition: sa.ColumnElement[bool] = attempts.c.id == attempt_id
        if Right.CAMPAIGNS_VIEW not in caller.rights:
            condition &= attempts.c.user_id == caller.user_id
        async with self._db.read() as connection:
            found = await read_attempts(connection, condition, self._traces)
        if not found:
            raise AttemptNotFoundError(id=attempt_id)
        return found[0]

    async def _find_own(self, caller: Caller, call_id: str) -> CallCard:
        """A call that is this user's to finish; who edits users may finish anybody's."""
        on_desk = self.desk.find_card(call_id, caller.user_id)
        if on_desk is not None:
            return on_desk
        own: sa.ColumnElement[bool] = calls.c.user_id == caller.user_id
        if Right.USERS_EDIT in caller.rights:
            own = sa.true()
        async with self._db.read() as connection:
            row = await store.find_call(connection, call_id, own)
        if row is None:
            raise CallNotFoundError(id=call_id)
        return read_card(row, self._region)

    async def _store_wrap_up(
        self, unit: Unit, caller: Caller, card: CallCard, form: WrapUp
    ) -> None:
        now = self._clock()
        values: dict[str, Any] = {
            "wrapped_at": sa.func.coalesce(
                calls.c.wrapped_at, sa.literal(now, calls.c.wrapped_at.type)
            )
        }
        if form.disposition is not None:
            known = sa.select(dispositions.c.code).where(dispositions.c.code == form.disposition)
            if (await unit.connection.execute(known)).first() is None:
                raise DispositionUnknownError(code=form.disposition)
            values["disposition"] = form.disposition
        await unit.connection.execute(sa.update(calls).where(calls.c.id == card.id).values(values))
        customer_id = card.customer_id
        if form.note and customer_id is not None:
            note = NoteForm(body=form.note, contact_id=card.contact_id, call_id=card.id)
            await insert_note(unit.connection, caller.user_id, customer_id, note, now)
        if customer_id is not None:
            unit.after_commit(lambda: self._bus.publish(CustomerChanged(customer_id)))

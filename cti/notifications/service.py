"""Telling people in the app (R413, R414): written with what they are about, shown once committed.

Inside a unit: `await notifications.tell(unit, [Notice(user_id, "task.assigned", customer_id)])`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.db import Database, Unit
from cti.notifications import store
from cti.notifications.messages import BellRang
from cti.notifications.shapes import (
    BellView,
    CustomerRef,
    NotificationPage,
    NotificationView,
    ReadForm,
)
from cti.shapes import read_person

PAGE = 30


@dataclass(frozen=True, slots=True)
class Notice:
    """What one user is to be told.

    `kind` is a code with words in the app, `params` are JSON that fills them. What `params` hold
    is shown only while the user may see the customer; the customer's name is not for them to hold.
    `by_id` is the user whose doing it is.
    """

    user_id: int
    kind: str
    customer_id: int | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    by_id: int | None = None


class Notifications:
    """Writes notifications, and reads one's own."""

    def __init__(self, db: Database, bus: Bus, clock: Clock) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock

    async def tell(self, unit: Unit, notices: Iterable[Notice]) -> None:
        """Store them within the caller's unit; the bells ring after its commit.

        Who may not sign in (any more) is left out.
        """
        now = self._clock()
        rows = [
            {
                "user_id": one.user_id,
                "kind": one.kind,
                "customer_id": one.customer_id,
                "by_id": one.by_id,
                "params": dict(one.params),
                "at": now,
            }
            for one in notices
        ]
        if not rows:
            return
        told = await store.insert_notices(unit.connection, rows)
        unit.after_commit(lambda: self._bus.publish(BellRang(told)))

    async def withdraw(self, unit: Unit, customer_id: int, param: str, value: object) -> None:
        """Take back what was said of the thing that `param` names; that it was told stays."""
        told = await store.silence_about(unit.connection, customer_id, param, value, self._clock())
        if told:
            unit.after_commit(lambda: self._bus.publish(BellRang(told)))

    async def list(
        self, caller: Caller, before: int | None = None, limit: int = PAGE, *, unread: bool = False
    ) -> NotificationPage:
        """A page of one's own, the newest first."""
        async with self._db.read() as connection:
            rows = await store.find_page(
                connection, caller, unread=unread, before=before, limit=limit + 1
            )
            bells = await store.count_bells(connection, [caller.user_id])
        bell = bells.get(caller.user_id)
        return NotificationPage(
            rows=[_make_view(row) for row in rows[:limit]],
            next=str(rows[limit - 1]["id"]) if len(rows) > limit else None,
            unread=bell.unread if bell else 0,
        )

    async def read(self, caller: Caller, form: ReadForm) -> BellView:
        """Mark one's own as read; what is left."""
        async with self._db.write() as unit:
            await store.mark_read(
                unit.connection, caller.user_id, form.ids, form.up_to, self._clock()
            )
            bells = await store.count_bells(unit.connection, [caller.user_id])
            rang = BellRang(frozenset({caller.user_id}))
            unit.after_commit(lambda: self._bus.publish(rang))
        return bells.get(caller.user_id, BellView(unread=0, newest=0))


def _make_view(row: RowMapping) -> NotificationView:
    hidden = row["customer_id"] is not None and row["customer_name"] is None
    customer = None
    if row["customer_name"] is not None:
        customer = CustomerRef(id=row["customer_id"], name=row["customer_name"])
    return NotificationView(
        id=row["id"],
        kind=row["kind"],
        at=row["at"],
        read=row["read_at"] is not None,
        by=read_person(row, "by_id", "by"),
        customer=customer,
        params={} if hidden else row["params"],
    )

"""Members whose customer was deleted and came back: they wait for their turn again.

The directory tells of it once that is true; what was missed, by a kill say, is found at start. Who
is drawn afterwards passes the gate and the ledger as everybody does.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, select, update

from cti.bus import Bus
from cti.clock import Clock
from cti.crm.messages import CustomerChanged
from cti.db import Database
from cti.dialer.boards import Boards
from cti.dialer.campaign import State
from cti.dialer.draw import GONE
from cti.dialer.retry import Dial
from cti.dialer.tally import Standing
from cti.rounds import Rounds
from cti.schema import campaign_members, campaigns, contacts, customers

OPEN = (State.DRAFT, State.RUNNING, State.PAUSED)
"""A campaign that is over stays so: nobody expects it to call again for one who came back."""

members = campaign_members.c


class Returning:
    """Brings members back. `wake` is told of each campaign that got some."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        boards: Boards,
        clock: Clock,
        wake: Callable[[int], None],
    ) -> None:
        self._database = database
        self._boards = boards
        self._clock = clock
        self._wake = wake
        self._rounds = Rounds("members who come back")
        bus.subscribe(CustomerChanged, self._note)

    def _note(self, message: CustomerChanged) -> None:
        if message.is_back:
            self._rounds.wake()

    async def run(self) -> None:
        """Until it is cancelled. An error of the database is tried again."""
        await self._rounds.run(self._go_round)

    async def _go_round(self) -> None:
        await self.bring_back()

    async def bring_back(self) -> int:
        """Let all wait again whose only reason was that they were deleted; how many."""
        now = self._clock()
        async with self._database.write() as unit:
            statement = (
                update(campaign_members)
                .where(
                    members.campaign_id.in_(select(campaigns.c.id).where(_is_open())),
                    members.dial == Dial.BLOCKED,
                    members.why == GONE,
                    _is_there(),
                )
                .values(dial=Dial.WAITING, why=None, due_at=now)
                .returning(members.campaign_id, members.state, members.outcome, members.last_key)
            )
            back = (await unit.connection.execute(statement)).all()
            unit.after_commit(lambda: self._show(back))
        return len(back)

    def _show(self, back: Sequence[Row[Any]]) -> None:
        now = self._clock()
        for row in back:
            if row.campaign_id in self._boards:
                before = Standing(Dial.BLOCKED, row.state, row.outcome, row.last_key, GONE)
                after = before._replace(dial=Dial.WAITING, why=None)
                self._boards[row.campaign_id].move(before, after, now)
        for campaign_id in {row.campaign_id for row in back}:
            self._wake(campaign_id)


def _is_open() -> ColumnElement[bool]:
    return campaigns.c.state.in_(OPEN)


def _is_there() -> ColumnElement[bool]:
    gone = (
        exists().where(table.c.id == of, table.c.deleted_at.is_not(None))
        for table, of in ((customers, members.customer_id), (contacts, members.contact_id))
    )
    return and_(*(~one for one in gone))

"""The members of a campaign: lists, one member's story, and moving one by hand."""

from typing import Any

from sqlalchemy import Row, update

from cti.accounts.rights import Caller
from cti.calls.attempt_view import read_attempts
from cti.calls.traces import Traces
from cti.clock import Clock
from cti.db import Database
from cti.dialer import members
from cti.dialer.boards import Boards
from cti.dialer.errors import CampaignNotFoundError, IllegalMoveError, MemberNotFoundError
from cti.dialer.registration import ALLOWED, Registration, may_move
from cti.dialer.shapes import HistoryLine, Member, MemberDetail, MemberPage
from cti.dialer.tally import Standing
from cti.phones import display
from cti.schema import attempts, campaign_members
from cti.shapes import Person


class Membership:
    """Reads and moves members."""

    def __init__(self, database: Database, boards: Boards, clock: Clock, traces: Traces) -> None:
        self._database = database
        self._boards = boards
        self._clock = clock
        self._traces = traces

    async def list(
        self, campaign_id: int, after: int | None, limit: int, **filters: str | None
    ) -> MemberPage:
        """One page of members in the order they joined."""
        if campaign_id not in self._boards:
            raise CampaignNotFoundError(campaign_id=campaign_id)
        where = members.where_members(campaign_id, **filters)
        async with self._database.read() as connection:
            total = await members.count_members(connection, where)
            rows = (await connection.execute(members.page(where, after, limit))).all()
        return MemberPage(
            rows=[Member.model_validate(_view(row)) for row in rows[:limit]],
            next=str(rows[limit - 1].id) if len(rows) > limit else None,
            total=total,
        )

    async def get(self, member_id: int) -> MemberDetail:
        """One member with its history and attempts."""
        async with self._database.read() as connection:
            row = (await members.find_members(connection, [member_id])).get(member_id)
            if row is None:
                raise MemberNotFoundError(member_id=member_id)
            history = await members.list_history(connection, member_id)
            made = await read_attempts(connection, attempts.c.member_id == member_id, self._traces)
        current = Registration(row.state) if row.state else None
        return MemberDetail.model_validate(
            _view(row)
            | {
                "history": [_view_history(line) for line in history],
                "attempts": made,
                "allowed": [state for state in Registration if state in ALLOWED[current]],
            }
        )

    async def move(self, caller: Caller, member_id: int, wanted: Registration) -> MemberDetail:
        """Move a member by hand; the same table holds (R257a, R263). Raises IllegalMoveError."""
        now = self._clock()
        async with self._database.write() as unit:
            found = await members.find_members(unit.connection, [member_id], lock=True)
            if (row := found.get(member_id)) is None:
                raise MemberNotFoundError(member_id=member_id)
            current = Registration(row.state) if row.state else None
            if not may_move(current, wanted):
                raise IllegalMoveError(before=current, after=wanted)
            before = Standing(row.dial, row.state, row.outcome, row.last_key, row.why)
            after = before._replace(state=wanted)
            await unit.connection.execute(
                update(campaign_members)
                .where(campaign_members.c.id == member_id)
                .values(state=wanted)
            )
            await members.add_history(
                unit.connection,
                [
                    {
                        "member_id": member_id,
                        "at": now,
                        "user_id": caller.user_id,
                        "state_before": current,
                        "state_after": wanted,
                        "applied": True,
                    }
                ],
            )
            board = self._boards[row.campaign_id]
            unit.after_commit(lambda: board.move(before, after, now))
        return await self.get(member_id)


def _view(row: Row[Any]) -> dict[str, Any]:
    return {**row._mapping, "display": display(row.e164)}  # noqa: SLF001 - SQLAlchemy's public face


def _view_history(row: Row[Any]) -> HistoryLine:
    by = None
    if row.user_id is not None:
        by = Person(
            id=row.user_id, name=row.user_name, extension=row.user_extension, role=row.user_role
        )
    return HistoryLine(
        at=row.at,
        by=by,
        attempt_id=row.attempt_id,
        key=row.key,
        state_before=row.state_before,
        state_after=row.state_after,
        applied=row.applied,
    )

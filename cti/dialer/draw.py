"""Draws members from the hopper into the ledger, past the gate. One transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from cti.calls import ledger
from cti.calls.ledger import NewAttempt
from cti.compliance.gate import Ask, Decision
from cti.compliance.service import Gate
from cti.db import Unit
from cti.dialer import store
from cti.dialer.board import Board, LiveCall
from cti.dialer.hopper import Due, find_gone, move_members, take_due
from cti.dialer.lines import Lines
from cti.dialer.plan import Plan
from cti.dialer.retry import Dial
from cti.dialer.tally import Standing
from cti.ids import new_id

LATER = {
    "window": timedelta(minutes=5),
    "window.campaign": timedelta(minutes=1),
    "cap.24h": timedelta(hours=1),
    "active_attempt": timedelta(seconds=20),
}
"""When to ask again after a refusal that passes by itself."""

GONE = "customer.deleted"
"""Why a member is blocked whose customer or contact was deleted."""


class Placement(NamedTuple):
    """An attempt that is in the ledger and may be dialled."""

    attempt_id: str
    member_id: int
    e164: str
    reserved_at: datetime


class Drawn(NamedTuple):
    """What a draw took from the hopper, and what of it may be dialled."""

    taken: int
    placements: Sequence[Placement]


class Draw:
    """The hopper's way out."""

    def __init__(self, gate: Gate, lines: Lines) -> None:
        self._gate = gate
        self._lines = lines

    async def draw(self, unit: Unit, board: Board, room: int, now: datetime) -> Drawn:
        """Take up to `room` members, ask the gate, and write the attempts of those it allows.

        Nobody is taken for a campaign that was paused while this waited for the database.
        """
        plan = board.plan
        if not await store.is_running(unit.connection, plan.id):
            return Drawn(0, ())
        due = await take_due(unit.connection, plan.id, now, room)
        gone = await find_gone(unit.connection, due)
        members = [member for member in due if member.id not in gone]
        await self._drop(unit, board, [member for member in due if member.id in gone], now)
        if not members:
            return Drawn(len(due), ())
        decisions = await self._gate.check(unit, [_ask(plan, member) for member in members])
        wanted = [
            _reserve(plan, member, decision, now)
            for member, decision in zip(members, decisions, strict=True)
            if decision.verdict == "allow"
        ]
        taken = await ledger.reserve(unit, wanted)
        attempts = {attempt.member_id: attempt for attempt in wanted if attempt.id not in taken}
        moves = [
            _move(member, decision, attempts.get(member.id), now)
            for member, decision in zip(members, decisions, strict=True)
        ]
        await move_members(unit.connection, moves)
        unit.after_commit(partial(self._show, board, members, decisions, attempts, moves, now))
        return Drawn(
            len(due),
            [Placement(row.id, row.member_id or 0, row.e164, now) for row in attempts.values()],
        )

    async def _drop(self, unit: Unit, board: Board, members: Sequence[Due], now: datetime) -> None:
        """Who was deleted from the directory is nobody's to call any more."""
        moves = [
            {"member": one.id, "dial": Dial.BLOCKED, "why": GONE, "due_at": now, "tries": one.tries}
            for one in members
        ]
        await move_members(unit.connection, moves)

        def show() -> None:
            for one in members:
                before = Standing("waiting", one.state, one.outcome, one.last_key, None)
                board.move(before, before._replace(dial=Dial.BLOCKED, why=GONE), now)

        unit.after_commit(show)

    def _show(
        self,
        board: Board,
        members: Sequence[Due],
        decisions: Sequence[Decision],
        attempts: dict[int | None, NewAttempt],
        moves: Sequence[dict[str, Any]],
        now: datetime,
    ) -> None:
        for member, decision, move in zip(members, decisions, moves, strict=True):
            before = Standing("waiting", member.state, member.outcome, member.last_key, None)
            board.move(before, before._replace(dial=move["dial"], why=move["why"]), now)
            if (attempt := attempts.get(member.id)) is None:
                continue
            board.place(LiveCall(attempt.id, member.id, member.name, member.e164, now), now)
            self._lines.begin(attempt.id, now)
            self._lines.note(
                attempt.id, "gate", verdict=decision.verdict, reasons=list(decision.reasons)
            )


def _ask(plan: Plan, member: Due) -> Ask:
    return Ask(
        typed=member.e164,
        e164=member.e164,
        channel="campaign",
        purpose=plan.purpose,
        campaign_id=plan.id,
        member_id=member.id,
        window=plan.window,
    )


def _reserve(plan: Plan, member: Due, decision: Decision, now: datetime) -> NewAttempt:
    return NewAttempt(
        id=new_id("at"),
        kind="campaign",
        pbx=plan.pbx,
        trunk=plan.trunk,
        e164=member.e164,
        created_at=now,
        decision_id=decision.id,
        campaign_id=plan.id,
        member_id=member.id,
        contact_id=member.contact_id,
        number=member.tries + 1,
    )


def _move(
    member: Due, decision: Decision, attempt: NewAttempt | None, now: datetime
) -> dict[str, Any]:
    """Where the member goes: called, later, or never."""
    reason = decision.reasons[0] if decision.reasons else "active_attempt"
    move: dict[str, Any] = {
        "member": member.id,
        "dial": Dial.CALLING,
        "why": None,
        "due_at": now,
        "tries": member.tries + 1,
    }
    if attempt is None:
        if decision.verdict != "allow" and not decision.passing:
            # Reasons come with the lasting ones first.
            move |= {"dial": Dial.BLOCKED, "why": reason, "tries": member.tries}
        else:
            later = now + LATER.get(reason, LATER["active_attempt"])
            move |= {"dial": Dial.WAITING, "due_at": later, "tries": member.tries}
    return move

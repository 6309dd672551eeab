"""Applies what the PBX reports about campaign calls: replies, outcomes, answers.

All facts of a batch in the caller's one transaction; the board moves after its commit.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from cti.calls import batch
from cti.calls.facts import AnsweredFact, AttemptRow, Fact, OutcomeFact, ReplyFact
from cti.clock import Clock
from cti.compliance.dnc import Dnc
from cti.db import Unit
from cti.dialer.apply import Effect, Member, finish, press, read_key
from cti.dialer.board import Board
from cti.dialer.boards import Boards
from cti.dialer.members import add_history, change_members, find_members
from cti.dialer.retry import Dial
from cti.dialer.tally import Standing


class CampaignFacts:
    """The FactSink of attempts of kind `campaign`."""

    def __init__(
        self, boards: Boards, dnc: Dnc, clock: Clock, *, wake: Callable[[set[int]], None]
    ) -> None:
        self._boards = boards
        self._dnc = dnc
        self._clock = clock
        # A call that has ended makes room for the next; in the campaigns named a member waits
        # anew, whose turn may come before anybody's that the dialer knows of.
        self._wake = wake

    async def apply(
        self, unit: Unit, facts: Sequence[Fact], attempts: Mapping[str, AttemptRow]
    ) -> None:
        """Apply a batch; facts that were applied before change nothing."""
        work = _Batch(unit, attempts, self._boards, self._dnc, self._clock())
        await work.load()
        for fact in facts:
            match fact:
                case AnsweredFact():
                    work.answer(fact)
                case ReplyFact():
                    work.reply(fact)
                case OutcomeFact():
                    work.end(fact)
        waiting = await work.store()
        unit.after_commit(partial(self._wake, waiting))


class _Batch:
    """What one batch of facts does, worked out in memory and stored with one statement a table.

    The caller has locked the attempts, so that what they say holds until the commit.
    """

    def __init__(
        self,
        unit: Unit,
        attempts: Mapping[str, AttemptRow],
        boards: Boards,
        dnc: Dnc,
        now: datetime,
    ) -> None:
        self._unit = unit
        self._attempts = attempts
        self._boards = boards
        self._dnc = dnc
        self._now = now
        self._members: dict[int, Member] = {}
        self._before: dict[int, Standing] = {}
        self._effects: dict[tuple[str, int], str] = {}  # of the replies that are stored
        self._keyed: set[str] = set()  # attempts in which a key that means something was pressed
        self._answers: dict[str, AnsweredFact] = {}
        self._replies: list[tuple[ReplyFact, str]] = []
        self._ends: dict[str, OutcomeFact] = {}
        self._refusals: list[tuple[str, str]] = []  # number, attempt
        self._history: list[dict[str, Any]] = []

    async def load(self) -> None:
        connection = self._unit.connection
        ids = {row.member_id for row in self._attempts.values() if row.member_id is not None}
        for row in (await find_members(connection, sorted(ids), lock=True)).values():
            standing = Standing(row.dial, row.state, row.outcome, row.last_key, row.why)
            self._before[row.id] = standing
            self._members[row.id] = Member(
                row.id, row.campaign_id, row.e164, standing, row.due_at, row.tries
            )
        self._effects = await batch.list_replies(connection, list(self._attempts))
        self._keyed = {
            attempt_id
            for (attempt_id, _), effect in self._effects.items()
            if effect != Effect.UNMAPPED
        }

    def _find(self, attempt_id: str) -> tuple[Member, Board] | None:
        member = self._members.get(self._attempts[attempt_id].member_id or 0)
        return None if member is None else (member, self._boards[member.campaign_id])

    def answer(self, fact: AnsweredFact) -> None:
        known = self._attempts[fact.attempt_id].answered_at is not None
        if known or fact.attempt_id in self._answers:
            return
        self._answers[fact.attempt_id] = fact
        if found := self._find(fact.attempt_id):
            self._unit.after_commit(partial(found[1].count_answer, fact.at))
            self._unit.after_commit(partial(found[1].progress, fact.attempt_id, "listening"))

    def reply(self, fact: ReplyFact) -> None:
        found = self._find(fact.attempt_id)
        if found is None or (fact.attempt_id, fact.step) in self._effects:
            return
        member, board = found
        before = member.standing.state
        effect, wanted = read_key(board.plan.meaning, before, fact.key)
        self._effects[fact.attempt_id, fact.step] = effect
        self._replies.append((fact, effect))
        if effect is not Effect.UNMAPPED:
            self._keyed.add(fact.attempt_id)
        press(member, fact.key, effect, wanted)
        if effect is Effect.REFUSED:
            self._refusals.append((member.e164, fact.attempt_id))
        self._history.append(
            {
                "member_id": member.id,
                "at": fact.at,
                "attempt_id": fact.attempt_id,
                "key": fact.key,
                "state_before": before,
                "state_after": wanted or before,
                "applied": effect is Effect.APPLIED,
            }
        )
        self._unit.after_commit(partial(board.count_key, fact.attempt_id, fact.key, fact.at))

    def end(self, fact: OutcomeFact) -> None:
        attempt = self._attempts[fact.attempt_id]
        if not attempt.live or fact.attempt_id in self._ends:
            return
        self._ends[fact.attempt_id] = fact
        found = self._find(fact.attempt_id)
        if found is None:
            return
        member, board = found
        keyed = fact.attempt_id in self._keyed
        finish(member, fact.outcome, keyed=keyed, rules=board.plan.retry, now=self._now)
        unseen = attempt.answered_at is None and fact.attempt_id not in self._answers
        if fact.answered_at and unseen:
            # The event of the answer was lost; the outcome says it again.
            self._unit.after_commit(partial(board.count_answer, fact.answered_at))
        self._unit.after_commit(partial(board.end, fact.attempt_id))

    async def store(self) -> set[int]:
        """Write what has changed; the campaigns in which somebody waits anew."""
        await batch.mark_answered(self._unit, list(self._answers.values()))
        await batch.save_replies(self._unit, self._replies)
        await batch.settle(self._unit, list(self._ends.values()))
        for e164, attempt_id in self._refusals:
            await self._dnc.refuse(self._unit, e164, attempt_id=attempt_id)
        changed = [
            member
            for member in self._members.values()
            if member.standing != self._before[member.id]
        ]
        await change_members(
            self._unit.connection,
            [
                {
                    "member": member.id,
                    "new_due_at": member.due_at,
                    "new_tries": member.tries,
                    **{f"new_{name}": value for name, value in member.standing._asdict().items()},
                }
                for member in changed
            ],
        )
        await add_history(self._unit.connection, self._history)
        for member in changed:
            board = self._boards[member.campaign_id]
            before = self._before[member.id]
            self._unit.after_commit(partial(board.move, before, member.standing, self._now))
        return {row.campaign_id for row in changed if row.standing.dial == Dial.WAITING}

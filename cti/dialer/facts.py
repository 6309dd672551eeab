"""Applies what the PBX reports about campaign calls: replies, outcomes, answers.

All facts of a batch in the caller's one transaction; the board moves after its commit.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from cti.calls import ledger
from cti.calls.facts import AnsweredFact, AttemptRow, Fact, OutcomeFact, ReplyFact
from cti.clock import Clock
from cti.compliance.dnc import Dnc
from cti.db import Unit
from cti.dialer.apply import Effect, KeyMeaning, Member, finish, press, read_key
from cti.dialer.boards import Boards
from cti.dialer.members import add_history, change_members, find_keyed, find_members
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
        batch = _Batch(unit, attempts, self._boards, self._dnc, self._clock())
        await batch.load()
        for fact in facts:
            match fact:
                case AnsweredFact():
                    await batch.answer(fact)
                case ReplyFact():
                    await batch.reply(fact)
                case OutcomeFact():
                    await batch.end(fact)
        waiting = await batch.store()
        unit.after_commit(partial(self._wake, waiting))


class _Batch:
    """The members that one batch of facts is about, changed in memory, stored at once."""

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
        self._keyed: set[str] = set()  # attempts in which a key that means something was pressed
        self._answered: set[str] = set()
        self._history: list[dict[str, Any]] = []

    async def load(self) -> None:
        ids = {row.member_id for row in self._attempts.values() if row.member_id is not None}
        rows = await find_members(self._unit.connection, sorted(ids))
        for row in rows.values():
            standing = Standing(row.dial, row.state, row.outcome, row.last_key, row.why)
            self._before[row.id] = standing
            self._members[row.id] = Member(
                row.id, row.campaign_id, row.e164, standing, row.due_at, row.tries
            )
        self._keyed = await find_keyed(self._unit.connection, list(self._attempts))

    def _find(self, attempt_id: str) -> tuple[Member, KeyMeaning] | None:
        member = self._members.get(self._attempts[attempt_id].member_id or 0)
        if member is None:
            return None
        plan = self._boards[member.campaign_id].plan
        return member, KeyMeaning(plan.keys, plan.refuse_key, plan.retry)

    async def answer(self, fact: AnsweredFact) -> None:
        if not await ledger.mark_answered(self._unit, fact.attempt_id, fact.at):
            return
        self._answered.add(fact.attempt_id)
        if found := self._find(fact.attempt_id):
            board = self._boards[found[0].campaign_id]
            self._unit.after_commit(partial(board.count_answer, fact.at))
            self._unit.after_commit(partial(board.progress, fact.attempt_id, "listening"))

    async def reply(self, fact: ReplyFact) -> None:
        found = self._find(fact.attempt_id)
        if found is None:
            return
        member, meaning = found
        before = member.standing.state
        effect, wanted = read_key(meaning, before, fact.key)
        if not await ledger.save_reply(
            self._unit, fact.attempt_id, fact.step, fact.key, fact.at, effect
        ):
            return
        if effect is not Effect.UNMAPPED:
            self._keyed.add(fact.attempt_id)
        press(member, fact.key, effect, wanted)
        if effect is Effect.REFUSED:
            await self._dnc.refuse(self._unit, member.e164, attempt_id=fact.attempt_id)
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
        board = self._boards[member.campaign_id]
        self._unit.after_commit(partial(board.count_key, fact.attempt_id, fact.key, fact.at))

    async def end(self, fact: OutcomeFact) -> None:
        settled = await ledger.settle(
            self._unit,
            fact.attempt_id,
            fact.outcome,
            ended_at=fact.ended_at,
            cause=fact.cause,
            tech_cause=fact.tech_cause,
            answered_at=fact.answered_at,
        )
        found = self._find(fact.attempt_id)
        if not settled or found is None:
            return
        member, meaning = found
        keyed = fact.attempt_id in self._keyed
        finish(member, fact.outcome, keyed=keyed, rules=meaning.retry, now=self._now)
        board = self._boards[member.campaign_id]
        unseen = self._attempts[fact.attempt_id].answered_at is None
        if fact.answered_at and unseen and fact.attempt_id not in self._answered:
            # The event of the answer was lost; the outcome says it again.
            self._unit.after_commit(partial(board.count_answer, fact.answered_at))
        self._unit.after_commit(partial(board.end, fact.attempt_id))

    async def store(self) -> set[int]:
        """Write what has changed; the campaigns in which somebody waits anew."""
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

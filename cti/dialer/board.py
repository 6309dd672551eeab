"""The live page of one campaign: what is counted and called right now, pushed as it changes."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cti.dialer.hold import Reason
from cti.dialer.minutes import Minutes, view
from cti.dialer.plan import Plan
from cti.dialer.tally import Standing, Tally
from cti.live.hub import COALESCE_S, Hub
from cti.phones import display

LIST = "campaigns"


@dataclass(slots=True)
class LiveCall:
    """A call of this campaign that is under way."""

    attempt_id: str
    member_id: int
    name: str | None
    e164: str
    since: datetime
    state: str = "dialling"  # dialling | ringing | listening | replied
    key: str | None = None


@dataclass(slots=True)
class Board:
    """One campaign's counters and calls, and the live topic that shows them.

    Everything here is derived from committed rows: call these methods after the commit only.
    """

    hub: Hub
    plan: Plan
    tally: Tally
    minutes: Minutes = field(default_factory=Minutes)
    calls: dict[str, LiveCall] = field(default_factory=dict)
    hold: Reason | None = None
    hold_since: datetime | None = None
    _recount: asyncio.TimerHandle | None = None

    @property
    def topic(self) -> str:
        """Its live topic."""
        return f"campaign/{self.plan.id}"

    def show(self, now: datetime) -> None:
        """Put every entry; those that have not changed cost nothing on the wire."""
        self._put(
            "campaign",
            {"state": self.plan.state, "version": self.plan.version, "name": self.plan.name},
        )
        self._put_counts(now)
        for minute, column in self.minutes.columns.items():
            self._put(f"minute/{minute.isoformat()}", view(minute, column))
        for call in self.calls.values():
            self._put_call(call)

    def set_plan(self, plan: Plan, now: datetime) -> None:
        """The campaign was changed or moved on; what is older than what is known is left aside.

        Of two who change it at once, the first may read it back last.
        """
        if plan.version < self.plan.version:
            return
        self.plan = plan
        self.tally.refuse_key = plan.refuse_key
        self.show(now)
        self.hub.flush(self.topic)

    def set_hold(self, reason: Reason | None, now: datetime) -> None:
        """Say why nothing is dialled, or that it is."""
        if reason == self.hold and self.hold_since is not None:
            return
        self.hold, self.hold_since = reason, now
        if reason is None:
            self.hub.drop(self.topic, "hold", soon=True)
            return
        self._put(
            "hold",
            {
                "code": reason.code,
                "since": now.isoformat(),
                "until": reason.until.isoformat() if reason.until else None,
                "params": {"why": reason.detail} if reason.detail else {},
            },
        )

    def join(self, standing: Standing, members: int, now: datetime) -> None:
        """Members were added."""
        self.tally.add(standing, members)
        self._count_soon(now)

    def leave(self, standing: Standing, now: datetime) -> None:
        """A member is no more."""
        self.tally.remove(standing)
        self._count_soon(now)

    def move(self, before: Standing, after: Standing, now: datetime) -> None:
        """One member changed."""
        self.tally.move(before, after)
        self._count_soon(now)

    def place(self, call: LiveCall, now: datetime) -> None:
        """A call goes out."""
        self.calls[call.attempt_id] = call
        self.minutes.placed.append(now)
        minute, column = self.minutes.column(now)
        column.dialled += 1
        self._put(f"minute/{minute.isoformat()}", view(minute, column))
        self._put_call(call)

    def progress(self, attempt_id: str, state: str) -> None:
        """The call rings, or the customer listens; a state never goes back."""
        order = ("dialling", "ringing", "listening", "replied")
        call = self.calls.get(attempt_id)
        if call and order.index(state) > order.index(call.state):
            call.state = state
            self._put_call(call)

    def count_answer(self, now: datetime) -> None:
        """A customer answered."""
        minute, column = self.minutes.column(now)
        column.answered += 1
        self._put(f"minute/{minute.isoformat()}", view(minute, column))

    def count_key(self, attempt_id: str, key: str, now: datetime) -> None:
        """A customer pressed a key."""
        minute, column = self.minutes.column(now)
        column.keys[key] += 1
        self._put(f"minute/{minute.isoformat()}", view(minute, column))
        if call := self.calls.get(attempt_id):
            call.state, call.key = "replied", key
            self._put_call(call)

    def end(self, attempt_id: str) -> None:
        """The call is over."""
        if self.calls.pop(attempt_id, None):
            self.hub.drop(self.topic, f"call/{attempt_id}", soon=True)

    def forget_old(self, now: datetime) -> None:
        """Drop what the chart no longer shows."""
        for minute in self.minutes.forget_before(now):
            self.hub.drop(self.topic, f"minute/{minute.isoformat()}", soon=True)

    def refresh(self, now: datetime) -> None:
        """Put what changes by the mere passing of time: the rate and the estimate."""
        self._put_counts(now)
        self.forget_old(now)

    def _count_soon(self, now: datetime) -> None:
        # At 100 calls/s members change 300 times a second; counting them 20 times is enough.
        if self._recount is None:
            loop = asyncio.get_running_loop()
            self._recount = loop.call_later(COALESCE_S, self._put_counts, now)

    def _put_counts(self, now: datetime) -> None:
        if self._recount is not None:
            self._recount.cancel()
            self._recount = None
        progress = self.tally.view_progress(self.minutes.rate(now), now)
        states = self.tally.view_states()
        self._put("progress", progress)
        self._put("states", states)
        for key, name in (("outcomes", "outcome"), ("keys", "last_key"), ("blocked", "why")):
            self._put(key, {"counts": self.tally.count_by(name)})
        self.hub.put(
            LIST,
            f"campaign/{self.plan.id}",
            {"state": self.plan.state, "progress": progress, "states": states},
            soon=True,
        )

    def _put_call(self, call: LiveCall) -> None:
        self._put(
            f"call/{call.attempt_id}",
            {
                "attempt_id": call.attempt_id,
                "member_id": call.member_id,
                "name": call.name,
                "display": display(call.e164),
                "state": call.state,
                "since": call.since.isoformat(),
                "key": call.key,
            },
        )

    def _put(self, key: str, value: Any) -> None:  # noqa: ANN401 - any JSON
        self.hub.put(self.topic, key, value, soon=True)

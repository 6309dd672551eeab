"""One PBX: its link, its calls, and the durable facts it tells."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from cti.ami.actions import Action
from cti.ami.address import PbxAddress
from cti.ami.client import AmiLink
from cti.ami.contacts import read_contacts
from cti.ami.errors import FateUnknownError, LinkDownError
from cti.ami.events import (
    ContactStatus,
    CtiAnswered,
    CtiOutcome,
    CtiPromptChecked,
    CtiReply,
    DeviceStateChange,
    Event,
    FullyBooted,
    Hangup,
    Newchannel,
    OriginateResponse,
)
from cti.ami.frame import Frame
from cti.ami.outbox import Malformed
from cti.ami.resync import OutboxEntry, PbxSnapshot, acknowledge, read_snapshot
from cti.ami.state import LinkSettings, LinkState
from cti.bus import Bus
from cti.calls.awaited import Awaited
from cti.calls.call import CallChange
from cti.calls.dialplan import DialplanWatch
from cti.calls.facts import Fact, OutcomeFact
from cti.calls.inbox import Inbox
from cti.calls.messages import CallChanged, PbxChanged, PbxResynced, PromptChecked
from cti.calls.outcome import Outcome
from cti.calls.phones import PhoneBook
from cti.calls.reconciling import Reconciler
from cti.calls.sinks import FactSink
from cti.calls.traces import Traces
from cti.calls.tracker import SeenChannel, Tracker
from cti.clock import Clock
from cti.db import Database
from cti.pbx.mends import advise
from cti.pbx.shapes import Pbx, Trunk

log = logging.getLogger(__name__)

OVERTAKEN_S = 0.5
"""An OriginateResponse may overtake its channel's first event by some milliseconds."""

FIGURES_S = 0.5
"""Counts of calls and events reach the PBX page at most twice a second."""


class PbxNode:
    """Owns the link to one PBX, and applies what it tells strictly in order."""

    def __init__(
        self,
        name: str,
        address: PbxAddress,
        trunk: str,
        *,
        caller_id: str,
        db: Database,
        bus: Bus,
        clock: Clock,
        sinks: Mapping[str, FactSink],
        traces: Traces,
        calls_per_second: float = 200.0,
        link_settings: LinkSettings | None = None,
    ) -> None:
        self.name, self.trunk, self.caller_id = name, trunk, caller_id
        self.calls_per_second = calls_per_second  # what the trunk's carrier takes
        self._address, self._bus, self._clock = address, bus, clock
        self._traces = traces
        self.tracker = Tracker(name)
        self.phones = PhoneBook(name, bus)
        self.link = AmiLink(
            address,
            name=name,
            on_event=self._on_event,
            on_up=self._on_up,
            on_down=self._on_down,
            settings=link_settings,
        )
        self.inbox = Inbox(
            db,
            sinks,
            self._acknowledge,
            traces,
            name=name,
            on_overflow=lambda: self.link.reset("ami.overflow"),
        )
        self.reconciler = Reconciler(
            self.link, db, clock, on_snapshot=self._take_outbox, report=self.inbox.put
        )
        self.dialplan = DialplanWatch(self.link, on_mended=self._tell)
        self._awaited = Awaited()
        self._since = clock()
        self._lag_ms = 0.0
        self._told: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Connect, and stay connected; returns at once."""
        await self.inbox.start()
        await self.reconciler.start()
        await self.link.start()
        self._tell()

    async def stop(self) -> None:
        """Leave the PBX to itself. Its calls go on, and what they end in waits in its outbox."""
        self.dialplan.stop()
        await self.reconciler.stop()
        await self.inbox.stop()
        await self.link.stop()
        for task in self._tasks:
            task.cancel()
        if self._told is not None:
            self._told.cancel()

    @property
    def why_down(self) -> str | None:
        """Why no call can be placed now, as a code; None when one can."""
        if self.link.state is LinkState.UP:
            return self.dialplan.problem
        return self.link.why or "ami.connecting"

    async def send(self, action: Action) -> Frame:
        """Send one action. Raises what `AmiLink.action` raises."""
        attempt_id = dict(action.headers).get("ChannelId")
        if action.name == "Originate" and attempt_id is not None:  # a prompt check is no attempt
            self._awaited.add(attempt_id)
            self._traces.add(attempt_id, self._clock(), "originate", pbx=self.name)
        return await self.link.action(action.name, action.headers)

    def report(self, facts: Sequence[Fact]) -> None:
        """Take facts from our own side, as if the PBX had told them."""
        for fact in facts:
            self._awaited.settle(fact.attempt_id)
            self.inbox.put(fact)

    def look_up(self) -> None:
        """Find out what became of the attempts of unknown fate."""
        self.reconciler.request()

    def describe(self) -> Pbx:
        """The PBX as its page shows it."""
        counters = self.link.counters
        return Pbx(
            name=self.name,
            host=self._address.host,
            port=self._address.port,
            state=self.link.state.value,
            why=self.link.why or self.dialplan.problem,
            since=self._since,
            version=self.link.asterisk_version,
            calls=len(self.tracker.calls),
            events=counters.events,
            event_lag_ms=round(self._lag_ms, 1),
            reconnects=counters.reconnects,
            drift=self.tracker.drift,
            trunk=self.trunk,
        )

    def list_trunks(self) -> list[Trunk]:
        """The trunks that the PBX knows, the one configured for it first; empty reach: unknown."""
        known = {self.trunk: None} | dict(sorted(self.phones.trunks.items()))
        is_up = self.link.state is LinkState.UP
        return [
            Trunk(name=name, reachable=reachable if is_up else None, preset=name == self.trunk)
            for name, reachable in known.items()
        ]

    # -- the link's callbacks ------------------------------------------------------------

    async def _on_up(self, link: AmiLink) -> None:
        await self.dialplan.look()
        snapshot = await read_snapshot(link)
        contacts = await read_contacts(link, snapshot.devices)
        now = self._since = self._clock()
        self._take_outbox(snapshot)
        seen = [
            SeenChannel(
                item.uniqueid,
                item.linkedid,
                item.channel,
                item.state,
                item.caller_number,
                item.exten,
                item.seconds,
                item.bridge,
            )
            for item in snapshot.channels
        ]
        for item in seen:
            self._awaited.meet(item.uniqueid)
        before = self.tracker.drift
        self._publish(self.tracker.resync(seen, now), now)
        live = tuple(call.id for call in self.tracker.calls.values())
        self._bus.publish(PbxResynced(self.name, live, now))
        link.counters.drift += self.tracker.drift - before
        self.phones.resync(snapshot.devices, contacts)
        self._run(self._tell_when_up())

    def _on_down(self, why: str) -> None:
        now = self._since = self._clock()
        log.warning("pbx %s is away: %s → %s", self.name, why, advise(why))
        self.dialplan.stop()
        self.reconciler.started_at = None  # it may be another life of the PBX next time
        self._publish(self.tracker.lose(now), now)
        self._tell()

    def _on_event(self, event: Event) -> None:
        now = self._clock()
        match event:
            case CtiReply() | CtiOutcome() | CtiAnswered():
                self._on_told(event, now)
            case Newchannel():
                self._awaited.meet(event.uniqueid)
            case OriginateResponse():
                self._on_originate_response(event)
            case CtiPromptChecked():
                self._bus.publish(PromptChecked(event.check, event.status == "SUCCESS"))
            case DeviceStateChange() | ContactStatus():
                self.phones.apply(event)
            case FullyBooted():
                self.reconciler.started_at = now - timedelta(seconds=event.uptime)
                self.reconciler.request()
        if changes := self.tracker.apply(event, now):
            self._publish(changes, now)
            self._tell_soon()
        if isinstance(event, Hangup) and self._awaited.is_owed(event.uniqueid):
            # Its handler ran before this event: the outcome is in the outbox, its event is lost.
            self._later(self.reconciler.request)

    def _on_told(self, event: CtiReply | CtiOutcome | CtiAnswered, now: datetime) -> None:
        match event:
            case CtiReply(at=at):
                self._traces.add(event.attempt, now, "reply", step=event.step, key=event.key)
            case CtiOutcome(ended=at):
                self._awaited.settle(event.attempt)
            case CtiAnswered(at=at):
                self._traces.add(event.attempt, now, "answered")
        self._lag_ms = max(0.0, (now - at) / timedelta(milliseconds=1))
        self.inbox.put(event)

    def _on_originate_response(self, event: OriginateResponse) -> None:
        attempt_id = event.action_id
        self._traces.add(
            attempt_id, self._clock(), "originate_response", ok=event.ok, reason=event.reason
        )
        if not event.ok:
            self._later(lambda: self._give_up(attempt_id, event.reason))

    def _give_up(self, attempt_id: str, reason: int) -> None:
        """Nothing else will ever tell of an Originate that failed without a channel."""
        if self._awaited.is_without_channel(attempt_id):
            words = f"originate failed, reason {reason}"
            fact = OutcomeFact(attempt_id, Outcome.FAILED, None, words, None, self._clock())
            self.report([fact])

    def _publish(self, changes: Iterable[CallChange], now: datetime) -> None:
        for call, what in changes:
            if call.id == call.linkedid:
                self._traces.add(call.id, now, what, state=call.state, cause=call.cause)
            self._bus.publish(CallChanged(call, what, now))

    # -- the outbox ----------------------------------------------------------------------

    def _take_outbox(self, snapshot: PbxSnapshot) -> None:
        for entry in snapshot.outbox:
            if isinstance(entry, CtiOutcome):
                self._awaited.settle(entry.attempt)
            self.inbox.put(entry)
        if snapshot.malformed:
            log.error("pbx %s: %d outbox entries unreadable", self.name, len(snapshot.malformed))
            self._run(self._acknowledge(snapshot.malformed))

    async def _acknowledge(self, entries: Sequence[OutboxEntry | Malformed]) -> None:
        await acknowledge(self.link, entries)

    # -- small things --------------------------------------------------------------------

    def _run(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(self._contain(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _contain(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except (LinkDownError, FateUnknownError) as error:
            log.info("pbx %s: %s, done at the next connect", self.name, error.code)

    async def _tell_when_up(self) -> None:
        await self.link.wait_up()
        self._tell()

    def _later(self, call: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(OVERTAKEN_S, call)

    def _tell_soon(self) -> None:
        if self._told is None:
            self._told = asyncio.get_running_loop().call_later(FIGURES_S, self._tell)

    def _tell(self) -> None:
        if self._told is not None:
            self._told.cancel()
            self._told = None
        self._bus.publish(PbxChanged(self.describe()))

"""The asyncio protocol under one AMI connection: frames in, actions out, replies to callers.

Everything here belongs to one connection and dies with it. No action is kept for later and none
is sent twice; an entry in `_pending` lasts until its reply, its deadline or the connection's end.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from cti.ami.counters import LinkCounters
from cti.ami.decode import DECODERS, NotUnderstoodError, interpret
from cti.ami.errors import (
    ActionRefusedError,
    BadStreamError,
    FateUnknownError,
    LinkDownError,
    UnsafeValueError,
)
from cti.ami.events import Event
from cti.ami.frame import Frame, read_first_line
from cti.ami.wire import FrameReader

WRITE_HIGH_WATER = 256 * 1024  # bytes; above it callers wait for Asterisk to read
MAX_LIST_ITEMS = 200_000

Reply = Frame
"""What Asterisk answered: headers by name (`get`, `[]`, `in`, `read_variables`)."""


class Pending:
    """One action on its way: who waits for it, until when, and the list collected so far."""

    __slots__ = ("complete", "deadline", "future", "items", "name")

    def __init__(self, name: str, future: "asyncio.Future[Any]", complete: bytes | None) -> None:
        self.name = name
        self.future = future
        self.complete = complete  # the name of the event that ends its list, None without one
        self.items: list[Frame] = []
        self.deadline: asyncio.TimerHandle | None = None


class AmiProtocol(asyncio.Protocol):
    """`on_event` gets every event of interest, in order, as soon as it is whole."""

    def __init__(self, on_event: Callable[[Event], None], counters: LinkCounters) -> None:
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[str] = loop.create_future()
        self.lost: asyncio.Future[str] = loop.create_future()
        """Done, with the reason, when the connection is over."""
        self._loop = loop
        self._on_event = on_event
        self._counters = counters
        self._reader = FrameReader()
        self._pending: dict[str, Pending] = {}
        self._lists = 0  # pending actions that wait for a list
        self._transport: asyncio.Transport | None = None
        self._writable = asyncio.Event()
        self._writable.set()

    # -- the connection ---------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - tells mypy what a stream has
        transport.set_write_buffer_limits(high=WRITE_HIGH_WATER)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Called by asyncio."""
        # After the callers whose replies came with the last bytes: Asterisk refuses a login and
        # hangs up in one go, and the refusal is what counts.
        self._loop.call_soon(self.give_up, "ami.connection_lost")

    def pause_writing(self) -> None:
        """Called by asyncio: Asterisk reads more slowly than we write."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Called by asyncio: there is room again."""
        self._writable.set()

    def give_up(self, why: str) -> None:
        """End the connection now, for the reason `why`; whoever waits for a reply is told."""
        if self.lost.done():
            return
        self.lost.set_result(why)
        if self._transport is not None:
            self._transport.abort()
        self._writable.set()
        for pending in list(self._pending.values()):
            self._fail(pending, FateUnknownError(action=pending.name, why=why))
        self._pending.clear()
        self._lists = 0

    def close(self) -> None:
        """End the connection because we want to; panoramisk's Manager.close comes here."""
        self.give_up("ami.stopped")

    @property
    def pending(self) -> int:
        """How many actions wait for their reply."""
        return len(self._pending)

    # -- actions ----------------------------------------------------------------------

    async def wait_writable(self, deadline: float) -> None:
        """Wait for room, in turn. Raises LinkDownError at the deadline (loop time)."""
        try:
            async with asyncio.timeout_at(deadline):
                # Whoever was woken first may have filled the buffer again.
                while not self._writable.is_set():
                    await self._writable.wait()
        except TimeoutError as error:
            raise LinkDownError(why="ami.write_blocked") from error

    def send(self, data: bytes, action_id: str, pending: Pending, deadline: float) -> None:
        """Put an action on the wire. Its future then gives a Reply or the items of a list.

        The future raises ActionRefusedError or FateUnknownError, the latter at `deadline` (loop
        time) if not before. Raises LinkDownError if the connection is over: nothing was sent.
        """
        if self.lost.done() or self._transport is None:
            raise LinkDownError(why="ami.connection_lost")
        if action_id in self._pending:
            raise UnsafeValueError(field="ActionID")
        self._pending[action_id] = pending
        self._lists += pending.complete is not None
        pending.deadline = self._loop.call_at(deadline, self._expire, action_id)
        self._counters.actions += 1
        self._transport.write(data)

    def forget(self, action_id: str) -> None:
        """Stop waiting for a reply: its caller has it, or was cancelled."""
        self._drop(action_id)

    def _expire(self, action_id: str) -> None:
        pending = self._drop(action_id)
        if pending is not None:
            self._counters.actions_timed_out += 1
            self._fail(pending, FateUnknownError(action=pending.name, why="ami.deadline"))

    def _drop(self, action_id: str) -> Pending | None:
        pending = self._pending.pop(action_id, None)
        if pending is not None:
            self._lists -= pending.complete is not None
            if pending.deadline is not None:
                pending.deadline.cancel()
        return pending

    def _fail(self, pending: Pending, error: Exception) -> None:
        if pending.deadline is not None:
            pending.deadline.cancel()
        if not pending.future.done():
            pending.future.set_exception(error)

    # -- what comes in ----------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Called by asyncio with whatever a segment held."""
        self._counters.bytes_in += len(data)
        try:
            frames = self._reader.feed(data)
        except BadStreamError:
            self.give_up("ami.bad_stream")
            return
        if self._reader.greeting is not None and not self.greeted.done():
            self.greeted.set_result(self._reader.greeting)
        for raw in frames:
            if self.lost.done():  # an event's consumer gave the connection up
                return
            self._take(raw)

    def _take(self, raw: bytes) -> None:
        is_event, name = read_first_line(raw)
        if not is_event:
            if name:
                self._settle(Frame(raw), name)
            return
        if self._lists and self._collect(raw, name):
            return
        if name not in DECODERS:
            self._counters.frames_skipped += 1
            return
        try:
            event = interpret(Frame(raw), name)
        except NotUnderstoodError:
            self._counters.events_undecoded += 1
            return
        if event is None:
            self._counters.frames_skipped += 1
            return
        self._counters.events += 1
        self._on_event(event)

    def _settle(self, reply: Frame, status: bytes) -> None:
        """Give a reply to its caller; a list's caller waits on for the items."""
        action_id = reply.get("ActionID")
        pending = self._pending.get(action_id)
        if pending is None:
            self._counters.late_replies += 1
            return
        if status == b"Error":
            self._drop(action_id)
            self._counters.actions_refused += 1
            message = reply.get("Message")
            self._fail(pending, ActionRefusedError(action=pending.name, message=message))
        elif pending.complete is None:
            self._drop(action_id)
            if not pending.future.done():
                pending.future.set_result(reply)

    def _collect(self, raw: bytes, name: bytes) -> bool:
        """Whether an event belongs to a list that somebody waits for; then it is kept for him."""
        if b"\r\nActionID:" not in raw:
            return False
        item = Frame(raw)
        action_id = item.get("ActionID")
        pending = self._pending.get(action_id)
        if pending is None or pending.complete is None:
            return False
        if name == pending.complete:
            self._drop(action_id)
            if not pending.future.done():
                pending.future.set_result(pending.items)
        elif len(pending.items) >= MAX_LIST_ITEMS:
            self._drop(action_id)
            self._fail(pending, FateUnknownError(action=pending.name, why="ami.list_too_long"))
        else:
            pending.items.append(item)
        return True

"""One connection to the websocket: what it follows, and what waits to be sent to it."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from enum import IntEnum

from aiohttp import WSMsgType, web
from pydantic import ValidationError

from cti.accounts.store import SignedIn
from cti.accounts.tokens import TokenInForce
from cti.api.topics import Authorise
from cti.api.types import CLIENT_MESSAGE, Failure, Follow, Ping, Pong, Refused
from cti.live.hub import Hub, Sink

log = logging.getLogger(__name__)

MAX_WAITING = 256
MAX_WAITING_CHARS = 8_000_000
"""A healthy browser has nothing waiting. One that is this far behind gets a new start instead:
it is disconnected, connects again, and takes a snapshot."""

Holder = SignedIn | TokenInForce
"""Whose connection it is: somebody's session in a browser, or a program's token."""

MAX_TOPICS = 20
GOODBYE_S = 1.0


class Close(IntEnum):
    """Why we close, as the browser learns it."""

    GOING_AWAY = 1001
    SIGNED_OUT = 4401
    SLOW = 4408


class Client:
    """One connection. Sending never waits; a task of its own does the writing."""

    def __init__(
        self, socket: web.WebSocketResponse, holder: Holder, hub: Hub, authorise: Authorise
    ) -> None:
        self.holder = holder
        self.why: Close | None = None  # None while it runs, and when the client left by itself
        self._socket = socket
        self._hub = hub
        self._authorise = authorise
        self._sinks: dict[str, tuple[str, Sink]] = {}  # asked topic → real topic, sink
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MAX_WAITING)
        self._waiting_chars = 0
        self._ending: asyncio.Future[Close] = asyncio.get_running_loop().create_future()

    def send(self, text: str) -> None:
        """Queue a message. When too much waits already, the client is cut off."""
        if self._ending.done():
            return
        if self._waiting.full() or self._waiting_chars > MAX_WAITING_CHARS:
            self.end(Close.SLOW)
            return
        self._waiting_chars += len(text)
        self._waiting.put_nowait(text)

    def end(self, why: Close) -> None:
        """Have the connection closed; the first reason counts."""
        if not self._ending.done():
            self._ending.set_result(why)

    def renew(self, holder: Holder) -> None:
        """The holder as it is now: topics that are no longer theirs are taken away."""
        self.holder = holder
        for asked, (real, _) in tuple(self._sinks.items()):
            if self._authorise(holder.caller, asked) != real:
                self._unfollow(asked)
                self.send(Refused(topic=asked, code="topic.refused").model_dump_json())

    async def run(self) -> None:
        """Serve until either side ends it; `why` then tells why we did."""
        writer = asyncio.create_task(self._write())
        reader = asyncio.create_task(self._read())
        try:
            any_of: set[asyncio.Future[None] | asyncio.Future[Close]]
            any_of = {writer, reader, self._ending}
            await asyncio.wait(any_of, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for asked in tuple(self._sinks):
                self._unfollow(asked)
            _report(reader)
            _report(writer)
            self.why = self._ending.result() if self._ending.done() else None
            self.end(Close.GOING_AWAY)  # whatever is still sent to us goes nowhere
            await _cancel(reader)
            if self.why is not None:
                await self._say_goodbye(self.why)
            # Last: a writer cancelled while it waits for the client's buffer cancels the future
            # that aiohttp's close() would wait for too.
            await _cancel(writer)

    async def _write(self) -> None:
        while True:
            text = await self._waiting.get()
            self._waiting_chars -= len(text)
            await self._socket.send_str(text)

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is WSMsgType.TEXT:
                self._receive(message.data)
            else:
                self.send(Failure(code="message.malformed").model_dump_json())

    def _receive(self, data: str) -> None:
        try:
            message = CLIENT_MESSAGE.validate_json(data)
        except (ValidationError, UnicodeError):
            self.send(Failure(code="message.malformed").model_dump_json())
            return
        match message:
            case Follow():
                self._follow(message.topic)
            case Ping():
                self.send(Pong().model_dump_json())
            case _:
                self._unfollow(message.topic)

    def _follow(self, asked: str) -> None:
        self._unfollow(asked)
        real = self._authorise(self.holder.caller, asked)
        if real is None or len(self._sinks) >= MAX_TOPICS:
            code = "topic.refused" if real is None else "topic.too_many"
            self.send(Refused(topic=asked, code=code).model_dump_json())
            return
        sink = self.send if real == asked else rename(self.send, real, asked)
        self._sinks[asked] = (real, sink)
        self._hub.follow(real, sink)

    def _unfollow(self, asked: str) -> None:
        if found := self._sinks.pop(asked, None):
            self._hub.unfollow(*found)

    async def _say_goodbye(self, why: Close) -> None:
        """Close in good order if the client takes it; it may have stopped reading."""
        with contextlib.suppress(TimeoutError, ConnectionError, RuntimeError):
            async with asyncio.timeout(GOODBYE_S):
                await self._socket.close(code=why, message=why.name.lower().encode())


def _report(task: asyncio.Task[None]) -> None:
    """A task that ended by a fault of ours says so: the client only sees the socket close."""
    if not task.done() or task.cancelled():
        return
    error = task.exception()
    if error is not None and not isinstance(error, ConnectionError):
        log.error("websocket task failed", exc_info=error)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def rename(send: Sink, real: str, asked: str) -> Callable[[str], None]:
    """A sink that gives the topic the name the client asked for (`me`, not `user/7`).

    The text was encoded once for all followers; the topic stands before the entries in it.
    """
    inside, outside = f'"topic":"{real}"', f'"topic":"{asked}"'

    def sink(text: str) -> None:
        send(text.replace(inside, outside, 1))

    return sink

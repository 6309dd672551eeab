"""The link to one PBX: connected, logged in and resynced, again and again, until stopped."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable

from cti.ami.address import PbxAddress
from cti.ami.backoff import REFUSALS
from cti.ami.counters import LinkCounters
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError
from cti.ami.events import Event, FullyBooted, Shutdown
from cti.ami.exchange import exchange
from cti.ami.frame import Frame
from cti.ami.login import SetUpError, check_version, explain, log_in
from cti.ami.protocol import AmiProtocol, Reply
from cti.ami.session import Session
from cti.ami.state import LinkSettings, LinkState
from cti.ami.wire import Headers

log = logging.getLogger(__name__)


class AmiLink:
    """One PBX. Start it, and it stays connected by itself.

    - `on_event(event)` is called at once and strictly in order, from the event loop; what it
      raises is logged and counted, and the next event comes all the same.
    - `on_up(link)` runs after each login, before `state` is UP: read the PBX's state there
      (`cti.ami.resync`). Events that arrive meanwhile are held and delivered in order after it;
      some of them tell of what the snapshot already showed. If it raises, the link starts anew.
    - `on_down(why)` is called whenever a connection that was logged in is lost, and when the
      reason for not having one changes.

    Nothing is queued while there is no connection and nothing is ever sent twice.
    """

    def __init__(
        self,
        address: PbxAddress,
        *,
        name: str,
        on_event: Callable[[Event], None],
        on_up: Callable[["AmiLink"], Awaitable[None]],
        on_down: Callable[[str], None],
        settings: LinkSettings | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self.name = name
        self.counters = LinkCounters()
        self.state = LinkState.DOWN
        self.why: str | None = "ami.not_started"
        """Why the link is not up, as a stable code; None while it is."""
        self.asterisk_version: str | None = None
        self.system_name: str | None = None
        self._address = address
        self._settings = settings or LinkSettings()
        self._on_event, self._on_up, self._on_down = on_event, on_up, on_down
        self._sleep, self._dice = sleep, dice
        self._protocol: AmiProtocol | None = None
        self._held: deque[Event] | None = None
        self._booted = asyncio.Event()
        self._up = asyncio.Event()
        self._shutting_down = False
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to connect; returns at once. Await `wait_up` to know more."""
        if self._task is None:
            self._task = asyncio.create_task(self._keep_connected(), name=f"ami {self.name}")

    async def stop(self) -> None:
        """Close the connection and do not come back. Calls on the PBX go on."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self._enter(LinkState.DOWN, "ami.stopped")

    async def wait_up(self) -> None:
        """Wait until the link is up, for as long as that takes."""
        await self._up.wait()

    def reset(self, why: str) -> None:
        """Drop the connection and resync: for a consumer that lost its way or can't keep up.

        `why` is a code; `ami.overflow` is the one for a consumer that is behind.
        """
        if self._protocol is not None:
            self.counters.overflows += why == "ami.overflow"
            self._protocol.give_up(why)

    async def action(
        self,
        name: str,
        headers: Headers = (),
        *,
        timeout: float = 5.0,  # noqa: ASYNC109 - the deadline is the action's: it decides its fate
    ) -> Reply:
        """Send one action and await its reply, `timeout` seconds at most.

        Many may be on their way at once. An `ActionID` among the headers is kept.
        Raises UnsafeHeaderError or LinkDownError (never sent), ActionRefusedError (Asterisk said
        no), FateUnknownError (sent, no answer: look it up, never resend).
        """
        protocol = self._choose_protocol(name)
        # Whoever looks an attempt up may rely on it: it went out soon after it was asked for, or
        # never.
        room = min(self._settings.originate_delay, timeout) if name == "Originate" else None
        reply: Reply = await exchange(protocol, name, headers, within=timeout, room_within=room)
        return reply

    async def list_action(
        self,
        name: str,
        headers: Headers,
        complete_event: str,
        *,
        timeout: float = 10.0,  # noqa: ASYNC109 - as above
    ) -> list[Frame]:
        """Send an action that is answered by a list of events ended by `complete_event`.

        Raises what `action` raises; a list that was cut off is FateUnknownError.
        """
        protocol = self._choose_protocol(name)
        items: list[Frame] = await exchange(
            protocol, name, headers, complete=complete_event, within=timeout
        )
        return items

    def _choose_protocol(self, name: str) -> AmiProtocol:
        usable = {LinkState.SYNCING, LinkState.UP}
        if name == "Originate":
            usable = {LinkState.UP}  # before it, what is on the PBX is not known yet
        if self._protocol is None or self.state not in usable:
            raise LinkDownError(why=self.why)
        return self._protocol

    # -- one connection after the other ------------------------------------------------

    async def _keep_connected(self) -> None:
        failures = 0
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            why = await self._live_once()
            stable = clock() - began > self._settings.stable_after and self._up.is_set()
            failures = 1 if stable else failures + 1
            self._lose(why)
            delay = self._settings.backoff.choose_delay(failures, why, self._dice())
            log.info("ami link %s: %s, next try in %.1f s", self.name, why, delay)
            await self._sleep(delay)
            self.counters.reconnects += 1

    async def _live_once(self) -> str:
        """Connect, set up and stay until the connection ends; returns why it did."""
        self.state = LinkState.CONNECTING  # `why` stays the last loss's until this one is up
        self._held, self._shutting_down = deque(), False
        self._booted.clear()
        session = Session(self._address, lambda: AmiProtocol(self._take, self.counters))
        try:
            async with asyncio.timeout(self._settings.connect_timeout):
                protocol = self._protocol = await session.open()
            self.counters.connections += 1
            return await self._live(protocol)
        except OSError:  # TimeoutError and ssl.SSLError are among them
            return "ami.unreachable"
        except Exception:  # whatever it is, the next try must come
            log.exception("ami link %s: connection failed unexpectedly", self.name)
            return "ami.internal"
        finally:
            self._protocol, self._held = None, None
            session.close()

    async def _live(self, protocol: AmiProtocol) -> str:
        life = asyncio.create_task(self._set_up_and_ping(protocol))
        try:
            await asyncio.wait({life, protocol.lost}, return_when=asyncio.FIRST_COMPLETED)
            why = life.result() if life.done() else protocol.lost.result()
        finally:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)
        return "ami.shutdown" if self._shutting_down else why

    async def _set_up_and_ping(self, protocol: AmiProtocol) -> str:
        try:
            await self._set_up(protocol)
        except SetUpError as error:
            return error.why
        while True:
            await asyncio.sleep(self._settings.ping_interval)
            try:
                await exchange(protocol, "Ping", (), within=self._settings.ping_timeout)
            except ActionRefusedError:
                continue  # a refusal is an answer: somebody is there
            except (FateUnknownError, LinkDownError) as error:
                return explain(error, "ami.ping_lost")

    async def _set_up(self, protocol: AmiProtocol) -> None:
        await log_in(protocol, self._address, self._settings)
        try:
            async with asyncio.timeout(self._settings.boot_timeout):
                await self._booted.wait()
        except TimeoutError as error:
            raise SetUpError("ami.not_booted") from error
        version, system_name = await check_version(protocol, self._settings)
        self.asterisk_version, self.system_name = version, system_name
        self.state = LinkState.SYNCING
        await self._resync()
        self._release_held(protocol)
        self._enter(LinkState.UP, None)
        log.info("ami link %s: up, asterisk %s", self.name, version)

    async def _resync(self) -> None:
        try:
            async with asyncio.timeout(self._settings.resync_timeout):
                await self._on_up(self)
        except TimeoutError as error:
            raise SetUpError("ami.resync_timeout") from error
        except Exception as error:
            log.exception("ami link %s: resync failed", self.name)
            raise SetUpError("ami.resync_failed") from error

    # -- events and states ---------------------------------------------------------------

    def _take(self, event: Event) -> None:
        if isinstance(event, FullyBooted):
            self._booted.set()
        elif isinstance(event, Shutdown):
            self._shutting_down = True
        if self._held is None:
            self._deliver(event)
        elif len(self._held) < self._settings.max_held_events:
            self._held.append(event)
        else:
            self.reset("ami.overflow")

    def _release_held(self, protocol: AmiProtocol) -> None:
        held = self._held or deque()
        self.counters.held_peak = max(self.counters.held_peak, len(held))
        while held:
            self._deliver(held.popleft())
            if protocol.lost.done():  # the consumer asked for a reset
                raise SetUpError(protocol.lost.result())
        self._held = None

    def _deliver(self, event: Event) -> None:
        try:
            self._on_event(event)
        except Exception:
            self.counters.consumer_errors += 1
            log.exception("ami link %s: consumer failed on %s", self.name, type(event).__name__)

    def _lose(self, why: str) -> None:
        was_online = self.state in (LinkState.SYNCING, LinkState.UP)
        changed = why != self.why
        self._enter(LinkState.REFUSED if why in REFUSALS else LinkState.DOWN, why)
        if was_online or changed:
            try:
                self._on_down(why)
            except Exception:
                self.counters.consumer_errors += 1
                log.exception("ami link %s: on_down failed", self.name)

    def _enter(self, state: LinkState, why: str | None) -> None:
        self.state, self.why = state, why
        if state is LinkState.UP:
            self._up.set()
        else:
            self._up.clear()

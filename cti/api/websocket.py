"""/api/v1/events: the live topics. Snapshot first, then numbered changes; see cti.api.types."""

import asyncio
import contextlib
import logging

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge

from cti.accounts.http import SESSION
from cti.accounts.messages import RightsChanged, SessionsEnded
from cti.accounts.rights import Right
from cti.accounts.service import Accounts
from cti.accounts.store import SignedIn
from cti.api.client import Client, Close
from cti.api.middlewares import CsrfOriginError, is_same_origin
from cti.api.topics import Authorise, authorise
from cti.endpoint import API
from cti.live.hub import Hub

log = logging.getLogger(__name__)

HEARTBEAT_S = 25.0  # below the minute after which proxies drop a quiet connection
MAX_FRAME_BYTES = 4096
CLOSE_WAIT_S = 1.0
SHUTDOWN_S = 2.0


class Sockets:
    """Every open websocket of this server."""

    def __init__(
        self,
        hub: Hub,
        accounts: Accounts,
        registry: CollectorRegistry,
        may_follow: Authorise = authorise,
    ) -> None:
        self._hub = hub
        self._accounts = accounts
        self._may_follow = may_follow
        self._clients: set[Client] = set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._gauge = Gauge("cti_ws_clients", "Open websockets", registry=registry)
        self._closed = Counter(
            "cti_ws_closed_total", "Websockets closed by us", ("why",), registry=registry
        )
        self._renewing: set[asyncio.Task[None]] = set()
        accounts.bus.subscribe(SessionsEnded, self.end_sessions)
        accounts.bus.subscribe(RightsChanged, self.renew_sessions)

    def __len__(self) -> int:
        return len(self._clients)

    async def serve(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport, session: SignedIn
    ) -> None:
        """Serve one connection until it ends."""
        client = Client(socket, session, self._hub, self._may_follow)
        left_s = (session.expires_at - self._accounts.clock()).total_seconds()
        expiry = asyncio.get_running_loop().call_later(left_s, client.end, Close.SIGNED_OUT)
        self._clients.add(client)
        self._count()
        try:
            await client.run()
        finally:
            expiry.cancel()
            self._clients.discard(client)
            self._count()
            if client.why is not None:
                self._closed.labels(client.why.name.lower()).inc()
            if client.why is Close.SLOW:
                log.warning("slow websocket cut", extra={"user_id": session.caller.user_id})
                transport.abort()  # what waits in its buffer will not be read

    def _count(self) -> None:
        self._gauge.set(len(self._clients))
        if self._clients:
            self._empty.clear()
        else:
            self._empty.set()

    def end_sessions(self, ended: SessionsEnded) -> None:
        """Close the sockets of sessions that are over."""
        for client in tuple(self._clients):
            session = client.session
            is_theirs = session.caller.user_id == ended.user_id
            if is_theirs and ended.token_hash in {None, session.token_hash}:
                client.end(Close.SIGNED_OUT)

    def renew_sessions(self, changed: RightsChanged) -> None:
        """Ask again who may follow what, then have the pages ask what they may."""
        task = asyncio.create_task(self._renew(changed.user_ids))
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)

    async def _renew(self, user_ids: frozenset[int]) -> None:
        for client in tuple(self._clients):
            if client.session.caller.user_id not in user_ids:
                continue
            session = await self._accounts.renew(client.session)
            if session is None:
                client.end(Close.SIGNED_OUT)
            else:
                client.renew(session)
        value = {"changed_at": self._accounts.clock().isoformat()}
        for user_id in user_ids:
            self._hub.put(f"user/{user_id}", "rights", value)

    async def close(self, _app: web.Application | None = None) -> None:
        """Send everybody away: the server stops."""
        for client in tuple(self._clients):
            client.end(Close.GOING_AWAY)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SHUTDOWN_S):
                await self._empty.wait()


SOCKETS = web.AppKey("sockets", Sockets)


def add_routes(app: web.Application, sockets: Sockets) -> None:
    """Put the websocket onto the app's router."""
    app[SOCKETS] = sockets
    app.router.add_get(f"{API}/events", follow_events)
    app.on_shutdown.append(sockets.close)


async def follow_events(request: web.Request) -> web.StreamResponse:
    """The websocket.

    Without a session it is accepted and closed with 4401: a browser's script can't see why a
    handshake was refused.
    """
    if not is_same_origin(request):
        raise CsrfOriginError
    socket = web.WebSocketResponse(
        compress=False,  # ten times the memory a connection, for messages of a kilobyte
        heartbeat=HEARTBEAT_S,
        max_msg_size=MAX_FRAME_BYTES,
        timeout=CLOSE_WAIT_S,
    )
    if not socket.can_prepare(request):
        raise web.HTTPUpgradeRequired
    await socket.prepare(request)
    session = request.get(SESSION)
    transport = request.transport
    if session is None or transport is None:
        await socket.close(code=Close.SIGNED_OUT, message=b"signed_out")
        return socket
    await request.app[SOCKETS].serve(socket, transport, session)
    return socket


follow_events.right = Right.SIGNED_IN  # type: ignore[attr-defined]  # for the rights matrix test

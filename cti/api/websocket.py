"""/api/v1/events: the live topics. Snapshot first, then numbered changes; see cti.api.types."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Iterable

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge

from cti.accounts.http import SESSION
from cti.accounts.messages import RightsChanged, SessionsEnded, TokenRevoked
from cti.accounts.rights import Right
from cti.accounts.service import Accounts
from cti.accounts.tokens import ApiTokens, TokenInForce
from cti.api.client import Client, Close, Holder
from cti.api.middlewares import TOKEN, CsrfOriginError, is_same_origin
from cti.api.topics import Authorise, authorise, authorise_token
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
        tokens: ApiTokens,
        registry: CollectorRegistry,
        may_follow: Authorise = authorise,
    ) -> None:
        self._hub = hub
        self._accounts = accounts
        self._tokens = tokens
        self._may_follow = may_follow
        self._may_program_follow = authorise_token(may_follow)
        self._clients: set[Client] = set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._gauge = Gauge("cti_ws_clients", "Open websockets", registry=registry)
        self._closed = Counter(
            "cti_ws_closed_total", "Websockets closed by us", ("why",), registry=registry
        )
        self._renewing: set[asyncio.Task[None]] = set()
        accounts.bus.subscribe(SessionsEnded, self.end_sessions)
        accounts.bus.subscribe(TokenRevoked, self.end_token)
        accounts.bus.subscribe(RightsChanged, self.renew_rights)

    def __len__(self) -> int:
        return len(self._clients)

    async def serve(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport, holder: Holder
    ) -> None:
        """Serve one connection until it ends."""
        by_token = isinstance(holder, TokenInForce)
        may_follow = self._may_program_follow if by_token else self._may_follow
        client = Client(socket, holder, self._hub, may_follow)
        expiry = self._end_in_time(client)
        self._clients.add(client)
        self._count()
        try:
            if await self._ask_again(holder) is None:  # it ended while we were shaking hands
                client.end(Close.SIGNED_OUT)
            await client.run()
        finally:
            if expiry is not None:
                expiry.cancel()
            self._clients.discard(client)
            self._count()
            if client.why is not None:
                self._closed.labels(client.why.name.lower()).inc()
            if client.why is Close.SLOW:
                log.warning("slow websocket cut", extra={"user_id": holder.caller.user_id})
                transport.abort()  # what waits in its buffer will not be read

    def _end_in_time(self, client: Client) -> asyncio.TimerHandle | None:
        if (expires_at := client.holder.expires_at) is None:
            return None
        left_s = (expires_at - self._accounts.clock()).total_seconds()
        return asyncio.get_running_loop().call_later(left_s, client.end, Close.SIGNED_OUT)

    async def _ask_again(self, holder: Holder) -> Holder | None:
        if isinstance(holder, TokenInForce):
            return await self._tokens.renew(holder)
        return await self._accounts.renew(holder)

    def _count(self) -> None:
        self._gauge.set(len(self._clients))
        if self._clients:
            self._empty.clear()
        else:
            self._empty.set()

    def end_sessions(self, ended: SessionsEnded) -> None:
        """Close the sockets of sessions that are over, and of tokens if their user is locked out.

        A new password ends all of a user's sessions, and none of their tokens.
        """
        programs = []
        for client in self._list_clients(frozenset({ended.user_id})):
            if isinstance(client.holder, TokenInForce):
                programs.append(client)
            elif ended.token_hash in {None, client.holder.token_hash}:
                client.end(Close.SIGNED_OUT)
        if ended.token_hash is None:
            self._start(self._renew(programs))

    def end_token(self, revoked: TokenRevoked) -> None:
        """Close what a token has open."""
        for client in tuple(self._clients):
            holder = client.holder
            if isinstance(holder, TokenInForce) and holder.token_id == revoked.token_id:
                client.end(Close.SIGNED_OUT)

    def renew_rights(self, changed: RightsChanged) -> None:
        """Ask again who may follow what, then have the pages ask what they may."""
        self._start(self._renew_users(changed.user_ids))

    def _list_clients(self, user_ids: frozenset[int]) -> list[Client]:
        return [one for one in self._clients if one.holder.caller.user_id in user_ids]

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)

    async def _renew(self, clients: Iterable[Client]) -> None:
        for client in clients:
            holder = await self._ask_again(client.holder)
            if holder is None:
                client.end(Close.SIGNED_OUT)
            else:
                client.renew(holder)

    async def _renew_users(self, user_ids: frozenset[int]) -> None:
        await self._renew(self._list_clients(user_ids))
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
    """The websocket, for browsers with a session and programs with a token.

    Without a session it is accepted and closed with 4401: a browser's script can't see why a
    handshake was refused. A program can: with a token that is not in force there is none.
    """
    holder: Holder | None = request.get(TOKEN) or request.get(SESSION)
    if not isinstance(holder, TokenInForce) and not is_same_origin(request):
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
    transport = request.transport
    if holder is None or transport is None:
        await socket.close(code=Close.SIGNED_OUT, message=b"signed_out")
        return socket
    await request.app[SOCKETS].serve(socket, transport, holder)
    return socket


follow_events.right = Right.SIGNED_IN  # type: ignore[attr-defined]  # for the rights matrix test

"""The web application: what every request passes through, and what is not of any domain."""

from collections.abc import Mapping

from aiohttp import web
from prometheus_client import CollectorRegistry

from cti.accounts import http as accounts_http
from cti.accounts import rights_http, tokens_http
from cti.accounts.groups import Groups
from cti.accounts.roles import RoleRegister
from cti.accounts.service import Accounts
from cti.accounts.tokens import ApiTokens
from cti.accounts.users import Users
from cti.api import idempotency, openapi, probes, static, websocket
from cti.api.middlewares import catch_errors, check_csrf, check_text, make_trace, open_session
from cti.api.topics import Authorise, authorise
from cti.api.websocket import Sockets
from cti.live.hub import Hub
from cti.settings import Settings

MAX_BODY_BYTES = 2 * 1024 * 1024
"""Of a JSON body. Uploads are streamed, and have their own limits where they are read."""


def build_app(
    settings: Settings,
    accounts: Accounts,
    hub: Hub,
    *,
    registry: CollectorRegistry,
    ready: Mapping[str, probes.ReadyCheck] | None = None,
    may_follow: Authorise = authorise,
) -> web.Application:
    """The app with accounts, websocket, probes, API documents and the browser app on it.

    `may_follow` is asked when a browser follows a live topic, and can make it ready.

    The other domains are added with their own `add_routes`. Run it without aiohttp's own access
    log: ours leaves out what must not be logged.
    """
    app = web.Application(
        middlewares=[
            make_trace(registry),
            catch_errors,
            open_session,
            check_csrf,
            check_text,
            idempotency.replay,
        ],
        client_max_size=MAX_BODY_BYTES,
    )
    app[static.WEB_DIR] = settings.web_dir.resolve()
    app[probes.REGISTRY] = registry
    app[probes.READY] = {"database": probes.check_database(accounts.db)} | dict(ready or {})
    app.on_response_prepare.append(static.add_headers)
    users = Users(accounts.db, accounts.clock, accounts.bus, accounts.passwords)
    accounts_http.add_routes(app, accounts, users, secure_cookies=settings.secure_cookies)
    rights_http.add_routes(
        app,
        RoleRegister(accounts.db, accounts.clock, accounts.bus),
        Groups(accounts.db, accounts.clock, accounts.bus),
    )
    tokens = ApiTokens(accounts.db, accounts.clock, accounts.bus)
    tokens_http.add_routes(app, tokens)
    app[idempotency.RUNNING] = idempotency.Running()
    websocket.add_routes(app, Sockets(hub, accounts, tokens, registry, may_follow))
    openapi.add_routes(app)
    app.router.add_get("/healthz", probes.healthz)
    app.router.add_get("/readyz", probes.readyz)
    app.router.add_get("/metrics", probes.metrics)
    app.router.add_get("/{path:(?!api/).*}", static.serve_app)
    return app

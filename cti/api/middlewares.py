"""What happens around every request: an id, a log line, errors, session, CSRF, clean text."""

import logging
import re
import secrets
import time
from contextvars import ContextVar
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Middleware
from prometheus_client import CollectorRegistry, Histogram
from structlog.contextvars import bound_contextvars

from cti.accounts.http import ACCOUNTS, COOKIE, SESSION
from cti.accounts.tokens import TokenInForce
from cti.accounts.tokens_errors import TokenInvalidError
from cti.accounts.tokens_http import TOKENS
from cti.api.problems import MalformedBodyError, explain, respond_problem, unexpected
from cti.endpoint import API, CALLER, Handler, SignedOutError, address_of
from cti.errors import ForbiddenError

log = logging.getLogger(__name__)
access = logging.getLogger("cti.access")

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request being answered. structlog puts it on every line besides."""

TOKEN = web.RequestKey("token", TokenInForce)
"""Set where a program asks with an API token, not a browser with its cookie."""

SAFE_METHODS = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
NUL = re.compile(rb"\x00|(?<!\\)(?:\\\\)*\\u0000")
"""As a byte, or as JSON writes it. PostgreSQL can't store it, and no text needs it."""


class CsrfOriginError(ForbiddenError):
    """An unsafe request that another site's page sent."""

    code = "csrf.origin"


class CsrfTokenError(ForbiddenError):
    """An unsafe request without the session's token in X-CSRF-Token."""

    code = "csrf.token"


def make_trace(registry: CollectorRegistry) -> Middleware:
    """The outermost middleware: request id, timing, access log, metrics.

    Paths are logged as their patterns, query strings not at all: both may hold phone numbers.
    """
    seconds = Histogram(
        "cti_http_seconds",
        "Time to answer an HTTP request",
        ("method", "route", "status"),
        registry=registry,
    )

    @web.middleware
    async def trace(request: web.Request, handler: Handler) -> web.StreamResponse:
        request_id = secrets.token_hex(8)
        REQUEST_ID.set(request_id)
        started = time.perf_counter()
        with bound_contextvars(request_id=request_id):
            response = await handler(request)
        if not response.prepared:
            response.headers["X-Request-Id"] = request_id
        took = time.perf_counter() - started
        route = route_of(request)
        if response.status != HTTPStatus.SWITCHING_PROTOCOLS:  # those last for hours
            seconds.labels(request.method, route, response.status).observe(took)
        asker = request.get(CALLER)
        access.info(
            "request",
            extra={
                "request_id": request_id,
                "method": request.method,
                "route": route,
                "status": response.status,
                "ms": round(took * 1000, 1),
                "user_id": asker.user_id if asker else None,
            },
        )
        return response

    return trace


def route_of(request: web.Request) -> str:
    """The pattern of the path, `/api/v1/customers/{id}`."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unmatched"


@web.middleware
async def catch_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever is raised becomes a problem document; a defect is logged and hides its words."""
    try:
        return await handler(request)
    except web.HTTPRedirection:
        raise
    except Exception as error:
        problem = explain(error)
        if problem is None:
            log.exception("request failed", extra={"route": route_of(request)})
            problem = unexpected(REQUEST_ID.get())
        response = respond_problem(problem)
        if isinstance(error, web.HTTPMethodNotAllowed):
            response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        return response


@web.middleware
async def open_session(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who asks; each operation decides by itself whether that suffices."""
    if not request.path.startswith(API):
        return await handler(request)
    if said := request.headers.get(hdrs.AUTHORIZATION):
        request[TOKEN] = found = await _find_token(request, said)
        request[CALLER] = found.caller
        return await handler(request)
    if token := request.cookies.get(COOKIE):
        session = await request.app[ACCOUNTS].resolve(token)
        if session is not None:
            request[SESSION] = session
            request[CALLER] = session.caller
    return await handler(request)


async def _find_token(request: web.Request, said: str) -> TokenInForce:
    scheme, _, token = said.partition(" ")
    found = None
    if scheme.lower() == "bearer":
        found = await request.app[TOKENS].resolve(token.strip(), address_of(request))
    if found is None:
        raise TokenInvalidError
    return found


@web.middleware
async def check_csrf(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Unsafe requests must come from our own pages and carry the session's token.

    Signing in has no session yet; there the Origin alone is checked.
    """
    if request.method in SAFE_METHODS or TOKEN in request:
        return await handler(request)  # a browser adds no token by itself
    if not is_same_origin(request):
        raise CsrfOriginError
    if request.path != f"{API}/session" or request.method != hdrs.METH_POST:
        session = request.get(SESSION)
        if session is None:
            raise SignedOutError
        sent = request.headers.get("X-CSRF-Token", "")
        if not secrets.compare_digest(sent.encode("utf-8", "replace"), session.csrf_token.encode()):
            raise CsrfTokenError
    return await handler(request)


@web.middleware
async def check_text(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse NUL characters at the border, so that both databases behave alike."""
    if "\x00" in unquote(request.path_qs):
        raise MalformedBodyError
    is_upload = request.content_type.startswith("multipart/")
    if request.body_exists and not is_upload and NUL.search(await request.read()):
        raise MalformedBodyError
    return await handler(request)


def is_same_origin(request: web.Request) -> bool:
    """Whether the page that sent this is ours. Programs other than browsers send no Origin."""
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None:
        return urlsplit(origin).netloc.lower() == request.host.lower()
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}

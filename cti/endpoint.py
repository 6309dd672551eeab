"""What every HTTP handler stands on: typed input and output, a right, errors in one shape.

    @endpoint(Right.CALL)
    async def place_call(request: Request, body: PlaceCall) -> r202[CallPlaced]:
        return await request.app[CALLS].click_to_call(caller(request), body)

aiohttp-pydantic reads the signature: it validates path, query and body, and makes the OpenAPI
document of it. This module adds who may call, and turns the returned model into the response.
"""

import ipaddress
import typing
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from aiohttp import web
from aiohttp_pydantic.decorator import inject_params
from pydantic import BaseModel, ValidationError

from cti.accounts.rights import Caller, Right
from cti.errors import ForbiddenError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

API = "/api/v1"
"""Where every operation's path starts."""

CALLER = web.RequestKey("caller", Caller)
"""Who is signed in; set by the session middleware."""

PUBLIC = None
"""For the few operations that need no sign-in."""

EMPTY_STATUS = 204


class SignedOutError(ForbiddenError):
    """There is no session, or it has expired."""

    code = "session.missing"
    kind = "signed_out"


def caller(request: web.Request) -> Caller:
    """Who asks. Raises SignedOutError without a session."""
    found: Caller | None = request.get(CALLER)
    if found is None:
        raise SignedOutError
    return found


def address_of(request: web.Request) -> str:
    """The client's IP address, as the proxy on this machine tells it when there is one.

    Only what the nearest proxy added counts: the rest of the header is the client's own words.
    """
    peer = request.remote or ""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if not said or not _is_loopback(peer):
        return peer
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return peer


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def endpoint(right: Right | None) -> Callable[[Callable[..., Any]], Handler]:
    """Make an HTTP operation of a function whose signature says what it takes and returns.

    `right` is what the caller's role must have; PUBLIC for none, Right.SIGNED_IN for any.
    """

    def decorate(function: Callable[..., Any]) -> Handler:
        status = _success_status(function)

        @wraps(function)
        async def answer(request: web.Request, *args: Any, **kwargs: Any) -> web.StreamResponse:  # noqa: ANN401 - whatever the signature says
            result = await function(request, *args, **kwargs)
            return _respond(result, status)

        injected: Handler = inject_params(on_validation_error=_reject).and_request(answer)

        @wraps(injected)
        async def handler(request: web.Request) -> web.StreamResponse:
            """Who may not is told so, and nothing else: the right comes before the reading."""
            if right is not PUBLIC and right not in caller(request).rights:
                raise ForbiddenError(right=right.value)
            return await injected(request)

        handler.right = right  # type: ignore[attr-defined]  # read by the rights matrix test
        return handler

    return decorate


def _success_status(function: Callable[..., Any]) -> int:
    annotation: Any = typing.get_type_hints(function)["return"]
    kind = typing.get_origin(annotation) or annotation
    return int(kind.__name__[1:])  # r200 → 200


def _respond(result: BaseModel | web.StreamResponse | None, status: int) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    if result is None:
        return web.Response(status=EMPTY_STATUS)
    return respond(result, status)


def respond(body: BaseModel, status: int) -> web.Response:
    """The model as JSON. For handlers that set a cookie or a header besides."""
    return web.Response(
        body=body.model_dump_json().encode(), status=status, content_type="application/json"
    )


async def _reject(error: ValidationError, _context: object) -> web.StreamResponse:
    raise error

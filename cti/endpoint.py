"""What every HTTP handler stands on: typed input and output, a right, errors in one shape.

    @endpoint(Right.CALL)
    async def place_call(request: Request, body: PlaceCall) -> r202[CallPlaced]:
        return await request.app[CALLS].click_to_call(caller(request), body)

aiohttp-pydantic reads the signature: it validates path, query and body, and makes the OpenAPI
document of it. This module adds who may call, and turns the returned model into the response.
"""

import inspect
import ipaddress
import re
import typing
from collections.abc import Awaitable, Callable, Collection
from functools import wraps
from typing import Any

from aiohttp import hdrs, web
from aiohttp_pydantic.decorator import inject_params
from aiohttp_pydantic.uploaded_file import UploadedFile
from pydantic import BaseModel, ValidationError

from cti.accounts.rights import Caller, Right
from cti.errors import ConflictError, DomainError, ForbiddenError, InvalidError
from cti.shapes import ToldOnce, Versioned
from cti.upload_digest import note_upload

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

API = "/api/v1"
"""Where every operation's path starts."""

CALLER = web.RequestKey("caller", Caller)
"""Who is signed in; set by the session middleware."""

TOLD_ONCE = web.ResponseKey("told_once", bool)
"""Set on an answer that must not be kept, not even to be told again to who asks the same again."""

PUBLIC = None
"""For the few operations that need no sign-in."""

LONGEST_NAME = 100
"""Of a parameter that is told of."""

EMPTY_STATUS = 204
UNSAFE = frozenset({hdrs.METH_POST, hdrs.METH_PUT, hdrs.METH_PATCH, hdrs.METH_DELETE})
VERSION_CONFLICT = ".version_conflict"
ETAG = re.compile(r'"([0-9]{1,18})"')
"""Of a record: its version."""


class PreconditionFailedError(DomainError):
    """If-Match names another version than the one that is there; `current`, if told, is that."""

    code = "precondition.failed"
    kind = "stale"


class PreconditionRequiredError(DomainError):
    """Neither `version` nor If-Match says which version was read: changes could be lost."""

    code = "precondition.required"
    kind = "unversioned"


class SignedOutError(ForbiddenError):
    """There is no session, or it has expired."""

    code = "session.missing"
    kind = "signed_out"


class PreconditionUnsupportedError(InvalidError):
    """If-Match at an operation that compares no versions: it would protect nothing."""

    code = "precondition.unsupported"


class UnknownParameterError(InvalidError):
    """The query names something that the operation does not take: `name`.

    A filter that is misspelt would else find everything.
    """

    code = "query.unknown_parameter"


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
        status, compares = _success_status(function), _compares_versions(function)
        known = _list_parameters(function)

        @wraps(function)
        async def answer(request: web.Request, *args: Any, **kwargs: Any) -> web.StreamResponse:  # noqa: ANN401 - whatever the signature says
            if hdrs.IF_MATCH in request.headers and request.method in UNSAFE and not compares:
                raise PreconditionUnsupportedError
            args = tuple(_complete(request, one) for one in args)
            kwargs = {name: _complete(request, one) for name, one in kwargs.items()}
            try:
                result = await function(request, *args, **kwargs)
            except ConflictError as error:
                if hdrs.IF_MATCH in request.headers and error.code.endswith(VERSION_CONFLICT):
                    raise PreconditionFailedError(**error.params) from error
                raise
            return _respond(result, status)

        injected: Handler = inject_params(on_validation_error=_reject).and_request(answer)

        @wraps(injected)
        async def handler(request: web.Request) -> web.StreamResponse:
            """Who may not is told so, and nothing else: the right comes before the reading."""
            if right is not PUBLIC and right not in caller(request).rights:
                raise ForbiddenError(right=right.value)
            _check_query(request, known)
            return await injected(request)

        handler.right = right  # type: ignore[attr-defined]  # read by the rights matrix test
        handler.compares = compares  # type: ignore[attr-defined]  # read by the OpenAPI document
        return handler

    return decorate


def _check_query(request: web.Request, known: Collection[str]) -> None:
    for name in request.query:
        if name not in known:
            raise UnknownParameterError(name=name[:LONGEST_NAME])


def _complete(request: web.Request, argument: Any) -> Any:  # noqa: ANN401 - any argument of any handler
    return note_upload(request, _take_version(request, argument))


def _take_version(request: web.Request, argument: Any) -> Any:  # noqa: ANN401 - any argument of any handler
    """The body of a change with the version that If-Match says, if it says one.

    Raises PreconditionFailedError when no version is like that or the body says another one,
    PreconditionRequiredError when the version is needed and neither says it.
    """
    if not isinstance(argument, BaseModel) or "version" not in type(argument).model_fields:
        return argument
    told: int | None = getattr(argument, "version")  # noqa: B009 - a field that only some have
    said = request.headers.get(hdrs.IF_MATCH)
    if said is None:
        if told is None and isinstance(argument, Versioned):
            raise PreconditionRequiredError
        return argument
    found = ETAG.fullmatch(said.strip())
    if found is None or told not in (None, int(found[1])):
        raise PreconditionFailedError
    return argument.model_copy(update={"version": int(found[1])})


def _list_parameters(function: Callable[..., Any]) -> frozenset[str]:
    """What the query may name: what aiohttp-pydantic takes from neither path nor body."""
    hints = typing.get_type_hints(function)
    _, *rest = inspect.signature(function).parameters.values()
    return frozenset(
        one.name
        for one in rest
        if one.kind is one.POSITIONAL_OR_KEYWORD and not _is_body(hints[one.name])
    )


def _is_body(hint: Any) -> bool:  # noqa: ANN401 - any annotation
    return isinstance(hint, type) and issubclass(hint, BaseModel | UploadedFile)


def _compares_versions(function: Callable[..., Any]) -> bool:
    """Whether it takes a body with the version that was read."""
    hints = typing.get_type_hints(function).values()
    return any(
        isinstance(one, type) and issubclass(one, BaseModel) and "version" in one.model_fields
        for one in hints
    )


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
    response = web.Response(
        body=body.model_dump_json().encode(), status=status, content_type="application/json"
    )
    if isinstance(body, ToldOnce):
        response[TOLD_ONCE] = True
    version = getattr(body, "version", None)
    if isinstance(version, int):
        response.headers[hdrs.ETAG] = f'"{version}"'
    return response


async def _reject(error: ValidationError, _context: object) -> web.StreamResponse:
    raise error

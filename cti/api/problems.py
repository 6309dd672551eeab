"""Every failure as problem+json (RFC 9457) with a stable code. Nothing else answers errors."""

import json
import traceback
from http import HTTPStatus
from json import JSONDecodeError

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError

from cti.errors import DomainError
from cti.outages import is_passing
from cti.shapes import FieldProblem, Problem

DATA_EXCEPTION = "22"
"""The class of SQLSTATEs for values that do not fit."""

CONTENT_TYPE = "application/problem+json"

STATUS = {
    "invalid": 400,
    "signed_out": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "stale": 412,
    "too_large": 413,
    "unprocessable": 422,
    "unversioned": 428,
    "too_many": 429,
    "unavailable": 503,
}
"""The HTTP status of each DomainError.kind."""

HTTP_CODES = {
    400: "body.malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body.too_large",
}
BORDER_CODES = frozenset(
    {
        *HTTP_CODES.values(),
        "invalid",
        "internal",
        "database.unavailable",
        "csrf.origin",
        "csrf.token",
        "web.not_built",
    }
)
"""Codes that are no DomainError's, for the list in the OpenAPI document."""


class MalformedBodyError(DomainError):
    """The body, path or query is no text that can be stored."""

    code = "body.malformed"


def explain(error: Exception) -> Problem | None:  # noqa: PLR0911 - a table of cases
    """The problem that an exception means; None for one that nobody foresaw."""
    match error:
        case DomainError():
            return _problem(STATUS[error.kind], error.code, error.params)
        case ValidationError():
            return _problem(422, "invalid", {}, list_fields(error))
        case web.HTTPException() if error.status >= HTTPStatus.BAD_REQUEST:
            return _problem(error.status, HTTP_CODES.get(error.status, f"http.{error.status}"), {})
        case JSONDecodeError() | UnicodeError() | RecursionError() | HttpProcessingError():
            return _problem(400, "body.malformed", {})
        case OverflowError() | DBAPIError() if _is_out_of_range(error):
            return _problem(422, "invalid", {})
        case ValueError() if _is_from_multipart(error):
            return _problem(400, "body.malformed", {})
        case OperationalError():
            return _problem(503, "database.unavailable", {})
        case _ if is_passing(error):
            return _problem(503, "database.unavailable", {})
    return None


def unexpected(request_id: str) -> Problem:
    """What the client learns of a defect of ours: the id that finds it in the log."""
    return _problem(500, "internal", {"request_id": request_id})


def respond_problem(problem: Problem) -> web.Response:
    """The problem as a response."""
    response = web.Response(
        body=problem.model_dump_json().encode(), status=problem.status, content_type=CONTENT_TYPE
    )
    if wait := problem.params.get("retry_after_s"):
        response.headers["Retry-After"] = str(wait)
    return response


def list_fields(error: ValidationError) -> list[FieldProblem]:
    """Which fields do not fit, and why, in pydantic's codes. The values are not repeated."""
    return [
        FieldProblem(
            field=".".join(str(part) for part in found["loc"]),
            code=found["type"],
            params=_plain(found.get("ctx", {})),
        )
        for found in error.errors(include_url=False, include_input=False)
    ]


def _problem(
    status: int, code: str, params: dict[str, object], errors: list[FieldProblem] | None = None
) -> Problem:
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        params=_plain(params),
        errors=errors or [],
    )


def _plain(params: dict[str, object]) -> dict[str, object]:
    """Only what JSON has; anything else as its text."""
    plain: dict[str, object] = json.loads(json.dumps(params, default=str, skipkeys=True))
    return plain


def _is_out_of_range(error: Exception) -> bool:
    """A number that no column can hold: no row has it, whichever operation was asked."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return state.startswith(DATA_EXCEPTION) or "SQLite INTEGER" in str(error)


def _is_from_multipart(error: ValueError) -> bool:
    """Aiohttp's multipart reader has no exception of its own for what does not parse."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename.endswith(("multipart.py", "uploaded_file.py"))

"""The OpenAPI document: made by aiohttp-pydantic from the signatures, completed here."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from aiohttp import web
from aiohttp_pydantic.oas.pydantic_schema_to_oas import add_or_replace_translater
from aiohttp_pydantic.oas.view import generate_oas
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cti import __version__
from cti.accounts.http import COOKIE
from cti.api.idempotency import HEADER
from cti.api.problems import BORDER_CODES, CONTENT_TYPE
from cti.api.types import LIVE_MODELS, MESSAGES, TOPICS
from cti.endpoint import API
from cti.errors import DomainError
from cti.shapes import Form, Problem, View

REF = "#/components/schemas/{model}"
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
UNSAFE = METHODS - {"get"}
Json = dict[str, Any]

OF_PEOPLE = (f"{API}/session", f"{API}/tokens")
"""Where a person's session is needed: a token neither signs out nor makes tokens."""

DOCUMENT = web.AppKey("openapi", dict[str, bytes])

# The library rewrites schemas for OpenAPI 3.0 and loses what 3.0 lacks (the `format` of a
# nullable date; it fails on a nullable model). 3.1 takes JSON Schema as pydantic writes it.
add_or_replace_translater("3.0.0", lambda _schema: None)


def add_routes(app: web.Application) -> None:
    """Serve the document, and send its readers to the documentation page."""
    app[DOCUMENT] = {}
    app.router.add_get(f"{API}/openapi.json", serve_document)
    app.router.add_get(f"{API}/docs", open_documentation)


async def serve_document(request: web.Request) -> web.Response:
    """The document; made once, for the routes don't change."""
    made = request.app[DOCUMENT]
    if "json" not in made:
        made["json"] = orjson.dumps(build_document(request.app))
    return web.Response(body=made["json"], content_type="application/json")


async def open_documentation(_request: web.Request) -> web.Response:
    """The page is a part of the built browser app."""
    return web.Response(status=302, headers={"Location": "/docs/"})


def build_document(app: web.Application) -> Json:
    """The whole document of an app with all its routes."""
    document: Json = generate_oas([app], __version__, "CTI")
    document["openapi"] = "3.1.0"
    components = document.setdefault("components", {})
    components["schemas"] = dict(sorted(_schemas(components.get("schemas", {})).items()))
    components["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
        "token": {"type": "http", "scheme": "bearer", "description": "An API token"},
    }
    components["responses"] = {
        "Problem": {
            "description": "What went wrong; `code` is one of x-error-codes",
            "content": {CONTENT_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}},
        }
    }
    for item in document["paths"].values():
        item.pop("head", None)  # aiohttp answers HEAD wherever there is a GET
    for path, method, handler in list_operations(app):
        _complete(document["paths"][path][method], path, method, handler)
    document["paths"][f"{API}/events"] = _events()
    document["x-error-codes"] = sorted(list_error_codes())
    return document


def list_operations(app: web.Application) -> Iterator[tuple[str, str, Any]]:
    """Path, method and handler of everything made with @endpoint."""
    for route in app.router.routes():
        method = route.method.lower()
        if method in METHODS and hasattr(route.handler, "is_aiohttp_pydantic_handler"):
            assert route.resource is not None  # noqa: S101 - only system routes have none
            yield route.resource.canonical, method, route.handler


def list_error_codes() -> set[str]:
    """Every code a problem document can carry."""
    return {*BORDER_CODES, *(error.code for error in _subclasses(DomainError))}


def _complete(operation: Json, path: str, method: str, handler: Any) -> None:  # noqa: ANN401 - any signature
    """What the library does not know of an operation."""
    lines = (inspect.getdoc(handler) or handler.__name__).splitlines()
    words = "\n".join(line for line in lines if not line.startswith("Tags:")).strip()
    summary, _, description = words.partition("\n\n")
    operation["operationId"] = handler.__name__
    operation["summary"] = summary.replace("\n", " ")
    operation["description"] = description or operation["summary"]
    operation["tags"] = operation.get("tags") or [handler.__module__.split(".")[1]]
    operation["x-right"] = handler.right.value if handler.right else None
    by_session: dict[str, list[str]] = {"session": []}
    if method in UNSAFE:
        by_session["csrf"] = []
    if handler.right is None:
        operation["security"] = []
    elif path.startswith(OF_PEOPLE):
        operation["security"] = [by_session]
    else:
        operation["security"] = [by_session, {"token": []}]
    _add_headers(operation, method, compares=handler.compares)
    if method in UNSAFE and "requestBody" in operation:
        operation["requestBody"]["required"] = True
    for status, response in operation["responses"].items():
        response["description"] = response.get("description") or "Done"
        if status == "204":
            response.pop("content", None)
        elif not response.get("content"):  # the handler sends a file
            response["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}


def _add_headers(operation: Json, method: str, *, compares: bool) -> None:
    """The headers that every such operation takes; see cti.api.idempotency and cti.endpoint."""
    wanted = []
    if method == "post" and operation["security"]:
        words = "Sent again with the same key within a day, it is answered the same, and done once"
        wanted.append((HEADER, words, {"type": "string", "pattern": "^[!-~]{1,200}$"}))
    if compares:
        words = "The ETag of what was read: 412 if it was changed since"
        wanted.append(("If-Match", words, {"type": "string", "pattern": '^"[0-9]{1,18}"$'}))
    parameters = operation.setdefault("parameters", [])
    for name, words, schema in wanted:
        parameters.append(
            {"in": "header", "name": name, "required": False, "description": words,
             "schema": schema}
        )  # fmt: skip


def _events() -> Json:
    """The websocket: OpenAPI can't say what is sent, so x-topics and x-messages do."""
    ref = {model: {"$ref": REF.format(model=model.__name__)} for model in LIVE_MODELS}
    return {
        "get": {
            "operationId": "follow_events",
            "summary": "The live topics, over a websocket.",
            "tags": ["live"],
            "x-right": "signed_in",
            "security": [{"session": []}],
            "responses": {
                "101": {"description": "Switching to the websocket protocol"},
                "default": {"$ref": "#/components/responses/Problem"},
            },
            "x-messages": [ref[model] for model in MESSAGES],
            "x-topics": {
                topic: {key: ref[model] for key, model in entries.items()}
                for topic, entries in TOPICS.items()
            },
            "x-close-codes": {"4401": "signed out", "4408": "too slow; connect again"},
        }
    }


def _schemas(found: Mapping[str, Json]) -> Json:
    """All schemas; answers as they are sent, where a field with a default is always there."""
    views: list[type[BaseModel]] = [
        *(model for model in _models(View) if model.__name__ in found),
        Problem,
        *LIVE_MODELS,
    ]
    forms = [model for model in _models(Form) if model.__name__ in found]
    sent = _define((model for model in views if not issubclass(model, Form)), "serialization")
    taken = _define([*forms, *(model for model in LIVE_MODELS if issubclass(model, Form))])
    return {**found, **sent, **taken}


def _define(models: Iterable[type[BaseModel]], mode: str = "validation") -> Json:
    asked: Any = [(model, mode) for model in dict.fromkeys(models)]
    definitions: Json = models_json_schema(asked, ref_template=REF)[1].get("$defs", {})
    return definitions


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    return (model for model in _subclasses(base) if model.__module__.startswith("cti."))


def _subclasses(base: type) -> Iterator[Any]:
    children: list[Any] = base.__subclasses__()
    for child in children:
        yield child
        yield from _subclasses(child)

"""The OpenAPI document, and that no operation of the server is left out of it."""

import importlib
import json
import pkgutil
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

import cti
from cti.accounts.rights import Right
from cti.accounts.service import Accounts
from cti.api.app import build_app
from cti.api.openapi import _models, build_document, list_error_codes, list_operations
from cti.api.types import TOPICS
from cti.clock import utc_now
from cti.db import Database
from cti.live.hub import Hub
from cti.main import Server
from cti.settings import Settings
from cti.shapes import Form, View

NOT_OF_THE_API = {"/healthz", "/readyz", "/metrics", "/{path}"}
DOCUMENTS = {"/api/v1/openapi.json", "/api/v1/docs", "/api/v1/events"}
PUBLIC = {("post", "/api/v1/session"), ("get", "/api/v1/prompt-files/{sha256}.wav")}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> web.Application:
    """The whole server's, as `cti serve` makes it; nothing is started."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    return Server(settings, []).app


@pytest.fixture(scope="module")
def document(app: web.Application) -> dict[str, Any]:
    return json.loads(json.dumps(build_document(app)))


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def test_every_route_is_a_documented_operation(
    app: web.Application, document: dict[str, Any]
) -> None:
    described = {(method, path) for method, path, _ in operations(document)}
    for route in app.router.routes():
        assert route.resource is not None
        path, method = route.resource.canonical, route.method.lower()
        if path in NOT_OF_THE_API | DOCUMENTS or method == "head":
            continue
        assert path.startswith("/api/v1/"), f"{path} is at no known place"
        assert (method, path) in described, f"{method} {path} lacks @endpoint"


def test_every_operation_says_who_may_and_what_comes_back(document: dict[str, Any]) -> None:
    rights = {right.value for right in Right}
    for method, path, operation in operations(document):
        where = f"{method} {path}"
        if (method, path) in PUBLIC:
            assert operation["x-right"] is None, where
            assert operation["security"] == [], where
        else:
            assert operation["x-right"] in rights, f"{where} asks for no right"
            assert operation["security"], where
        assert operation["summary"].endswith("."), f"{where} lacks a sentence"
        assert "default" in operation["responses"], where
        for status, response in operation["responses"].items():
            if status in {"204", "101", "default"}:
                continue
            content = response["content"]
            schema = content.get("application/json", {}).get("schema") or content["*/*"]["schema"]
            assert schema, f"{where} does not say what {status} brings"
            is_model = schema.get("$ref", "").startswith("#/components/schemas/")
            assert is_model or schema.get("format") == "binary", where


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = Counter(operation["operationId"] for _, _, operation in operations(document))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    assert "#/$defs" not in text
    for kind in ("schemas", "responses"):
        wanted = set(re.findall(rf'"#/components/{kind}/([^"]+)"', text))
        assert wanted <= document["components"][kind].keys()


def test_two_shapes_never_share_a_name() -> None:
    for module in pkgutil.walk_packages(cti.__path__, "cti."):
        if module.name.endswith(("shapes", "http", "types")):
            importlib.import_module(module.name)
    names = Counter(model.__name__ for base in (View, Form) for model in set(_models(base)))
    assert [name for name, count in names.items() if count > 1] == []


def test_nullable_models_and_dates_keep_their_types(document: dict[str, Any]) -> None:
    line = document["components"]["schemas"]["AuditLine"]["properties"]
    assert line["user"]["anyOf"] == [{"$ref": "#/components/schemas/Person"}, {"type": "null"}]
    campaign = document["components"]["schemas"]["Campaign"]["properties"]
    assert {"format": "date-time", "type": "string"} in campaign["started_at"]["anyOf"]


def test_what_is_sent_has_every_field_and_what_is_taken_only_the_needed(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]
    assert set(schemas["Problem"]["required"]) == set(schemas["Problem"]["properties"])
    assert set(schemas["Hold"]["required"]) == set(schemas["Hold"]["properties"])
    assert schemas["UserForm"]["required"] == ["username", "name", "role", "password"]


def test_the_live_topics_are_described_too(document: dict[str, Any]) -> None:
    events = document["paths"]["/api/v1/events"]["get"]
    assert events["x-topics"].keys() == TOPICS.keys()
    for name in (
        *("CallCard", "PresenceView", "PhoneView", "LinkView", "Progress", "States", "Minute"),
        *("LiveCall", "Hold", "Counts", "Pbx", "Snapshot", "Changed", "Follow"),
    ):
        assert name in document["components"]["schemas"]


def test_the_list_of_codes_has_those_of_every_domain(document: dict[str, Any]) -> None:
    assert {"login.too_many", "customer.claimed", "invalid", "internal"} <= list_error_codes()
    assert document["x-error-codes"] == sorted(list_error_codes())
    assert "error" not in document["x-error-codes"]


def test_an_operation_without_a_right_would_be_found(tmp_path: Path) -> None:
    """The walk above sees what is added by hand: the check itself is checked."""
    url = f"sqlite+aiosqlite:///{tmp_path}/x.sqlite3"
    accounts = Accounts(Database(url), utc_now, Settings())
    app = build_app(Settings(), accounts, Hub(), registry=CollectorRegistry())

    async def naked(_request: web.Request) -> web.Response:
        return web.Response()

    app.router.add_get("/api/v1/naked", naked)
    with pytest.raises(AssertionError, match="get /api/v1/naked lacks @endpoint"):
        test_every_route_is_a_documented_operation(app, build_document(app))
    assert "/api/v1/naked" not in {path for path, _, _ in list_operations(app)}

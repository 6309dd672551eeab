"""Whatever is sent, the answer is a problem document with a stable code, and the next one works."""

import json
import logging
from io import BytesIO
from typing import Any

import pytest
from api_border import Border, Browser

from cti.accounts.rights import Role
from cti.accounts.users import Users


@pytest.fixture
async def admin(border: Border, browser: Browser) -> Browser:
    await border.add_user("admin", Role.ADMIN)
    await browser.sign_in("admin")
    return browser


GOOD = {"username": "linh", "name": "Linh", "role": "agent", "password": "correct horse"}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "body.malformed"),
        (b"{", 400, "body.malformed"),
        (b"[]", 400, "body.malformed"),
        (b"null", 400, "body.malformed"),
        (b'"text"', 400, "body.malformed"),
        (b"\xff\xfe\x00", 400, "body.malformed"),
        (b'{"username": "\xc3\x28"}', 400, "body.malformed"),
        (b"[" * 100_000, 400, "body.malformed"),
        (b'{"a":' * 50_000, 400, "body.malformed"),
        (json.dumps(GOOD | {"name": "a\x00b"}).encode(), 400, "body.malformed"),
        (json.dumps(GOOD).replace("Linh", "a\\\\\\u0000b").encode(), 400, "body.malformed"),
        (json.dumps(GOOD | {"name": "\ud800"}).encode(), 422, "invalid"),
        (json.dumps(GOOD | {"name": ""}).encode(), 422, "invalid"),
        (json.dumps(GOOD | {"surprise": 1}).encode(), 422, "invalid"),
        (b"{}" + b" " * 3_000_000, 413, "body.too_large"),
    ],
)
async def test_bodies_that_do_not_fit(admin: Browser, body: bytes, status: int, code: str) -> None:
    response = await admin.ask("POST", "/api/v1/users", data=BytesIO(body))
    assert response.status == status
    assert response.content_type == "application/problem+json"
    problem = await response.json()
    assert problem["code"] == code
    assert problem["status"] == status
    assert problem["title"]
    assert (await admin.ask("POST", "/api/v1/users", json=GOOD)).status == 201


async def test_a_backslash_before_u0000_is_plain_text(admin: Browser) -> None:
    response = await admin.ask("POST", "/api/v1/users", json=GOOD | {"name": "C:\\u0000"})
    assert response.status == 201
    assert (await response.json())["name"] == "C:\\u0000"


async def test_fields_that_do_not_fit_are_named_and_their_values_not_repeated(
    admin: Browser,
) -> None:
    body = {
        "username": "Ông Năm",
        "role": "agent",
        "team_id": "king",
        "password": "short",
        "extension": "1a",
    }
    response = await admin.ask("POST", "/api/v1/users", json=body)
    assert response.status == 422
    problem = await response.json()
    assert {error["field"]: error["code"] for error in problem["errors"]} == {
        "username": "string_pattern_mismatch",
        "name": "missing",
        "team_id": "int_parsing",
        "extension": "string_pattern_mismatch",
        "password": "string_too_short",
    }
    assert "short" not in [error["params"] for error in problem["errors"]]
    assert "king" not in json.dumps(problem)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/api/", 404, "not_found"),
        ("PUT", "/api/v1/users", 405, "method_not_allowed"),
        ("PATCH", "/api/v1/users/abc", 422, "invalid"),
        ("PATCH", "/api/v1/users/0", 422, "invalid"),
        ("PATCH", f"/api/v1/users/{10**30}", 422, "invalid"),
        ("GET", "/api/v1/audit?limit=many", 422, "invalid"),
        ("GET", "/api/v1/audit?limit=1&limit=2", 422, "invalid"),
        ("GET", "/api/v1/audit?subject=%00", 400, "body.malformed"),
        ("GET", "/api/v1/audit?cursor=-1", 422, "invalid"),
    ],
)
async def test_addresses_that_do_not_fit(
    admin: Browser, method: str, path: str, status: int, code: str
) -> None:
    response = await admin.ask(method, path, json=None if method == "GET" else {})
    assert response.status == status
    assert (await response.json())["code"] == code
    if status == 405:
        assert "POST" in response.headers["Allow"]


async def test_a_query_that_is_no_utf8_finds_nothing(admin: Browser) -> None:
    response = await admin.ask("GET", "/api/v1/audit?subject=%ff%fe")
    assert response.status in {200, 400}
    assert (await admin.ask("GET", "/api/v1/audit")).status == 200


async def test_a_defect_hides_its_words_and_can_be_found_in_the_log(
    admin: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        message = "the secret inside"
        raise KeyError(message)

    monkeypatch.setattr(Users, "list", lambda _self, _query: fail())
    response = await admin.ask("GET", "/api/v1/users")
    assert response.status == 500
    problem = await response.json()
    assert problem["code"] == "internal"
    assert problem["params"]["request_id"] == response.headers["X-Request-Id"]
    assert "secret" not in json.dumps(problem)
    assert "the secret inside" in caplog.text


async def test_the_access_log_has_patterns_and_no_query_strings(
    admin: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "cti.access")
    await admin.ask("GET", "/api/v1/audit?subject=phone/%2B84912345678")
    await admin.ask("PATCH", "/api/v1/users/84912345678", json={})
    lines: list[Any] = [record for record in caplog.records if record.name == "cti.access"]
    assert [(line.method, line.route, line.status) for line in lines] == [
        ("GET", "/api/v1/audit", 200),
        ("PATCH", "/api/v1/users/{user_id}", 404),
    ]
    assert all(line.user_id for line in lines)
    assert len({line.request_id for line in lines}) == 2
    assert "84912345678" not in str([vars(line) for line in lines])

"""The directory over HTTP: real server, real sessions."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from account_world import AddUser
from aiohttp.test_utils import TestServer
from api_border import Border, Browser, browse
from call_centre import FakeClock
from prometheus_client import CollectorRegistry

from cti.accounts.rights import Role
from cti.accounts.service import Accounts
from cti.accounts.users import Users
from cti.api.app import build_app
from cti.bus import Bus
from cti.crm import http as crm_http
from cti.crm.service import Directory
from cti.live.hub import Hub
from cti.settings import Settings


@pytest.fixture
async def border(
    accounts: Accounts,
    register: Users,
    bus: Bus,
    clock: FakeClock,
    add_user: AddUser,
    directory: Directory,
    tmp_path: Path,
) -> AsyncIterator[Border]:
    hub, registry = Hub(), CollectorRegistry()
    app = build_app(Settings(web_dir=tmp_path), accounts, hub, registry=registry)
    crm_http.add_routes(app, directory)
    async with TestServer(app, host="127.0.0.1") as server:
        yield Border(server, app, accounts, register, hub, bus, registry, clock, add_user)


@pytest.fixture
async def linh(border: Border) -> AsyncIterator[Browser]:
    browser, _ = await browse(border, "linh")
    async with browser:
        yield browser


async def send(
    browser: Browser, method: str, path: str, status: int, body: object = None
) -> dict[str, Any]:
    response = await browser.ask(method, f"/api/v1{path}", json=body)
    assert response.status == status, await response.text()
    return {} if status == 204 else await response.json()


@pytest.mark.requirement("R002", "R054")
async def test_a_customers_whole_life_over_http(linh: Browser) -> None:
    contact = {"name": "Lan", "phones": [{"typed": "0912 345 678"}]}
    made = await send(linh, "POST", "/customers", 201, {"name": "Minh An", "contact": contact})
    path = f"/customers/{made['id']}"
    assert made["contacts"][0]["phones"][0]["badge"] == {
        "verdict": "allow",
        "reasons": [],
        "display": "0912 345 678",
        "carrier": "Vinaphone",
    }
    duc = await send(linh, "POST", f"{path}/contacts", 201, {"name": "Đức"})
    await send(linh, "POST", f"/contacts/{duc['id']}/primary", 200)
    await send(linh, "PATCH", f"/contacts/{duc['id']}", 200, {"title": "Kế toán"})
    await send(linh, "POST", f"{path}/notes", 201, {"body": "Quan tâm"})
    read = await send(linh, "GET", path, 200)
    assert [(one["name"], one["title"]) for one in read["contacts"]] == [
        ("Đức", "Kế toán"),
        ("Lan", None),
    ]
    await send(linh, "DELETE", f"/contacts/{duc['id']}", 204)
    timeline = await send(linh, "GET", f"{path}/timeline?kind=note&limit=1", 200)
    assert [row["detail"]["body"] for row in timeline["rows"]] == ["Quan tâm"]
    page = await send(linh, "GET", "/contacts?q=0912&owner=mine&sort=name&order=asc&limit=5", 200)
    assert [(row["name"], row["customer"]) for row in page["rows"]] == [("Lan", "Minh An")]
    await send(linh, "DELETE", path, 204)
    assert (await send(linh, "GET", path, 404))["code"] == "customer.not_found"


@pytest.mark.requirement("R011")
async def test_two_browsers_claim_and_edit_at_once(border: Border, linh: Browser) -> None:
    lead, _ = await browse(border, "chief", Role.ADMIN)
    nam, _ = await browse(border, "nam")
    async with lead, nam:
        free = await send(lead, "POST", "/customers", 201, {"name": "Lan", "owner_id": None})
        path = f"/customers/{free['id']}"
        claims = [browser.ask("POST", f"/api/v1{path}/claim") for browser in (linh, nam)]
        answers = await asyncio.gather(*claims)
        assert sorted(answer.status for answer in answers) == [200, 409]
        bodies = {answer.status: await answer.json() for answer in answers}
        assert bodies[409]["code"] == "customer.claimed"
        assert bodies[409]["params"]["owner"]["name"] == bodies[200]["owner"]["name"]
        version = bodies[200]["version"]
        await send(lead, "PATCH", path, 200, {"version": version, "name": "Lan Anh"})
        late = await send(lead, "PATCH", path, 409, {"version": version, "name": "Lan Chi"})
        assert late["code"] == "customer.version_conflict"
        assert late["params"]["current"]["name"] == "Lan Anh"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/customers", {"name": "x" * 301}),
        ("POST", "/customers", {"name": "x", "kind": "alien"}),
        ("POST", "/customers", {"name": "x", "surprise": 1}),
        ("POST", "/customers", {"name": "x", "owner_id": 10**30}),
        ("POST", "/customers", {"name": "x", "contact": {"phones": [{"typed": "0"}] * 21}}),
        ("PATCH", "/customers/1", {"version": "one"}),
        ("GET", f"/customers/{10**30}", None),
        ("GET", "/customers/0", None),
        ("GET", "/contacts?sort=password", None),
        ("GET", "/contacts?limit=0", None),
        ("GET", "/contacts?limit=201", None),
        ("GET", "/contacts?owner=everyone", None),
        ("GET", "/contacts?q=" + "x" * 201, None),
        ("GET", "/customers/1/timeline?kind=secret", None),
        ("POST", "/tasks", {"title": "x", "due_at": "9999-12-31T23:59:59-14:00"}),
        (
            "POST",
            "/customers/1/meetings",
            {"title": "x", "starts_at": "0001-01-01T00:00:00+14:00"},
        ),
    ],
)
async def test_what_does_not_fit_is_a_problem_with_a_code(
    linh: Browser, method: str, path: str, body: object
) -> None:
    answer = await send(linh, method, path, 422, body)
    assert answer["code"] == "invalid"
    assert answer["errors"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/customers/4711", None, 404, "customer.not_found"),
        ("POST", "/customers", {"name": "\u200b"}, 400, "customer.name_missing"),
        ("POST", "/customers", {"name": "A", "owner_id": 4711}, 403, "customer.owner_fixed"),
        ("GET", "/contacts?cursor=abc", None, 400, "cursor.invalid"),
        ("GET", "/contacts?ower=mine", None, 400, "query.unknown_parameter"),
        ("POST", "/customers?confirm=1", {"name": "A"}, 400, "query.unknown_parameter"),
        ("DELETE", "/contacts/4711", None, 404, "contact.not_found"),
        ("POST", "/customers/4711/notes", {"body": "x"}, 404, "customer.not_found"),
    ],
)
async def test_refusals_have_codes_of_their_own(
    linh: Browser, method: str, path: str, body: object, status: int, code: str
) -> None:
    assert (await send(linh, method, path, status, body))["code"] == code


async def test_without_a_session_nothing_is_told(border: Border) -> None:
    async with Browser(border) as stranger:
        for path in ("/contacts", "/customers/1", "/customers/1/timeline"):
            await send(stranger, "GET", path, 401)

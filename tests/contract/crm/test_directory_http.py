"""Pick lists, fields, lists, duplicates and merges over HTTP."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
async def admin(border: Border) -> AsyncIterator[Browser]:
    browser, _ = await browse(border, "admin", Role.ADMIN)
    async with browser:
        yield browser


async def send(
    browser: Browser, method: str, path: str, status: int, body: object = None
) -> dict[str, Any]:
    response = await browser.ask(method, f"/api/v1{path}", json=body)
    assert response.status == status, await response.text()
    return {} if status == 204 else await response.json()


async def test_an_admin_sets_the_directory_up_and_finds_customers_by_it(admin: Browser) -> None:
    form = {"label": "Hạng", "kind": "choice", "options": ["A", "B"]}
    field = await send(admin, "POST", "/fields/custom", 201, form)
    gold = await send(admin, "POST", "/catalogues/group/values", 201, {"label": "Vàng"})
    address = f"/catalogues/{field['catalogue']}/values"
    added = await send(admin, "POST", address, 201, {"label": "C"})
    await send(admin, "PATCH", f"/catalogue-values/{added['id']}", 200, {"position": 0})
    await send(admin, "PUT", "/fields/required", 200, {"keys": ["group"]})
    refused = await send(admin, "POST", "/customers", 400, {"name": "Lan"})
    assert (refused["code"], refused["params"]) == ("field.required", {"fields": ["group"]})
    body = {"name": "Lan", "group_id": gold["id"], "custom": {"hang": "C"}}
    made = await send(admin, "POST", "/customers", 201, body)
    assert made["custom"] == {"hang": added["id"]}
    wanted = quote(json.dumps([{"field": "custom.hang", "any": [added["id"]]}]))
    page = await send(admin, "GET", f"/customers?filters={wanted}", 200)
    assert [row["id"] for row in page["rows"]] == [made["id"]]
    beside = await send(admin, "GET", f"/customers/{made['id']}/neighbours?filters={wanted}", 200)
    assert beside == {"previous": None, "next": None}
    taken = await send(admin, "DELETE", f"/catalogue-values/{gold['id']}", 409)
    assert (taken["code"], taken["params"]["count"]) == ("catalogue.in_use", 1)
    listed = (await send(admin, "GET", "/catalogues", 200))["rows"]
    vip = next(one["values"][0]["id"] for one in listed if one["name"] == "group")
    await send(admin, "DELETE", f"/catalogue-values/{gold['id']}?replace_with={vip}", 204)
    fields = (await send(admin, "GET", "/fields", 200))["rows"]
    assert [one["label"] for one in fields if one["custom_id"]] == ["Hạng"]
    await send(admin, "PATCH", f"/fields/custom/{field['custom_id']}", 200, {"label": "Bậc"})
    await send(admin, "DELETE", f"/fields/custom/{field['custom_id']}", 204)
    assert (await send(admin, "GET", f"/customers/{made['id']}", 200))["custom"] == {}


@pytest.mark.requirement("R122")
async def test_a_duplicate_is_refused_then_found_and_merged(admin: Browser) -> None:
    contact = {"name": "A", "email": "anha@gmail.com"}
    first = await send(admin, "POST", "/customers", 201, {"name": "Anh A", "contact": contact})
    assert first["warnings"] == []
    again = {"name": "Anh B", "contact": contact, "confirm_duplicates": False}
    asked = await send(admin, "POST", "/customers", 409, again)
    assert asked["code"] == "customer.duplicate_suspected"
    again["confirm_duplicates"] = True
    second = await send(admin, "POST", "/customers", 201, again)
    rules = await send(admin, "PATCH", "/duplicates/rules", 200, {"email": "block"})
    assert (rules["email"], rules["phone"]) == ("block", "warn")
    refused = await send(admin, "POST", "/customers", 409, again)
    assert refused["code"] == "customer.duplicate"
    told = {name: refused["params"][name] for name in ("field", "customer", "owner")}
    assert told == {"field": "email", "customer": "Anh A", "owner": "Admin"}
    groups = (await send(admin, "GET", "/duplicates?field=email", 200))["rows"]
    assert [[one["id"] for one in group["customers"]] for group in groups] == [
        [first["id"], second["id"]]
    ]
    form = {"gone_id": second["id"], "version": 1, "gone_version": 1}
    path = f"/customers/{first['id']}"
    dry = await send(admin, "POST", f"{path}/merge", 200, form | {"dry_run": True})
    assert (dry["customer"], dry["moved"]["contacts"]) == (None, 1)
    done = await send(admin, "POST", f"{path}/merge", 200, form)
    assert len(done["customer"]["contacts"]) == 2
    (line,) = (await send(admin, "GET", f"{path}/merges", 200))["rows"]
    undone = await send(admin, "POST", f"/merges/{line['id']}/undo", 200)
    assert undone["restored"]["name"] == "Anh B"
    late = await send(admin, "POST", f"/merges/{line['id']}/undo", 409)
    assert late["code"] == "merge.not_undoable"


@pytest.mark.requirement("R031")
async def test_companies_referrers_and_viewers_have_pages(admin: Browser) -> None:
    body = {"name": "Minh An", "kind": "organisation", "contact": {"name": "Lan"}}
    company = await send(admin, "POST", "/customers", 201, body)
    (row,) = (await send(admin, "GET", "/companies?q=minh", 200))["rows"]
    assert (row["contacts"][0]["name"], row["contact_count"]) == ("Lan", 1)
    path = f"/customers/{company['id']}/viewers"
    assert [one["name"] for one in (await send(admin, "GET", path, 200))["rows"]] == ["Admin"]
    found = await send(admin, "GET", "/referrers?source=customer&q=an", 200)
    assert found["rows"] == [{"kind": "customer", "id": company["id"], "name": "Minh An"}]
    lan = company["contacts"][0]["id"]
    own = await send(admin, "POST", f"/contacts/{lan}/convert", 200, {"own": True})
    assert (own["stage"], own["contacts"][0]["company"]["name"]) == ("customer", "Minh An")
    await send(admin, "DELETE", f"/companies/{company['id']}", 204)
    assert (await send(admin, "GET", f"/customers/{own['id']}", 200))["contacts"][0][
        "company"
    ] is None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/catalogues/group/values", {"label": ""}),
        ("POST", "/fields/custom", {"label": "x", "kind": "colour"}),
        ("PUT", "/fields/required", {"keys": [""]}),
        ("POST", "/customers", {"name": "x", "custom": {"a": {"b": 1}}}),
        ("POST", "/customers", {"name": "x", "birthday": "hôm qua"}),
        ("POST", "/customers", {"name": "x", "group_id": "VIP"}),
        ("POST", "/customers", {"name": "x", "contact": {"confirm_duplicates": True}}),
        ("GET", "/customers?sort=password", None),
        ("GET", "/duplicates?field=shoe", None),
        ("PATCH", "/duplicates/rules", {"email": "explode"}),
        ("POST", "/customers/1/merge", {"gone_id": 2}),
    ],
)
async def test_what_does_not_fit_is_a_problem_with_a_code(
    admin: Browser, method: str, path: str, body: object
) -> None:
    answer = await send(admin, method, path, 422, body)
    assert answer["code"] == "invalid"
    assert answer["errors"]


async def test_an_agent_reads_the_setup_and_changes_none_of_it(border: Border) -> None:
    linh, _ = await browse(border, "linh")
    async with linh:
        for path in ("/catalogues", "/fields", "/duplicates/rules", "/customers", "/companies"):
            await send(linh, "GET", path, 200)
        for method, path in (
            ("POST", "/catalogues/group/values"),
            ("PUT", "/fields/required"),
            ("PATCH", "/duplicates/rules"),
            ("GET", "/duplicates?field=email"),
            ("POST", "/customers/1/merge"),
        ):
            answer = await send(linh, method, path, 403, {})
            assert answer["code"] == "forbidden"

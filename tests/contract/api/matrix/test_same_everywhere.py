"""A user sees the same customers wherever they look (R325): no list, number or file tells more."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from entries_calling import a_call
from matrix_form import ROLES
from matrix_world import Ids, MatrixWorld, open_world

from cti.accounts.rights import DEFAULTS, Right, Role
from cti.crm.shapes import ContactMatch

EXPORTING = {role.value for role in Role if Right.CUSTOMERS_EXPORT in DEFAULTS[role]}


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[MatrixWorld]:
    async with open_world(database_url, tmp_path) as opened:
        await opened.server.store.bulk.start()
        yield opened
        await opened.server.store.bulk.stop()


async def ask(world: MatrixWorld, role: str, path: str, **query: object) -> Any:  # noqa: ANN401 - JSON
    params = {name: str(value) for name, value in query.items()}
    response = await world.browsers[role].ask("GET", f"/api/v1/{path}", params=params)
    assert response.status == 200, await response.text()
    return await response.json()


@pytest.mark.requirement("R316", "R317", "R318", "R325")
async def test_lists_search_counters_calls_and_files_show_the_same(world: MatrixWorld) -> None:
    owners = {*world.users.values(), None}
    team = {world.users[who] for who in ("supervisor", "agent", "intern", "mate")}
    made = {owner: await a_call(world, owner) for owner in owners}
    for role in ROLES:
        whose = {
            "owner": owners,
            "admin": owners,
            "supervisor": {*team, None},
            "agent": {world.users["agent"], None},
            "intern": team,
        }[role]
        names = {name_of(made[owner]) for owner in whose}
        listed = await ask(world, role, "customers", limit=100)
        assert {row["name"] for row in listed["rows"]} == names, role
        assert listed["total"] == len(names)
        contacts = await ask(world, role, "contacts", limit=100)
        assert {row["customer"] for row in contacts["rows"]} == names
        assert contacts["total"] == len(names)
        for path in ("customers", "contacts"):
            found = await ask(world, role, path, q="marker", limit=100)
            assert (found["total"], len(found["rows"])) == (len(names), len(names)), path
        assert (await ask(world, role, "customers/tiles"))["all"] == len(names)
        calls = await ask(world, role, "calls", limit=100)
        taken = {row["id"] for row in calls["rows"]}
        seen = {name_of(one) for one in made.values() if one["call_id"] in taken}
        assert seen == names, f"calls of {role}"
        if role in EXPORTING:
            assert await export(world, role) == names


def name_of(ids: Ids) -> str:
    """The customer's name; its call has a marker of its own."""
    return f"Marker{ids['n']:06d}"


async def export(world: MatrixWorld, role: str) -> set[str]:
    """The names in the file of everything."""
    body = {
        "selection": {"query": {}},
        "form": "csv",
        "columns": [{"key": "name", "heading": "Name"}],
    }
    browser = world.browsers[role]
    response = await browser.ask("POST", "/api/v1/customers/exports", json=body)
    assert response.status == 202, await response.text()
    job_id = (await response.json())["id"]
    async with asyncio.timeout(20):
        while (await ask(world, role, f"bulk-jobs/{job_id}"))["state"] != "done":
            await asyncio.sleep(0.05)
    file = await browser.ask("GET", f"/api/v1/bulk-jobs/{job_id}/file")
    lines = (await file.read()).decode("utf-8-sig").split()
    return set(lines[1:])


@pytest.mark.requirement("R148", "R325", "X14")
async def test_a_pop_of_a_colleagues_customer_tells_who_and_whose_and_no_more(
    world: MatrixWorld,
) -> None:
    ids = await world.add_customer(world.users["stranger"], address="12 Láng Hạ", email="a@b.vn")
    number = f"+84{ids['number'][1:]}"
    (match,) = await world.server.store.directory.lookup.match(number)
    assert ContactMatch.model_fields.keys() == {
        "contact_id", "customer_id", "name", "customer", "customer_kind", "title", "owner"
    }  # fmt: skip
    assert match.owner is not None
    assert match.owner.id == world.users["stranger"]
    told = await world.browsers["agent"].ask("GET", f"/api/v1/customers/{match.customer_id}")
    assert told.status == 404
    report = await world.browsers["agent"].ask(
        "GET", "/api/v1/numbers/check", params={"number": ids["number"]}
    )
    text = await report.text()
    assert "12 Láng Hạ" not in text
    assert "a@b.vn" not in text

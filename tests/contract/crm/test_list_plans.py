"""However a list is found (gathered, by two indexes, by a walk), the same is in it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from call_centre import Create, FakeClock, Staff
from sqlalchemy import event

from cti.accounts.rights import Caller
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.listing.query import CustomerQuery, Sort
from cti.crm.search.service import ListQuery
from cti.crm.service import Directory
from cti.db import Database

GATHERED: Mapping[str, int] = {}
WALKED = {"COUNTED": 1, "FEW": 0, "SOME": 0, "NEAR": 0, "NAMED": 2, "SAMPLED": 2, "STEPS": 1000}
LOOKED_UP = {
    "COUNTED": 1,
    "FEW": 0,
    "SOME": 0,
    "NEAR": 0,
    "NAMED": 2,
    "SAMPLED": 2,
    "RARE": 0,
    "STEPS": 0,
}
BY_TWO_INDEXES = {"NEAR": 0}
PLANS = (GATHERED, WALKED, LOOKED_UP, BY_TWO_INDEXES)
PAGES = {"an": 5}
TEXTS = ("", "an", "Đào", "0912", "000", "lan@x.vn")


async def fill(create: Create, directory: Directory, staff: Staff) -> list[str]:
    """Customers of several, of nobody, supported; filters that some of them fulfil."""
    form = CustomFieldForm(label="Doanh số", kind="number")
    await directory.fields.add(staff.admin, form)
    lists = {one.name: one.values for one in (await directory.catalogues.list()).rows}
    near, far = lists["relationship"][:2]
    for at in range(12):
        owner = (staff.linh, staff.far, staff.nam)[at % 3]
        await create(
            staff.lead if at % 4 else staff.far_lead,
            name=("Đào Lan", "Dao An", "Trần Bình")[at % 3],
            owner_id=None if at % 5 == 0 else owner.user_id,
            supporter_ids=[staff.linh.user_id] if at % 6 == 4 else [],
            relationship_id=(near, far)[at % 2].id,
            custom={"doanh_so": at % 4},
            contact={
                "name": ("Lan", "An Đào")[at % 2],
                "email": ("lan@x.vn", f"an{at}@x.vn")[at % 2],
                "phones": [
                    {"typed": f"09123456{at:02d}"},
                    {"typed": f"0000{at}"},
                    {"typed": "0000"},
                ],
            },
        )
    sold = {"field": "custom.doanh_so", "least": 1, "most": 2}
    picked = {"field": "relationship", "any": [near.id]}
    since = {"field": "created_at", "least": "2000-01-02"}
    return ["", json.dumps([sold]), json.dumps([picked, sold, since])]


async def list_customers(directory: Directory, caller: Caller, asked: CustomerQuery) -> list[int]:
    ids: list[int] = []
    while True:
        page = await directory.list.find_page(caller, asked)
        ids += [row.id for row in page.rows]
        if page.next is None:
            return ids
        asked = replace(asked, cursor=page.next)


async def list_contacts(directory: Directory, caller: Caller, asked: ListQuery) -> list[int]:
    ids: list[int] = []
    while True:
        page = await directory.search.list_contacts(caller, asked)
        ids += [row.id for row in page.rows]
        if page.next is None:
            return ids
        asked = replace(asked, cursor=page.next)


@pytest.mark.requirement("R130", "R132", "R316")
async def test_every_way_to_find_a_list_finds_the_same(
    create: Create, directory: Directory, staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = await fill(create, directory, staff)
    seen: list[object] = []
    for plan in PLANS:
        found: dict[object, object] = {}
        with monkeypatch.context() as patch:
            for name, value in plan.items():
                patch.setattr(f"cti.crm.listing.finding.{name}", value)
            for name in plan.keys() & {"COUNTED", "STEPS"}:
                patch.setattr(f"cti.crm.search.service.{name}", plan[name])
            if plan:  # and names are found by what is rare in a sample of them
                patch.setattr("cti.crm.search.match.FEW", 1)
                patch.setattr("cti.crm.search.sample.FEWEST", 1)
                patch.setattr("cti.crm.search.sample.KEPT", 0)
            for caller in (staff.linh, staff.admin):
                for q in TEXTS:
                    # With diacritics the exact ones are first, unless many are found.
                    put = sorted if "Đ" in q or "đ" in q else list
                    asked = ListQuery(q=q, limit=PAGES.get(q, 50))
                    key = (caller.user_id, q)
                    found[key] = put(await list_contacts(directory, caller, asked))
                    for wanted in filters:
                        query = CustomerQuery(
                            q=q, filters=wanted, sort="name", limit=PAGES.get(q, 50)
                        )
                        ids = await list_customers(directory, caller, query)
                        assert len(ids) == len(set(ids))  # by two numbers of theirs, but once
                        found[*key, wanted] = put(ids)
        assert any(found.values())
        seen.append(found)
    assert all(found == seen[0] for found in seen[1:])


@pytest.mark.requirement("R033", "R035", "R037", "R316")
async def test_tiles_count_each_customer_once_whoever_looks(
    create: Create,
    directory: Directory,
    staff: Staff,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Long ago, and lately, in the bin and not; by the narrow indexes and by that of facets."""
    await fill(create, directory, staff)
    first = await list_customers(directory, staff.admin, CustomerQuery(order="asc"))
    clock.now += timedelta(days=40)
    new = [await create(staff.lead, name="Mới", owner_id=staff.linh.user_id) for _ in range(3)]
    for gone in (*first[:2], new[0].id):
        await directory.customers.delete(staff.admin, gone)
    for recent in (50_000, 0):
        monkeypatch.setattr("cti.crm.listing.counting.RECENT", recent)
        for caller in (staff.linh, staff.nam, staff.far, staff.lead, staff.far_lead, staff.admin):
            tiles = await directory.tiles.count(caller)
            ids = await list_customers(directory, caller, CustomerQuery())
            old = await list_customers(directory, caller, CustomerQuery(tile="forgotten"))
            assert (tiles.all, tiles.forgotten) == (len(ids), len(old))
            for one in tiles.relationships:
                picked = json.dumps([{"field": "relationship", "any": [one.id]}])
                ids = await list_customers(directory, caller, CustomerQuery(filters=picked))
                assert one.count == len(ids)
            assert tiles.all == sum(one.count for one in tiles.relationships)
        assert 0 < tiles.forgotten < tiles.all


@pytest.mark.requirement("R137", "R316")
@pytest.mark.parametrize("sort", ["created", "updated", "name", "code", "contacted"])
async def test_a_walk_in_any_order_meets_whom_the_caller_sees(
    create: Create,
    directory: Directory,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
    sort: Sort,
) -> None:
    await fill(create, directory, staff)
    for caller in (staff.linh, staff.nam, staff.lead, staff.admin):
        asked = CustomerQuery(sort=sort, limit=3)
        gathered = await list_customers(directory, caller, asked)
        with monkeypatch.context() as patch:
            for name, value in WALKED.items():
                patch.setattr(f"cti.crm.listing.finding.{name}", value)
            assert await list_customers(directory, caller, asked) == gathered
            for owner in ("mine", "none"):
                mine = replace(asked, owner=owner)
                assert set(await list_customers(directory, caller, mine)) <= set(gathered)


@pytest.mark.parametrize(
    ("sort", "index"),
    [
        ("created", "ix_customers_created"),
        ("updated", "ix_customers_updated"),
        ("name", "ix_customers_name_key"),
    ],
)
async def test_whom_the_caller_does_not_see_a_walk_passes_by_in_the_index(
    db: Database,
    create: Create,
    directory: Directory,
    staff: Staff,
    monkeypatch: pytest.MonkeyPatch,
    sort: Sort,
    index: str,
) -> None:
    """Of a million, all those before the first of one's own: no look at the table for each."""
    await fill(create, directory, staff)
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        if "AS walked" in statement:
            asked.append((statement, values))

    event.listen(db.engine.sync_engine, "before_cursor_execute", note)
    with monkeypatch.context() as patch:
        for name, value in WALKED.items():
            patch.setattr(f"cti.crm.listing.finding.{name}", value)
        await directory.list.find_page(staff.linh, CustomerQuery(sort=sort))
    event.remove(db.engine.sync_engine, "before_cursor_execute", note)
    ((statement, values),) = asked
    async with db.write() as unit:
        if not db.is_sqlite:  # a table of few rows is quicker read whole and sorted
            for way in ("seqscan", "bitmapscan", "indexscan", "sort"):
                await unit.connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        explain = "EXPLAIN QUERY PLAN" if db.is_sqlite else "EXPLAIN"
        plan = await unit.connection.exec_driver_sql(f"{explain} {statement}", values)
        told = " ".join(str(row) for row in plan)
    alone = "COVERING INDEX" if db.is_sqlite else "Index Only Scan Backward using"
    assert f"{alone} {index}" in told
    assert "ORDER BY" not in told  # SQLite's word for sorting
    assert "Sort" not in told

"""Undo restores updated rows too; what somebody has edited since is left alone and named."""

import asyncio

import pytest
from import_world import ImportWorld
from outage import Outage

HEADERS: list[object] = ["customerCode", "customerName", "user", "users", "contactName", "phone",
                         "email", "birthday", "group", "Hạng"]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
async def with_a_field_of_their_own(world: ImportWorld) -> None:
    form = {"label": "Hạng", "kind": "choices", "options": ["Vàng", "Bạc", "Đồng"]}
    await world.ask("admin", "POST", "/fields/custom", form, status=201)


def first() -> list[list[object]]:
    return [
        HEADERS,
        ["UN-1", "Minh An", "101", "102", "Lan", "0912770001", "lan@un.vn", "31/12/1990", "VIP",
         "Vàng"],
        ["UN-2", "Hoa Mai", "", "", "Mai", "0912770002", "", "", "", ""],
    ]  # fmt: skip


def second() -> list[list[object]]:
    return [
        HEADERS,
        ["UN-1", "Minh Anh", "102", "101", "Lan Anh", "0912770009", "anh@un.vn", "01/01/1991",
         "Đại lý", "Bạc, Đồng"],
        ["UN-2", "Hoa Mai Mới", "", "", "", "", "mai@un.vn", "", "", "Vàng"],
        ["UN-3", "Hoàn toàn mới", "", "", "Ba", "0912770003", "", "", "", ""],
    ]  # fmt: skip


async def undo_through_an_outage(world: ImportWorld, import_id: int, customer_id: int) -> None:
    """PostgreSQL goes away in the middle of it; a SQLite file does not."""
    outage = None if world.db.is_sqlite else Outage(world.db)
    if outage is not None:
        await outage.prepare(customer_id)
    await world.ask("admin", "POST", f"/imports/{import_id}/undo", status=202)
    if outage is not None:
        await outage.strike()
    async with asyncio.timeout(20):
        while (await read_state(world, import_id)) == "undoing":
            await asyncio.sleep(0.02)
    assert await read_state(world, import_id) == "undone"


async def read_state(world: ImportWorld, import_id: int) -> str:
    found = await world.ask("admin", "GET", f"/imports/{import_id}", status=200)
    return str(found["state"])


@pytest.mark.requirement("R093", "R084")
async def test_after_an_undo_everything_is_as_it_was(
    world: ImportWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.take_in("admin", first())
    before = await world.everything()
    known = await world.find("UN-1")
    assert known is not None
    profile = await world.customer(known["id"])
    ended, rows = await world.take_in("admin", second())
    assert [row["result"] for row in rows] == ["changed", "changed", "new"]
    changed = await world.customer(known["id"])
    assert (changed["name"], changed["owner"]["name"], changed["birthday"]) == (
        "Minh Anh", "Nam", "1991-01-01"
    )  # fmt: skip
    assert len(changed["custom"]["hang"]) == 2
    numbers = [one["typed"] for one in changed["contacts"][0]["phones"]]
    assert numbers == ["0912770001", "0912770009"]
    undone = await world.do("admin", ended["id"], "undo")
    assert undone["state"] == "undone"
    assert (undone["counts"]["restored"], undone["counts"]["removed"]) == (2, 1)
    assert await world.everything() == before
    again = await world.customer(known["id"])
    for name in ("name", "owner", "supporters", "custom", "birthday", "group_id"):
        assert again[name] == profile[name], name
    # Changed and changed back: a form that was opened between the two is told of both.
    versions = [
        (now.pop("version"), was.pop("version"))
        for now, was in zip(again["contacts"], profile["contacts"], strict=True)
    ]
    assert versions == [(3, 1)]
    assert again["contacts"] == profile["contacts"]
    # The code of what was taken back is free: the mended file can come again.
    repeated, _ = await world.take_in("admin", second())
    assert (repeated["counts"]["new"], repeated["counts"]["changed"]) == (1, 2)
    monkeypatch.setattr("cti.rounds.RETRY_S", 0.05)
    await undo_through_an_outage(world, repeated["id"], known["id"])
    assert await world.everything() == before


async def test_what_was_edited_since_is_left_alone_and_named(world: ImportWorld) -> None:
    ended, rows = await world.take_in(
        "admin",
        [
            ["customerCode", "customerName", "contactName"],
            ["UE-1", "Một", "A"],
            ["UE-2", "Hai", "B"],
            ["UE-3", "Ba", "C"],
        ],
    )
    ids = [row["customer_id"] for row in rows]
    edited = await world.customer(ids[0])
    body = {"version": edited["version"], "name": "Một, sửa tay"}
    await world.ask("admin", "PATCH", f"/customers/{ids[0]}", body, status=200)
    await world.ask("admin", "POST", f"/customers/{ids[1]}/notes", {"body": "Đã gọi"}, status=201)
    undone = await world.do("admin", ended["id"], "undo")
    assert (undone["counts"]["skipped"], undone["counts"]["removed"]) == (2, 1)
    skipped = await world.rows("admin", ended["id"], "skipped")
    assert [row["number"] for row in skipped] == [2, 3]
    assert (await world.customer(ids[0]))["name"] == "Một, sửa tay"
    await world.ask("admin", "GET", f"/customers/{ids[2]}", status=404)
    assert not undone["can_undo"]


async def test_rows_that_change_one_customer_twice_come_undone_one_after_the_other(
    world: ImportWorld,
) -> None:
    made, _ = await world.take_in(
        "admin",
        [["companyName", "contactName", "phone"], ["Công ty Hoàn Tác", "An", "0912660001"]],
        kind="contacts",
    )
    before = await world.everything()
    ended, rows = await world.take_in(
        "admin",
        [
            ["companyName", "contactName", "phone"],
            ["Công ty Hoàn Tác", "Bình", "0912660002"],
            ["Công ty Hoàn Tác", "Chi", "0912660003"],
            ["CÔNG TY HOÀN TÁC", "An", "0912660004"],
        ],
        kind="contacts",
    )
    assert [row["result"] for row in rows] == ["new", "new", "changed"]
    company = await world.customer(rows[0]["customer_id"])
    assert [one["name"] for one in company["contacts"]] == ["An", "Bình", "Chi"]
    await world.do("admin", ended["id"], "undo")
    assert await world.everything() == before
    undone = await world.do("admin", made["id"], "undo")
    assert undone["counts"]["removed"] == 1


async def test_a_rule_for_each_column_says_what_may_be_overwritten(world: ImportWorld) -> None:
    headers: list[object] = ["customerCode", "customerName", "website", "province", "email"]
    await world.take_in("admin", [headers, ["RU-1", "Cũ", "", "Huế", "cu@ru.vn"]])
    made = await world.upload("admin", [headers, ["RU-1", "Mới", "moi.vn", "Vinh", "moi@ru.vn"]])
    await world.change(
        "admin",
        made["id"],
        columns=[
            {"letter": "B", "field": "name", "rule": "never"},
            {"letter": "C", "field": "website", "rule": "only_if_empty"},
            {"letter": "D", "field": "province", "rule": "only_if_empty"},
        ],
    )
    await world.do("admin", made["id"], "start")
    (row,) = await world.rows("admin", made["id"])
    found = await world.customer(row["customer_id"])
    assert (found["name"], found["website"], found["province"]) == ("Cũ", "moi.vn", "Huế")
    assert found["contacts"][0]["email"] == "moi@ru.vn"
    remembered = await world.upload("admin", [headers, ["RU-1", "Mới", "", "", ""]])
    assert [one["rule"] for one in remembered["columns"][:4]] == [
        "overwrite", "never", "only_if_empty", "only_if_empty"
    ]  # fmt: skip
    assert remembered["columns"][1]["origin"] == "remembered"


@pytest.mark.requirement("R201")
async def test_appointments_made_by_themselves_come_with_a_file_if_ticked_and_stop_no_undo(
    world: ImportWorld,
) -> None:
    path = "/settings/automation"
    rows: list[list[object]] = [HEADERS[:2], ["TD-1", "Tự động một"]]
    await world.ask("admin", "PUT", path, {"makes_appointment": True}, status=200)
    _, (quiet,) = await world.take_in("admin", rows)
    wanted = {"makes_appointment": True, "with_imports": True, "tells_customer": True}
    await world.ask("admin", "PUT", path, wanted | {"tells_of_first": True}, status=200)
    more = [[*HEADERS[:2], "email"], *rows[1:], ["TD-2", "Tự động hai", "hai@td.vn"],
            ["TD-3", "Tự động ba", ""]]  # fmt: skip
    ended, found = await world.take_in("admin", more)
    assert [row["result"] for row in found][1:] == ["new", "new"]
    made = []
    for row in (quiet, *found[1:]):
        ask = f"/customers/{row['customer_id']}/appointments"
        made.append((await world.ask("admin", "GET", ask, status=200))["rows"])
    assert [[one["title"] for one in some] for some in made] == [
        [], ["Chăm sóc lần đầu: Tự động hai"], ["Chăm sóc lần đầu: Tự động ba"],
    ]  # fmt: skip
    (touched,) = made[2]
    change = {"version": 1, "title": "Gọi lại"}
    await world.ask("admin", "PATCH", f"/appointments/{touched['id']}", change, status=200)
    assert await world.find_event("hai@td.vn") == "REQUEST"
    undone = await world.do("admin", ended["id"], "undo")
    assert (undone["counts"]["removed"], undone["counts"]["skipped"]) == (1, 1)
    assert await world.find_event("hai@td.vn") == "CANCEL"
    await world.ask("admin", "PUT", path, {}, status=200)

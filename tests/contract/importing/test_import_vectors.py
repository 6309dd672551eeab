"""The vectors of the requirements, exactly: V5, V6, V12; and what each kind of row becomes."""

import pytest
from import_world import ImportWorld, codes

HEADERS: list[object] = ["Mã khách hàng", "Tên khách hàng", "Tên liên hệ", "Điện thoại", "Email"]


@pytest.mark.requirement("R088", "R080", "R089", "V5")
async def test_rows_81_to_100_are_exactly_those_of_the_spreadsheet(world: ImportWorld) -> None:
    rows: list[list[object]] = [HEADERS]
    rows += [[f"V5-{number}", f"Khách {number}"] for number in range(2, 102)]
    made = await world.upload("lead", rows)
    assert made["last_sheet_row"] == 101
    await world.change("lead", made["id"], first_row=81, last_row=100)
    ended = await world.do("lead", made["id"], "start")
    assert (ended["state"], ended["counts"]["new"], ended["total"]) == ("finished", 20, 20)
    numbers = [row["number"] for row in await world.rows("lead", made["id"])]
    assert numbers == list(range(81, 101))
    for number in (80, 101):
        assert await world.find(f"V5-{number}") is None
    for number in (81, 100):
        assert await world.find(f"V5-{number}") is not None


@pytest.mark.requirement("R085", "R086", "R234", "V6", "X7")
async def test_a_wrong_owner_means_the_importer_and_supporters_are_named_by_either(
    world: ImportWorld,
) -> None:
    headers: list[object] = ["customerCode", "customerName", "user", "users"]
    rows: list[list[object]] = [
        headers,
        ["V6-1", "A", "khongai@x.vn", "linh@x.vn, 102"],
        ["V6-2", "B", "101", ""],
        ["V6-3", "C", "nam@x.vn", "999, 101"],
        ["V6-4", "D", "", ""],
        ["V6-5", "E", "NAM", "Linh, lead@x.vn"],  # as an export names them
    ]
    ended, found = await world.take_in("admin", rows)
    assert ended["counts"]["new"] == 5
    people = [await world.customer(row["customer_id"]) for row in found]
    assert [one["owner"]["name"] for one in people] == ["Admin", "Linh", "Nam", "Admin", "Nam"]
    assert [[p["name"] for p in one["supporters"]] for one in people] == [
        ["Linh", "Nam"], [], ["Linh"], [], ["Lead", "Linh"]
    ]  # fmt: skip
    assert [codes(row) for row in found] == [
        ["import.user_unknown"], [], ["import.supporter_unknown"], [], []
    ]  # fmt: skip
    assert found[0]["problems"][0]["letter"] == "C"


@pytest.mark.requirement("R105", "R106", "R107", "R108", "V12")
async def test_a_customer_without_phone_email_or_facebook_is_never_deleted_in_bulk(
    world: ImportWorld,
) -> None:
    headers: list[object] = ["customerCode", "customerName", "contactName", "phone", "email",
                             "facebook"]  # fmt: skip
    await world.take_in(
        "chu",
        [
            headers,
            ["V12-1", "Theo số", "Một", "0912120001", "", ""],
            ["V12-2", "Theo thư", "Hai", "", "hai@v12.vn", ""],
            ["V12-3", "Theo FB", "Ba", "", "", "https://www.facebook.com/v12.ba"],
            ["V12-4", "Không có gì", "Bốn", "", "", ""],
        ],
    )
    rows: list[list[object]] = [
        ["phone", "email", "facebook"],
        ["+84 912 120 001", "", ""],
        ["", "HAI@v12.vn", ""],
        ["", "", "facebook.com/v12.ba/"],
        ["", "", "   "],
        ["0912129999", "", ""],
        ["", "hai@v12.vn", ""],
    ]
    await world.upload("admin", rows, purpose="delete", status=403)
    made = await world.upload("chu", rows, purpose="delete")
    assert [one["field"] for one in made["columns"]] == [
        "contact.phones", "contact.email", "contact.facebook"
    ]  # fmt: skip
    checked = await world.do("chu", made["id"], "check")
    assert (checked["counts"]["deleted"], checked["counts"]["not_found"]) == (3, 1)
    assert (await world.find("V12-1") or {})["deleted_at"] is None
    second = await world.find("V12-2") or {}
    meeting = {"title": "Gặp", "starts_at": "2099-01-02T03:00:00Z", "tell_customer": True}
    await world.ask("chu", "POST", f"/customers/{second['id']}/appointments", meeting, status=201)
    assert await world.find_event("hai@v12.vn") == "REQUEST"
    ended = await world.do("chu", made["id"], "start")
    assert await world.find_event("hai@v12.vn") == "CANCEL"
    assert ended["counts"] == checked["counts"]
    gone = [(await world.find(f"V12-{at}") or {})["deleted_at"] is not None for at in (1, 2, 3, 4)]
    assert gone == [True, True, True, False]
    last = (await world.rows("chu", made["id"]))[-1]
    assert (last["result"], codes(last)) == ("duplicate", ["import.repeats_row"])
    assert ended["can_undo"]
    undone = await world.do("chu", made["id"], "undo")
    assert (undone["state"], undone["counts"]["restored"]) == ("undone", 3)
    assert (await world.find("V12-1") or {})["deleted_at"] is None
    assert (await world.find("V12-3") or {})["deleted_at"] is None


@pytest.mark.requirement("R093", "R094", "R082")
async def test_a_known_code_is_changed_an_unknown_one_created_a_wrong_row_left_out(
    world: ImportWorld,
) -> None:
    await world.take_in("lead", [HEADERS, ["UP-1", "Cũ", "Lan", "0912340001", "lan@up.vn"]])
    _, found = await world.take_in(
        "lead",
        [
            HEADERS,
            ["UP-1", "Mới", "Lan", "0912340001", "lan@up.vn"],
            ["UP-2", "Hai", "", "0912340002", ""],
            ["", "", "", "0912340003", ""],
            ["UP-1", "Lặp", "", "", ""],
        ],
    )
    assert [row["result"] for row in found] == ["changed", "new", "invalid", "duplicate"]
    assert codes(found[2]) == ["customer.name_missing"]
    assert [one["params"] for one in found[3]["problems"]] == [{"row": 2}]
    changed = await world.customer(found[0]["customer_id"])
    assert (changed["name"], len(changed["contacts"])) == ("Mới", 1)
    assert changed["contacts"][0]["phones"][0]["typed"] == "0912340001"
    again, rows = await world.take_in(
        "lead", [HEADERS, ["up-1", "Mới", "Lan", "0912340001", "lan@up.vn"]]
    )
    assert ([row["result"] for row in rows], again["can_undo"]) == (["unchanged"], False)

"""Columns that name people: who referred a customer, and further contacts of a row."""

import pytest
from import_world import ImportWorld, codes

HEADERS: list[object] = ["customerCode", "customerName", "Người giới thiệu"]


@pytest.mark.requirement("R340", "R342")
async def test_a_referrer_is_a_customer_by_code_or_a_colleague_or_told_to_be_unknown(
    world: ImportWorld,
) -> None:
    made = await world.upload("lead", [HEADERS, ["RF-0", "Gốc", ""]])
    assert made["columns"][2]["field"] == "referrer"
    await world.do("lead", made["id"], "start")
    rows: list[list[object]] = [
        HEADERS,
        ["RF-1", "Theo mã", "RF-0"],
        ["RF-2", "Theo thư", "LINH@x.vn"],
        ["RF-3", "Theo số nhánh", "102"],
        ["RF-4", "Hàng dưới", "RF-5"],  # whom the file brings itself
        ["RF-5", "Không ai", "KH-KHONG-CO"],
        ["RF-6", "Chính mình", "RF-6"],
        ["RF-7A", "Hàng lỗi", "RF-7B"],
        ["RF-7B", "N" * 301, ""],  # refused, so that nobody was referred by it
    ]
    made = await world.upload("lead", rows)
    await world.change("lead", made["id"], key=["code"])
    checked = await world.do("lead", made["id"], "check")
    ended = await world.do("lead", made["id"], "start")
    assert (checked["counts"]["warned"], ended["counts"]["warned"]) == (3, 3)
    found = await world.rows("lead", made["id"])
    assert [codes(row) for row in found] == [
        [], [], [], [], ["import.referrer_unknown"], ["import.referrer_unknown"],
        ["import.referrer_unknown"], ["import.too_long"],
    ]  # fmt: skip
    found = found[:6]
    people = [(await world.customer(row["customer_id"]))["referrer"] for row in found]
    assert [one and (one["kind"], one["name"]) for one in people] == [
        ("customer", "Gốc"), ("user", "Linh"), ("user", "Nam"), ("customer", "Không ai"), None, None
    ]  # fmt: skip
    # Nobody refers to a customer whom the importer may not see.
    await world.take_in("chu", [[*HEADERS, "user"], ["RF-7", "Ẩn", "", "xa@x.vn"]])
    _, hidden = await world.take_in("lead", [HEADERS, ["RF-8", "Không thấy", "RF-7"]])
    assert codes(hidden[0]) == ["import.referrer_unknown"]
    owned: list[list[object]] = [[*HEADERS, "user"], ["RF-10", "Của Linh", "RF-7", "linh@x.vn"]]
    for name in ("Của Linh", "Đổi"):  # made, and changed; read by who may not see RF-7
        owned[1][1:3] = [name, "RF-7" if name == "Của Linh" else "RF-0"]
        _, given = await world.take_in("chu", owned, key=["code"])
        path = f"/customers/{given[0]['customer_id']}/timeline?kind=change"
        for reader, told in (("linh", "RF-7"), ("chu", "Ẩn")):
            fields = (await world.ask(reader, "GET", path))["rows"][0]["detail"]["fields"]
            assert told in fields["referrer"]
            assert "referrer_ids" not in fields
    changes: list[list[object]] = [
        HEADERS,
        ["RF-1", "Theo mã", "101"],
        ["RF-2", "Theo thư", "RF-9"],
    ]
    changes.append(["RF-9", "Mới", ""])
    ended, found = await world.take_in("lead", changes, key=["code"])
    assert [row["result"] for row in found] == ["changed", "changed", "new"]
    people = [(await world.customer(row["customer_id"]))["referrer"] for row in found]
    assert [one and one["name"] for one in people] == ["Linh", "Mới", None]
    undone = await world.do("lead", ended["id"], "undo")
    assert (undone["counts"]["restored"], undone["counts"]["removed"]) == (2, 1)
    people = [(await world.customer(row["customer_id"]))["referrer"] for row in found[:2]]
    assert [one["name"] for one in people] == ["Gốc", "Linh"]


SEVERAL: list[object] = [
    "customerCode", "customerName", "contactName", "phone", "contactName2", "contactPhone2",
    "Email liên hệ 2", "Chức vụ 2", "Người liên hệ 3", "contactPhone3",
]  # fmt: skip


@pytest.mark.requirement("R090")
async def test_a_row_may_name_three_contacts_who_are_found_again_changed_and_taken_back(
    world: ImportWorld,
) -> None:
    rows: list[list[object]] = [
        SEVERAL,
        ["SV-1", "Công ty Ba Người", "An", "0912660001", "Bình", "912660002", "binh@sv.vn",
         "Kế toán", "Chi", "0912660003"],
        ["SV-2", "Công ty Thiếu Tên", "An", "", "", "0912660004", "", "", "", ""],
        ["SV-3", "Công ty Trùng Số", "Em", "0912660003", "", "", "", "", "", ""],
    ]  # fmt: skip
    made = await world.upload("lead", rows)
    assert [one["field"] for one in made["columns"][4:]] == [
        "contact2.name", "contact2.phones", "contact2.email", "contact2.title", "contact3.name",
        "contact3.phones",
    ]  # fmt: skip
    await world.do("lead", made["id"], "start")
    one, two, three = await world.rows("lead", made["id"])
    assert (one["result"], codes(one)) == ("new", ["phone.lost_zero"])
    assert (two["result"], codes(two)) == ("invalid", ["import.person_unnamed"])
    assert "import.same_as_row" in codes(three)  # whosever of the row the number is
    stored = await world.customer(one["customer_id"])
    people = {person["name"]: person for person in stored["contacts"]}
    assert [(who, person["is_primary"]) for who, person in people.items()] == [
        ("An", True), ("Bình", False), ("Chi", False)
    ]  # fmt: skip
    assert (people["Bình"]["email"], people["Bình"]["title"]) == ("binh@sv.vn", "Kế toán")
    assert people["Chi"]["phones"][0]["e164"] == "+84912660003"
    before = await world.everything()
    again = [*rows[1]]
    again[5], again[7], again[8], again[9] = "0912660005", "Kế toán trưởng", "Dung", ""
    ended, (row,) = await world.take_in("lead", [SEVERAL, again], key=["code"])
    assert row["result"] == "changed"
    stored = await world.customer(row["customer_id"])
    people = {person["name"]: person for person in stored["contacts"]}
    assert list(people) == ["An", "Bình", "Chi", "Dung"]
    assert people["Bình"]["title"] == "Kế toán trưởng"
    assert [number["e164"] for number in people["Bình"]["phones"]] == [
        "+84912660002", "+84912660005"
    ]  # fmt: skip
    undone = await world.do("lead", ended["id"], "undo")
    assert undone["counts"]["restored"] == 1
    assert await world.everything() == before


@pytest.mark.requirement("R090", "R093")
async def test_a_code_and_a_number_alone_are_enough_for_who_is_there(world: ImportWorld) -> None:
    people: list[list[object]] = [
        ["customerCode", "customerName", "contactName", "contactName2"],
        ["CN-1", "Công ty Hai Người", "Một", "Hai"],
        ["CN-2", "Công ty Một Người", "Ba", ""],
    ]
    await world.take_in("lead", people)
    before = await world.everything()
    numbers: list[list[object]] = [
        ["customerCode", "phone", "contactName2"],
        ["CN-1", "0912880101", ""],
        ["CN-2", "0912880102", "Ba"],
    ]  # fmt: skip
    ended, found = await world.take_in("lead", numbers, key=["code"])
    assert [row["result"] for row in found] == ["changed", "changed"]
    told = [
        [(one["name"], [phone["e164"] for phone in one["phones"]]) for one in now["contacts"]]
        for now in [await world.customer(row["customer_id"]) for row in found]
    ]
    assert told == [
        [("Một", ["+84912880101"]), ("Hai", [])],  # the primary one, whom nobody renamed
        [("Ba", []), ("Công ty Một Người", ["+84912880102"])],
    ]
    await world.do("lead", ended["id"], "undo")
    assert await world.everything() == before

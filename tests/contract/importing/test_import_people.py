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
    ]
    made = await world.upload("lead", rows)
    await world.change("lead", made["id"], key=["code"])
    checked = await world.do("lead", made["id"], "check")
    ended = await world.do("lead", made["id"], "start")
    assert (checked["counts"]["warned"], ended["counts"]["warned"]) == (2, 2)
    found = await world.rows("lead", made["id"])
    assert [codes(row) for row in found] == [
        [], [], [], [], ["import.referrer_unknown"], ["import.referrer_unknown"]
    ]  # fmt: skip
    people = [(await world.customer(row["customer_id"]))["referrer"] for row in found]
    assert [one and (one["kind"], one["name"]) for one in people] == [
        ("customer", "Gốc"), ("user", "Linh"), ("user", "Nam"), ("customer", "Không ai"), None, None
    ]  # fmt: skip
    # Nobody refers to a customer whom the importer may not see.
    await world.take_in("chu", [[*HEADERS, "user"], ["RF-7", "Ẩn", "", "xa@x.vn"]])
    _, hidden = await world.take_in("lead", [HEADERS, ["RF-8", "Không thấy", "RF-7"]])
    assert codes(hidden[0]) == ["import.referrer_unknown"]
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

"""What is seen before anything is written, by whom, and what is told afterwards."""

import io
from email.message import Message
from typing import Any

import openpyxl
import pytest
from import_world import ImportWorld, codes
from sqlalchemy import func, select

from cti.crm.importing.taking import BATCH
from cti.schema import customer_log, customers, notifications

HEADERS: list[object] = ["Mã KH", "Tên khách hàng", "SĐT", "Email", "Nhóm khách hàng"]


async def set_rules(world: ImportWorld, **rules: str) -> None:
    await world.ask("admin", "PATCH", "/duplicates/rules", rules, status=200)


def read_text(mail: Message) -> str:
    (text,) = [one for one in mail.walk() if one.get_content_type() == "text/plain"]
    content = text.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


def errors(row: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(one["letter"], one["code"]) for one in row["problems"] if one["level"] == "error"]


def fill(count: int) -> list[list[object]]:
    """Rows enough that what stands behind them comes in another transaction."""
    return [[f"PL-{at}", f"Lấp {at}", f"098{at:07d}", ""] for at in range(count)]


@pytest.mark.requirement("R091", "R093", "R095")
async def test_a_trial_run_comes_true_for_rows_far_apart_and_says_nothing_of_rows_never_reached(
    world: ImportWorld,
) -> None:
    rows = [
        ["Mã KH", "Tên khách hàng", "SĐT", "Nhóm khách hàng"],
        ["PF-1", "Một", "0912560001", ""],
        *fill(BATCH * 2),
        ["PF-2", "Cùng khách: một trong hai số", "0912560001; 0912560002", ""],
        ["PF-1", "Cùng mã, khác số", "0912560003", ""],
        ["PF-3", "Sai nhóm", "0912560004", "Không có nhóm này"],
    ]
    made = await world.upload("admin", rows)
    await world.change("admin", made["id"], key=["contact.phones"])
    checked = await world.do("admin", made["id"], "check")
    refused = await world.rows("admin", made["id"], "refused")
    assert [codes(row, "error") for row in refused] == [
        ["import.repeats_row"], ["customer.code_taken"], ["field.value_invalid"]
    ]  # fmt: skip
    await world.ask("admin", "POST", f"/imports/{made['id']}/start", status=202)
    await world.ask("admin", "POST", f"/imports/{made['id']}/cancel", status=202)
    stopped = await world.wait("admin", made["id"])
    assert stopped["state"] == "cancelled"
    assert stopped["progress"]["done"] < stopped["total"]
    taken = stopped["counts"]["new"]
    last = rows[-1]
    tail = await world.ask("admin", "GET", f"/imports/{made['id']}/rows?cursor={len(rows) - 1}")
    (row,) = tail["rows"]
    assert (row["cells"], row["result"], row["problems"]) == (last, None, [])
    assert len(await world.rows("admin", made["id"], "new")) == min(taken, 500)
    assert await world.rows("admin", made["id"], "refused") == []
    answer = await world.browsers["admin"].ask("GET", f"/api/v1/imports/{made['id']}/failed")
    failed = openpyxl.load_workbook(io.BytesIO(await answer.read())).worksheets[0]
    assert failed.max_row == 1
    mail = await world.find_mail("admin@x.vn")
    assert f"Chưa làm đến: {stopped['total'] - stopped['progress']['done']}" in read_text(mail)
    if taken:
        await world.do("admin", made["id"], "undo")
    made = await world.upload("admin", rows)
    await world.change("admin", made["id"], key=["contact.phones"])
    ended = await world.do("admin", made["id"], "start")
    assert ended["counts"] == checked["counts"]
    assert (checked["previewed"], stopped["previewed"], ended["previewed"]) == (True, True, False)
    await world.do("admin", made["id"], "undo")
    told = await world.ask("admin", "GET", "/notifications", status=200)
    kinds = [one["kind"] for one in told["rows"] if one["kind"].startswith("import.")]
    assert kinds[:2] == ["import.undone", "import.finished"]
    assert "import.cancelled" in kinds


@pytest.mark.requirement("R084", "R095", "R099", "R126")
async def test_a_trial_run_writes_nothing_and_its_counts_come_true(world: ImportWorld) -> None:
    await world.take_in("admin", [HEADERS, ["PV-1", "Đã có", "0912550001", "co@pv.vn", "VIP"]])
    rows = [
        HEADERS,
        ["PV-1", "Đã có", "0912550001", "co@pv.vn", "VIP"],
        ["PV-1b", "Trùng số", "+84912550001", "", ""],
        ["PV-2", "Nhóm lạ", "0912550002", "", "Không có nhóm này"],
        ["PV-3", "Số sai", "12345", "", ""],
        ["PV-4", "Cùng số với hàng dưới", "0912550004", "", ""],
        ["PV-5", "Cùng số với hàng trên", "0912 550 004", "", ""],
    ]
    made = await world.upload("admin", rows)
    async with world.db.read() as connection:
        before = (await connection.execute(select(func.count()).select_from(customers))).scalar()
        lines = (await connection.execute(select(func.count()).select_from(customer_log))).scalar()
    checked = await world.do("admin", made["id"], "check")
    async with world.db.read() as connection:
        after = (await connection.execute(select(func.count()).select_from(customers))).scalar()
        log = (await connection.execute(select(func.count()).select_from(customer_log))).scalar()
    assert (after, log) == (before, lines)
    found = await world.rows("admin", made["id"])
    assert [row["result"] for row in found] == [
        "unchanged", "new", "invalid", "new", "new", "new"
    ]  # fmt: skip
    assert codes(found[1]) == ["customer.duplicate_suspected"]
    (wrong,) = found[2]["problems"]
    assert (wrong["letter"], wrong["code"]) == ("E", "field.value_invalid")
    assert "VIP" in wrong["params"]["options"]
    assert codes(found[3]) == ["phone.not_callable"]
    assert found[5]["problems"][0]["params"] == {"field": "phone", "row": 6}
    warned = await world.rows("admin", made["id"], "warned")
    assert [row["number"] for row in warned] == [3, 5, 7]
    ended = await world.do("admin", made["id"], "start")
    assert ended["counts"] == checked["counts"]
    await world.do("admin", made["id"], "undo")


@pytest.mark.requirement("R122", "R095")
async def test_a_blocked_duplicate_stays_out_until_its_cell_is_mended(world: ImportWorld) -> None:
    await world.take_in("admin", [HEADERS, ["BL-1", "Chủ cũ", "0912560001", "a@bl.vn", ""]])
    await set_rules(world, email="block")
    try:
        rows = [
            HEADERS,
            ["BL-2", "Mới", "0912560002", "A@BL.vn", ""],
            ["BL-3", "Một", "0912560003", "same@bl.vn", ""],
            ["BL-4", "Hai", "0912560004", "same@bl.vn", ""],
        ]
        made = await world.upload("admin", rows)
        checked = await world.do("admin", made["id"], "check")
        assert (checked["counts"]["new"], checked["counts"]["duplicate"]) == (1, 2)
        first, _, third = await world.rows("admin", made["id"])
        told = first["problems"][0]["params"]
        assert (first["result"], told["field"], told["customer"], told["owner"]) == (
            "duplicate", "email", "Chủ cũ", "Admin"
        )  # fmt: skip
        assert errors(third) == [(None, "import.same_as_row")]
        path = f"/imports/{made['id']}/rows/2"
        body = {"cells": [{"letter": "D", "value": "Same@bl.vn"}]}
        changed = await world.ask("admin", "PATCH", path, body, status=200)
        assert (changed["row"]["result"], changed["counts"]["duplicate"]) == ("new", 2)
        assert [(one["number"], one["result"]) for one in changed["also"]] == [
            (3, "duplicate"), (4, "duplicate")
        ]  # fmt: skip
        last = {"cells": [{"letter": "D", "value": "cuoi@bl.vn"}]}
        changed = await world.ask("admin", "PATCH", f"{path[:-1]}4", last, status=200)
        assert (changed["row"]["result"], changed["also"]) == ("new", [])
        last = {"cells": [{"letter": "D", "value": "same@bl.vn"}]}
        changed = await world.ask("admin", "PATCH", f"{path[:-1]}4", last, status=200)
        assert errors(changed["row"]) == [(None, "import.same_as_row")]
        body = {"cells": [{"letter": "D", "value": "khac@bl.vn"}]}
        changed = await world.ask("admin", "PATCH", path, body, status=200)
        assert (changed["row"]["result"], changed["row"]["cells"][3]) == ("new", "khac@bl.vn")
        assert (changed["counts"]["new"], changed["counts"]["duplicate"]) == (2, 1)
        ended = await world.do("admin", made["id"], "start")
        assert (ended["counts"]["new"], ended["counts"]["duplicate"]) == (2, 1)
        assert (await world.find("BL-2") or {})["deleted_at"] is None
        assert await world.find("BL-4") is None
    finally:
        await set_rules(world, email="warn")


@pytest.mark.requirement("R121", "R122", "R099")
async def test_a_code_that_is_blocked_is_a_duplicate_as_every_other_criterion_is(
    world: ImportWorld,
) -> None:
    await world.take_in("admin", [HEADERS, ["CB-1", "Chủ mã", "", "", ""]])
    await world.take_in("admin", [HEADERS, ["CB-0", "Đã xóa", "", "", ""]])
    gone = (await world.find("CB-0") or {})["id"]
    await world.ask("admin", "DELETE", f"/customers/{gone}", status=204)
    await set_rules(world, code="block")
    try:
        rows = [
            HEADERS,
            ["CB-1", "Mới", "0912561001", "", ""],
            ["CB-2", "Một", "0912561002", "", ""],
            ["CB-2", "Hai", "0912561003", "", ""],
            ["CB-0", "Mã của khách đã xóa", "0912561004", "", ""],
        ]
        made = await world.upload("admin", rows)
        await world.change("admin", made["id"], key=["contact.phones"])
        checked = await world.do("admin", made["id"], "check")
        ended = await world.do("admin", made["id"], "start")
        assert checked["counts"] == ended["counts"]
        found = await world.rows("admin", made["id"])
        assert [(row["result"], codes(row, "error")) for row in found] == [
            ("duplicate", ["customer.duplicate"]),
            ("new", []),
            ("duplicate", ["import.same_as_row"]),
            ("invalid", ["customer.code_taken"]),
        ]
        told = found[0]["problems"][0]["params"]
        assert (told["field"], told["customer"], told["owner"]) == ("code", "Chủ mã", "Admin")
        await world.do("admin", made["id"], "undo")
    finally:
        await set_rules(world, code="off")


@pytest.mark.requirement("R095")
async def test_rows_that_repeat_a_mended_one_are_looked_at_again_with_it(
    world: ImportWorld,
) -> None:
    rows = [
        HEADERS,
        ["PR-1", "Nhóm sai", "", "", "Sai"],
        ["PR-1", "Cùng mã", "", "", ""],
        ["PR-2", "Khác", "", "", ""],
    ]
    made = await world.upload("admin", rows)
    await world.change("admin", made["id"], key=["code"])
    checked = await world.do("admin", made["id"], "check")
    assert (checked["counts"]["new"], checked["counts"]["invalid"]) == (2, 1)
    path = f"/imports/{made['id']}/rows/2"
    mended = await world.ask(
        "admin", "PATCH", path, {"cells": [{"letter": "E", "value": "VIP"}]}, status=200
    )
    assert [(one["number"], one["result"]) for one in (mended["row"], *mended["also"])] == [
        (2, "new"), (3, "duplicate")
    ]  # fmt: skip
    assert (mended["counts"]["new"], mended["counts"]["duplicate"]) == (2, 1)
    freed = await world.ask(
        "admin", "PATCH", path, {"cells": [{"letter": "A", "value": "PR-3"}]}, status=200
    )
    assert [(one["number"], one["result"]) for one in freed["also"]] == [(3, "new")]
    ended = await world.do("admin", made["id"], "start")
    assert (ended["counts"], ended["counts"]["new"]) == (freed["counts"], 3)
    await world.do("admin", made["id"], "undo")


@pytest.mark.requirement("R097", "R412")
async def test_who_uploaded_it_is_told_in_the_app_and_by_mail_with_the_reasons(
    world: ImportWorld,
) -> None:
    ended, _ = await world.take_in(
        "lead", [HEADERS, ["ML-1", "Được", "", "", ""], ["", "", "0912570001", "", ""]]
    )
    mail = await world.find_mail("lead@x.vn")  # goes out after the end is known
    text, attached = mail.get_payload()  # type: ignore[misc]
    said = text.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "Tạo mới: 1" in said
    assert "Lỗi, không ghi nhận: 1" in said
    book = openpyxl.load_workbook(io.BytesIO(attached.get_payload(decode=True)))  # type: ignore[union-attr,arg-type]
    last = [cell.value for cell in list(book.worksheets[0].iter_rows())[-1]]
    assert last[2:] == ["0912570001", None, None, "3",
                        "Cần ít nhất tên khách hàng hoặc tên người liên hệ"]  # fmt: skip
    async with world.db.read() as connection:
        query = select(notifications.c.params).where(
            notifications.c.kind == "import.finished",
            notifications.c.user_id == world.users["lead"],
        )
        told = (await connection.execute(query)).scalars().all()
    assert {"import_id": ended["id"], "new": 1, "refused": 1}.items() <= told[-1].items()


@pytest.mark.requirement("R325", "R319")
async def test_an_importer_changes_only_whom_they_may_edit(world: ImportWorld) -> None:
    headers: list[object] = ["customerCode", "customerName", "user", "phone"]
    await world.take_in(
        "admin", [headers, ["RT-1", "Của nhóm khác", "xa@x.vn", "0912580001"],
                  ["RT-2", "Của nhóm", "linh@x.vn", "0912580002"]]
    )  # fmt: skip
    ended, found = await world.take_in(
        "lead", [headers, ["RT-1", "Lấy", "", ""], ["RT-2", "Sửa", "", ""]]
    )
    assert [row["result"] for row in found] == ["invalid", "changed"]
    assert codes(found[0]) == ["customer.code_taken"]
    assert (await world.find("RT-1") or {})["name"] == "Của nhóm khác"
    await world.ask("linh", "GET", f"/imports/{ended['id']}", status=403)
    other = await world.upload("admin", [headers, ["RT-3", "Của admin", "", ""]])
    for method, path in (("GET", ""), ("GET", "/rows"), ("POST", "/start"), ("POST", "/undo")):
        await world.ask("lead", method, f"/imports/{other['id']}{path}", status=404)
    seen = await world.ask("admin", "GET", f"/imports/{ended['id']}", status=200)
    assert seen["mine"] is False


@pytest.mark.requirement("R080", "R081", "R330")
async def test_the_template_comes_back_in_with_fields_of_ones_own(world: ImportWorld) -> None:
    hostile = {"label": "=cmd|' /C calc'!A0", "kind": "text"}
    own = await world.ask("admin", "POST", "/fields/custom", hostile, status=201)
    answer = await world.browsers["admin"].ask("GET", "/api/v1/imports/template?kind=customers")
    sheets = openpyxl.load_workbook(io.BytesIO(await answer.read())).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    await world.ask("admin", "DELETE", f"/fields/custom/{own['custom_id']}", status=204)
    form = {"label": "Sở thích", "kind": "choice", "options": ["Trà", "=Cà phê"]}
    own = await world.ask("admin", "POST", "/fields/custom", form, status=201)
    answer = await world.browsers["lead"].ask("GET", "/api/v1/imports/template?kind=customers")
    book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    assert {"customerName", "contactName", "phone", "user", "users", "Sở thích"} <= set(headers)
    phone = sheet.cell(2, headers.index("phone") + 1)
    assert phone.number_format == "@"
    assert len(sheet.data_validations.dataValidation) >= 5
    sheet.cell(2, headers.index("customerCode") + 1, "TM-1")
    sheet.cell(2, headers.index("Sở thích") + 1, "Trà")
    content = io.BytesIO()
    book.save(content)
    made = await world.upload("lead", content.getvalue())
    assert all(column["field"] for column in made["columns"])
    await world.do("lead", made["id"], "start")
    (row,) = await world.rows("lead", made["id"])
    assert (row["result"], codes(row, "error")) == ("new", [])
    made = await world.upload("lead", content.getvalue())
    await world.ask("admin", "DELETE", f"/fields/custom/{own['custom_id']}", status=204)
    for what in ("check", "start"):  # its column would be left out without a word
        refused = await world.ask("lead", "POST", f"/imports/{made['id']}/{what}", status=400)
        assert (refused["code"], refused["params"]["why"]) == ("import.mapping", "field_gone")


async def test_columns_that_do_not_fit_are_refused_and_nothing_is_changed(
    world: ImportWorld,
) -> None:
    made = await world.upload("lead", [HEADERS, ["X", "Y", "", "", ""]])
    path = f"/imports/{made['id']}"

    async def refuse(body: dict[str, object], code: str, why: str) -> None:
        refused = await world.ask("lead", "PATCH", path, body, status=400)
        assert (refused["code"], refused["params"]["why"]) == (code, why)

    column = {"letter": "A", "field": "nothing"}
    await refuse({"columns": [column]}, "import.mapping", "unknown_field")
    await refuse({"columns": [{**column, "field": "name"}]}, "import.mapping", "twice")
    await refuse({"columns": [{**column, "letter": "ZZ"}]}, "import.mapping", "unknown_column")
    await refuse({"key": ["group"]}, "import.mapping", "not_matchable")
    await refuse({"key": ["birthday"]}, "import.mapping", "key_not_mapped")
    await refuse({"first_row": 9, "last_row": 3}, "import.range", "order")
    await refuse({"sheet": 7}, "import.range", "sheet")
    assert (await world.ask("lead", "GET", path, status=200))["columns"] == made["columns"]
    await world.ask("lead", "DELETE", path, status=204)
    await world.ask("lead", "GET", path, status=404)
    assert not (world.folder / "imports" / str(made["id"])).exists()

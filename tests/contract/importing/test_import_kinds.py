"""The three kinds of files, each with its sample; persons and organisations in one file or two."""

import io
from typing import Any

import openpyxl
import pytest
from import_world import ImportWorld, codes


async def fill_sample(
    world: ImportWorld, kind: str, rows: list[dict[str, str]]
) -> tuple[set[str], bytes]:
    """The sample's headers, and the sample with these rows in place of its own."""
    path = f"/api/v1/imports/template?kind={kind}"
    answer = await world.browsers["lead"].ask("GET", path)
    book = openpyxl.load_workbook(io.BytesIO(await answer.read()))
    sheet = book.worksheets[0]
    headers = [str(cell.value) for cell in sheet[1]]
    for at, row in enumerate(rows, start=2):
        for column, header in enumerate(headers, start=1):
            sheet.cell(at, column).value = row.get(header)
    content = io.BytesIO()
    book.save(content)
    return set(headers), content.getvalue()


async def take_sample(
    world: ImportWorld, kind: str, rows: list[dict[str, str]]
) -> tuple[set[str], list[dict[str, Any]]]:
    await world.ask("lead", "GET", "/imports", status=200)  # signs in
    headers, content = await fill_sample(world, kind, rows)
    made = await world.upload("lead", content, kind=kind)
    await world.do("lead", made["id"], "start")
    return headers, await world.rows("lead", made["id"])


@pytest.mark.requirement("R073", "R098")
async def test_companies_come_from_their_own_sample(world: ImportWorld) -> None:
    headers, found = await take_sample(
        world, "companies",
        [
            {"customerName": "Công ty Sông Hồng", "taxCode": "0109998887", "phone": "02473004661"},
            {"customerName": "Công ty Đồng Tâm", "description": "Đại lý"},
        ],
    )  # fmt: skip
    assert {"customerName", "taxCode", "registeredAddress"} <= headers
    assert not {"type", "birthday"} & headers
    assert [row["result"] for row in found] == ["new", "new"]
    page = await world.ask("lead", "GET", "/companies?q=song hong", status=200)
    (company,) = page["rows"]
    assert (company["id"], company["name"]) == (found[0]["customer_id"], "Công ty Sông Hồng")
    made = await world.customer(found[0]["customer_id"])
    assert (made["kind"], made["tax_code"]) == ("organisation", "0109998887")
    assert (await world.customer(found[1]["customer_id"]))["description"] == "Đại lý"


@pytest.mark.requirement("R096")
async def test_contacts_come_from_their_own_sample_into_the_company_that_is_named(
    world: ImportWorld,
) -> None:
    _, (company,) = await take_sample(world, "companies", [{"customerName": "Công ty Hạ Long"}])
    headers, found = await take_sample(
        world, "contacts",
        [
            {"contactName": "Bùi Thị Mơ", "companyName": "CÔNG TY HẠ LONG", "phone": "0912370001",
             "jobTitle": "Kế toán", "email": "mo@halong.vn"},
            {"contactName": "Vũ Văn Tám", "phone": "0912370002"},
            {"companyName": "Công ty Hạ Long", "phone": "0912370003"},
        ],
    )  # fmt: skip
    assert {"contactName", "companyName", "phone", "facebook"} <= headers
    assert "customerName" not in headers
    assert [row["result"] for row in found] == ["new", "new", "invalid"]
    assert codes(found[2]) == ["customer.name_missing"]
    home = await world.customer(company["customer_id"])
    (person,) = [one for one in home["contacts"] if one["name"] == "Bùi Thị Mơ"]
    assert person["title"] == "Kế toán"
    assert person["phones"][0]["e164"] == "+84912370001"
    alone = await world.customer(found[1]["customer_id"])
    assert (alone["kind"], alone["contacts"][0]["name"]) == ("person", "Vũ Văn Tám")


@pytest.mark.requirement("R096")
async def test_contacts_of_one_new_customer_name_it_by_its_code_alike(world: ImportWorld) -> None:
    headers: list[object] = ["Mã khách hàng", "Họ tên", "Công ty", "Điện thoại"]
    ended, found = await world.take_in(
        "lead",
        [
            headers,
            ["CM-1", "Đỗ Thị Xuân", "Công ty Mùa", "0912370011"],
            ["CM-1", "Đỗ Văn Hạ", "Công ty Mùa", "0912370012"],
            ["CM-2", "Đỗ Thu", "", "0912370013"],
            ["cm-2", "Đỗ Đông", "", "0912370014"],
        ],
        kind="contacts",
        key=["contact.phones"],
    )
    assert [row["result"] for row in found] == ["new"] * 4
    one, two = [await world.find(f"CM-{at}") or {} for at in (1, 2)]
    assert [row["customer_id"] for row in found] == [one["id"], one["id"], two["id"], two["id"]]
    assert (one["kind"], two["kind"]) == ("organisation", "person")
    people = (await world.customer(one["id"]))["contacts"]
    assert [(p["name"], p["is_primary"]) for p in people] == [
        ("Đỗ Thị Xuân", True), ("Đỗ Văn Hạ", False)
    ]  # fmt: skip
    undone = await world.do("lead", ended["id"], "undo")
    assert (undone["counts"]["removed"], undone["counts"]["skipped"]) == (2, 0)


@pytest.mark.requirement("R092", "X6")
async def test_persons_and_organisations_come_in_one_file_by_its_column_or_in_two_runs(
    world: ImportWorld,
) -> None:
    headers: list[object] = ["Mã khách hàng", "Tên khách hàng", "Loại khách hàng", "Mã số thuế"]
    _, found = await world.take_in(
        "lead",
        [
            headers,
            ["PO-1", "Nguyễn Văn Lẻ", "KH cá nhân", ""],
            ["PO-2", "Công ty Chẵn", "KH tổ chức", "0107776665"],
            ["PO-3", "Không ghi", "", ""],
            ["PO-4", "Ghi lạ", "Hộ kinh doanh", ""],
        ],
    )
    assert [row["result"] for row in found] == ["new", "new", "new", "invalid"]
    kinds = [(await world.find(f"PO-{at}") or {})["kind"] for at in (1, 2, 3)]
    assert kinds == ["person", "organisation", "person"]
    for at, kind in ((5, "person"), (6, "organisation")):
        made = await world.upload("lead", [headers[:2], [f"PO-{at}", f"Lần {at}"]])
        await world.change("lead", made["id"], default_kind=kind)
        await world.do("lead", made["id"], "start")
        assert (await world.find(f"PO-{at}") or {})["kind"] == kind

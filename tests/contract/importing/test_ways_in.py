"""The ways in which somebody becomes a customer: all three end in the same list."""

from urllib.parse import quote

import pytest
from import_world import ImportWorld


@pytest.mark.requirement("R001", "R018")
async def test_a_customer_comes_by_the_form_by_a_file_or_of_a_contact(world: ImportWorld) -> None:
    typed = await world.ask(
        "chu", "POST", "/customers", {"name": "Chè Thái Nguyên", "stage": "customer"}, 201
    )
    header = ["Mã khách hàng", "Tên khách hàng", "Giai đoạn"]
    _, rows = await world.take_in("chu", [header, ["CHE1", "Chè Tân Cương", "Khách hàng"]])
    company = await world.ask(
        "chu",
        "POST",
        "/customers",
        {"name": "Chè Shan", "kind": "organisation", "contact": {"name": "Chị Chè"}},
        201,
    )
    contact = company["contacts"][0]["id"]
    made = await world.ask("chu", "POST", f"/contacts/{contact}/convert", {"own": True}, 200)
    asked = quote('[{"field":"stage","any":["customer"]}]')
    path = f"/customers?q=che&scope=all&filters={asked}"
    page = await world.ask("chu", "GET", path, status=200)
    assert {row["id"]: row["name"] for row in page["rows"]} == {
        typed["id"]: "Chè Thái Nguyên",
        rows[0]["customer_id"]: "Chè Tân Cương",
        made["id"]: "Chị Chè",
    }

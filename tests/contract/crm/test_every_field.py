"""What the forms ask for is what is there afterwards, field by field."""

from datetime import UTC, date, datetime

import pytest
from call_centre import Create, FakeClock, Staff

from cti.crm.errors import BirthdayAheadError
from cti.crm.fields.shapes import CustomFieldForm
from cti.crm.service import Directory
from cti.crm.shapes import CustomerChange

TEXTS = {
    "code": "VIP01",
    "tax_code": "0101234567",
    "email": "info@minhan.vn",
    "website": "minhan.vn",
    "fax": "024 7300 0001",
    "address": "12 Láng Hạ",
    "office_address": "Tầng 3\n18 Duy Tân",
    "province": "Hà Nội",
    "description": "Khách từ hội chợ",
}
PERSON = {
    "name": "Nguyễn Thị Lan",
    "title": "Giám đốc",
    "email": "lan@minhan.vn",
    "address": "Số 1 Kim Mã",
    "description": "Thích gọi buổi sáng",
    "facebook": "facebook.com/lan",
    "utm_source": "fb",
    "utm_medium": "cpc",
    "utm_campaign": "t12",
    "utm_term": "tổng đài",
    "utm_content": "a1",
}


@pytest.mark.requirement("R001", "R019", "R023", "R024", "R025", "R055", "R330")
async def test_a_customer_keeps_every_field_of_its_form(
    directory: Directory, staff: Staff, create: Create
) -> None:
    form = CustomFieldForm(label="Hạng", kind="choices", options=["A", "B"])
    field = await directory.fields.add(staff.admin, form)
    lists = {one.name: one.values[0].id for one in (await directory.catalogues.list()).rows}
    picks = {f"{name}_id": lists[name] for name in ("source", "group", "relationship", "size")}
    contact = PERSON | {"source_id": lists["contact_source"], "phones": [{"typed": "0912345678"}]}
    made = await create(
        staff.lead, name="Minh An", kind="organisation", stage="lead", birthday="1990-12-20",
        owner_id=staff.linh.user_id, supporter_ids=[staff.nam.user_id], contact=contact,
        referrer={"kind": "user", "id": staff.far.user_id}, custom={"hang": ["A", "B"]},
        **TEXTS, **picks,
    )  # fmt: skip
    read = (await directory.reading.get(staff.lead, made.id)).model_dump(mode="json")
    assert {name: read[name] for name in (*TEXTS, *picks)} == TEXTS | picks
    assert (read["birthday"], read["stage"]) == ("1990-12-20", "lead")
    assert (read["owner"]["name"], read["supporters"][0]["name"]) == ("Linh", "Nam")
    assert read["referrer"]["name"] == "Far"
    assert read["custom"] == {"hang": [one.id for one in field.options]}
    person = read["contacts"][0]
    assert {name: person[name] for name in PERSON} == PERSON
    assert person["source_id"] == lists["contact_source"]

    emptied = dict.fromkeys((*TEXTS.keys() - {"code"}, *picks, "birthday", "referrer"))
    change = {"version": made.version, "custom": {"hang": []}, "supporter_ids": [], **emptied}
    await directory.customers.change(staff.lead, made.id, CustomerChange.model_validate(change))
    read = (await directory.reading.get(staff.lead, made.id)).model_dump(mode="json")
    assert {name: read[name] for name in emptied} == emptied
    assert (read["custom"], read["supporters"]) == ({"hang": []}, [])


@pytest.mark.requirement("R025")
async def test_nobody_is_born_in_the_days_to_come(
    directory: Directory, staff: Staff, create: Create, clock: FakeClock
) -> None:
    clock.now = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)  # half past midnight in Việt Nam
    made = await create(staff.linh, name="Sinh hôm nay", birthday="2026-03-03")
    with pytest.raises(BirthdayAheadError):
        await create(staff.linh, name="Sinh ngày mai", birthday="2026-03-04")
    ahead = CustomerChange(version=made.version, birthday=date(2026, 3, 4))
    with pytest.raises(BirthdayAheadError):
        await directory.customers.change(staff.linh, made.id, ahead)

"""Fields of one's own, what must be filled, and lists filtered by any field."""

import asyncio
import json
from datetime import UTC, date, datetime, time

import pytest
from call_centre import Create, FakeClock, Staff

from cti.accounts.rights import Caller
from cti.crm.catalogues.errors import ValueInUseError
from cti.crm.catalogues.shapes import ValueForm
from cti.crm.fields.errors import (
    FieldLabelTakenError,
    FieldNotFoundError,
    FieldsRequiredError,
    FieldUnknownError,
    FieldValueError,
)
from cti.crm.fields.shapes import (
    CustomFieldChange,
    CustomFieldForm,
    FieldView,
    RequiredFields,
)
from cti.crm.listing.errors import FilterError
from cti.crm.listing.service import CustomerQuery
from cti.crm.service import HOME, Directory
from cti.crm.shapes import ContactForm, CustomerChange


class Own:
    """One field of each kind."""

    def __init__(self, made: dict[str, FieldView]) -> None:
        self.made = made

    def option(self, kind: str, label: str) -> int:
        return next(one.id for one in self.made[kind].options if one.label == label)


@pytest.fixture
async def own(directory: Directory, staff: Staff) -> Own:
    forms = {
        "text": CustomFieldForm(label="Ghi chú riêng", kind="text"),
        "number": CustomFieldForm(label="Số xe", kind="number"),
        "date": CustomFieldForm(label="Ngày ký", kind="date"),
        "choice": CustomFieldForm(label="Hạng", kind="choice", options=["A", "B"]),
        "choices": CustomFieldForm(label="Sở thích", kind="choices", options=["Cà phê", "Trà"]),
    }
    return Own({kind: await directory.fields.add(staff.admin, f) for kind, f in forms.items()})


FILLED = {
    "ghi_chu_rieng": "Quen từ 2019",
    "so_xe": 12.5,
    "ngay_ky": "2026-02-28",
    "hang": "B",
    "so_thich": ["Trà", "Cà phê"],
}


async def names(directory: Directory, caller: Caller, *filters: dict[str, object]) -> list[str]:
    query = CustomerQuery(filters=json.dumps(filters), sort="name", order="asc")
    return [row.name for row in (await directory.list.find_page(caller, query)).rows]


@pytest.mark.requirement("R331")
async def test_values_of_every_kind_appear_in_the_detail_and_its_history(
    create: Create, directory: Directory, staff: Staff, own: Own
) -> None:
    made = await create(staff.linh, name="A", custom=FILLED)
    assert made.custom == FILLED | {
        "hang": own.option("choice", "B"),
        "so_thich": [own.option("choices", "Cà phê"), own.option("choices", "Trà")],
    }
    change = {"version": 1, "custom": {"so_thich": [own.option("choices", "Trà")], "so_xe": None}}
    changed = await directory.customers.change(
        staff.linh, made.id, CustomerChange.model_validate(change)
    )
    assert (changed.custom["so_xe"], changed.version) == (None, 2)
    timeline = await directory.timeline.get(staff.linh, made.id, ["change"])
    assert timeline.rows[0].detail["fields"] == {
        "custom.so_thich": [["Cà phê", "Trà"], ["Trà"]],
        "custom.so_xe": [12.5, None],
    }


@pytest.mark.parametrize(
    ("custom", "why"),
    [
        ({"so_xe": "hai"}, "not_number"),
        ({"so_xe": "nan"}, "not_number"),
        ({"so_xe": 10**400}, "not_number"),
        ({"ngay_ky": "28/02/2026"}, "not_date"),
        ({"ngay_ky": "2026-02-30"}, "not_date"),
        ({"hang": "b"}, "not_option"),
        ({"hang": 987_654}, "not_option"),
        ({"so_thich": ["Trà", "Bia"]}, "not_option"),
        ({"ghi_chu_rieng": ["x"]}, "not_text"),
        ({"ghi_chu_rieng": "x" * 2001}, "too_long"),
    ],
)
async def test_a_value_that_does_not_fit_is_refused_with_what_would(
    create: Create, staff: Staff, own: Own, custom: dict[str, object], why: str
) -> None:
    with pytest.raises(FieldValueError) as refused:
        await create(staff.linh, name="A", custom=custom)
    (key,) = custom
    assert (refused.value.params["field"], refused.value.params["why"]) == (key, why)
    if key == "hang":
        assert refused.value.params["options"] == [one.label for one in own.made["choice"].options]


async def test_a_field_that_is_not_there_is_said_to_be_so(
    create: Create, staff: Staff, own: Own
) -> None:
    assert own.made
    with pytest.raises(FieldUnknownError) as refused:
        await create(staff.linh, name="A", custom={"khong_co": 1})
    assert refused.value.params["keys"] == ["khong_co"]


@pytest.mark.requirement("R378")
async def test_customers_are_found_whose_birthday_is_coming_also_over_the_end_of_a_year(
    create: Create, directory: Directory, staff: Staff, clock: FakeClock
) -> None:
    for name, born in (
        ("An", "1990-12-31"), ("Bình", "1871-01-03"), ("Chi", "2001-01-04"),
        ("Dũng", "2000-02-29"), ("Em", "1999-02-28"), ("Không", None),
    ):  # fmt: skip
        await create(staff.linh, name=name, birthday=born)

    async def found(today: date, ahead: int) -> list[str]:
        clock.now = datetime.combine(today, time(0, 5), HOME).astimezone(UTC)
        return await names(directory, staff.linh, {"field": "birthday", "coming": ahead})

    assert await found(date(2026, 12, 31), 0) == ["An"]
    assert await found(date(2026, 12, 28), 7) == ["An", "Bình", "Chi"]
    assert await found(date(2027, 1, 1), 2) == ["Bình"]
    assert await found(date(2027, 2, 28), 0) == ["Dũng", "Em"]  # no leap year
    assert await found(date(2028, 2, 28), 0) == ["Em"]
    assert await found(date(2028, 2, 29), 0) == ["Dũng"]
    wrong = {"field": "name", "coming": 7}
    with pytest.raises(FilterError):
        await names(directory, staff.linh, wrong)


async def test_the_list_is_filtered_by_every_kind_of_field(
    create: Create, directory: Directory, staff: Staff, own: Own
) -> None:
    vip = await directory.catalogues.add(staff.admin, "group", ValueForm(label="Kim cương"))
    await create(staff.linh, name="An", custom=FILLED, group_id=vip.id, tax_code="0101234567")
    await create(staff.linh, name="Bình", custom={"so_xe": 3, "hang": "A", "so_thich": ["Trà"]})
    by_linh = {"kind": "user", "id": staff.linh.user_id}
    await create(staff.linh, name="Chi", birthday="1990-12-20", contact={"email": "chi@x.vn"},
                 referrer=by_linh)  # fmt: skip
    await create(staff.far, name="Của Nam", custom=FILLED)

    async def found(**one: object) -> list[str]:
        return await names(directory, staff.linh, one)

    tea = own.option("choices", "Trà")
    assert await found(field="custom.so_xe", least=3, most=12) == ["Bình"]
    assert await found(field="custom.so_xe", least=3.5) == ["An"]
    assert await found(field="custom.ngay_ky", least="2026-02-01", most="2026-02-28") == ["An"]
    assert await found(field="custom.so_thich", any=[tea]) == ["An", "Bình"]
    assert await found(field="custom.so_thich", any=[None]) == ["Chi"]
    assert await found(field="custom.hang", any=[None, own.option("choice", "A")]) == [
        "Bình",
        "Chi",
    ]
    assert await found(field="custom.ghi_chu_rieng", contains="QUEN") == ["An"]
    assert await found(field="group", any=[vip.id]) == ["An"]
    assert await found(field="name", contains="binh") == ["Bình"]
    assert await found(field="tax_code", contains="1234") == ["An"]
    assert await found(field="birthday", least="1990-12-20", most="1990-12-20") == ["Chi"]
    assert await found(field="contact.email", contains="CHI@") == ["Chi"]
    assert await found(field="owner", any=[staff.linh.user_id]) == ["An", "Bình", "Chi"]
    assert await found(field="kind", any=["organisation"]) == []
    assert await found(field="referrer", any=["customer", "user"]) == ["Chi"]
    assert await found(field="referrer", any=["customer"]) == []
    assert await found(field="referrer", any=[None]) == ["An", "Bình"]
    assert await found(field="created_at", most="2026-03-02") == ["An", "Bình", "Chi"]
    assert await found(field="created_at", least="2026-03-03") == []
    both = [{"field": "custom.so_thich", "any": [tea]}, {"field": "custom.so_xe", "most": 5}]
    assert await names(directory, staff.linh, *both) == ["Bình"]


@pytest.mark.parametrize(
    "filters",
    [
        "[",
        "{}",
        '[{"field": "password", "any": [1]}]',
        '[{"field": "custom.khong_co", "any": [1]}]',
        '[{"field": "name"}]',
        '[{"field": "name", "least": 3}]',
        '[{"field": "birthday", "least": "hôm qua"}]',
        '[{"field": "birthday", "least": 3}]',
        '[{"field": "created_at", "most": "9999-12-31"}]',
        '[{"field": "custom.so_xe", "least": "3"}]',
        '[{"field": "custom.so_xe", "any": [3]}]',
        '[{"field": "custom.hang", "contains": "A"}]',
        '[{"field": "group", "any": ["VIP"]}]',
        '[{"field": "referrer", "any": [1]}]',
        '[{"field": "group", "any": [99999999999999999999999]}]',
        '[{"field": "name", "contains": "x", "surprise": 1}]',
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(
    directory: Directory, staff: Staff, own: Own, filters: str
) -> None:
    assert own.made
    with pytest.raises(FilterError):
        await directory.list.find_page(staff.linh, CustomerQuery(filters=filters))


async def test_pages_and_neighbours_follow_the_same_order(
    create: Create, directory: Directory, staff: Staff
) -> None:
    made = [await create(staff.linh, name=f"K{n % 3}") for n in range(7)]
    await create(staff.far, name="K1")
    for sort in ("created", "name", "updated"):
        for order in ("asc", "desc"):
            query = CustomerQuery(sort=sort, order=order, limit=3)
            seen: list[int] = []
            cursor: str | None = None
            while not seen or cursor:
                page = await directory.list.find_page(
                    staff.linh, CustomerQuery(sort=sort, order=order, limit=3, cursor=cursor)
                )
                seen += [row.id for row in page.rows]
                cursor = page.next
                assert (page.total, page.more) == (7, False)
            assert sorted(seen) == sorted(one.id for one in made)
            for before, here, after in zip([None, *seen], seen, [*seen[1:], None], strict=False):
                beside = await directory.list.find_neighbours(staff.linh, here, query)
                assert (beside.previous, beside.next) == (before, after)


@pytest.mark.requirement("R021", "R027")
async def test_required_fields_are_asked_for_at_creation_and_cannot_be_emptied_later(
    create: Create, directory: Directory, staff: Staff
) -> None:
    source = await directory.catalogues.add(staff.admin, "source", ValueForm(label="Hội chợ"))
    old = await create(staff.linh, name="Từ trước")
    keys = ["source", "contact.phones", "sector"]
    await directory.fields.require(staff.admin, RequiredFields(keys=keys))
    with pytest.raises(FieldsRequiredError) as refused:
        await create(staff.linh, name="A", contact={"phones": [{"typed": "0912345678"}]})
    assert refused.value.params["fields"] == ["source"]  # a person has no sector
    with pytest.raises(FieldsRequiredError) as refused:
        await create(staff.linh, name="A", source_id=source.id)
    assert refused.value.params["fields"] == ["contact.phones"]
    phones = {"phones": [{"typed": "0912345678"}]}
    made = await create(staff.linh, name="A", source_id=source.id, contact=phones)
    with pytest.raises(FieldsRequiredError):
        await directory.customers.change(
            staff.linh, made.id, CustomerChange(version=1, source_id=None)
        )
    with pytest.raises(FieldsRequiredError):
        await directory.contacts.add(staff.linh, made.id, ContactForm(name="Lan"))
    kept = await directory.customers.change(
        staff.linh, old.id, CustomerChange(version=1, name="Vẫn sửa được")
    )
    assert kept.name == "Vẫn sửa được"
    with pytest.raises(FieldUnknownError):
        await directory.fields.require(staff.admin, RequiredFields(keys=["created_at"]))
    # Two admins tick at once: the second must not untick what the first did.
    both = [RequiredFields(keys=[*keys, one], was=keys) for one in ("group", "fax")]
    done = await asyncio.gather(
        *(directory.fields.require(staff.admin, one) for one in both), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in done) == ["FieldList", "RequiredConflictError"]


@pytest.mark.requirement("R021")
async def test_a_field_of_ones_own_may_be_required_too(
    create: Create, directory: Directory, staff: Staff, own: Own
) -> None:
    field_id = own.made["number"].custom_id
    await directory.fields.change(staff.admin, field_id, CustomFieldChange(required=True))
    with pytest.raises(FieldsRequiredError) as refused:
        await create(staff.linh, name="A")
    assert refused.value.params["fields"] == ["custom.so_xe"]
    made = await create(staff.linh, name="A", custom={"so_xe": 0})
    empty = CustomerChange.model_validate({"version": 1, "custom": {"so_xe": None}})
    with pytest.raises(FieldsRequiredError):
        await directory.customers.change(staff.linh, made.id, empty)


async def test_the_list_of_fields_is_what_forms_are_made_of(
    directory: Directory, staff: Staff, own: Own
) -> None:
    await directory.fields.change(
        staff.admin, own.made["date"].custom_id, CustomFieldChange(label="Ngày ký HĐ", position=0)
    )
    rows = (await directory.fields.list()).rows
    by_key = {row.key: row for row in rows}
    assert by_key["group"].catalogue == "group"
    assert by_key["group"].options
    assert by_key["size"].only == "organisation"
    assert [row.label for row in rows if row.custom_id] == [
        "Ngày ký HĐ", "Ghi chú riêng", "Số xe", "Hạng", "Sở thích",
    ]  # fmt: skip
    assert by_key["custom.ngay_ky"].filter == "range"
    with pytest.raises(FieldLabelTakenError):
        await directory.fields.add(staff.admin, CustomFieldForm(label="SỐ XE", kind="text"))
    await directory.fields.delete(staff.admin, own.made["number"].custom_id)
    with pytest.raises(FieldNotFoundError):
        await directory.fields.delete(staff.admin, own.made["number"].custom_id)
    again = await directory.fields.add(staff.admin, CustomFieldForm(label="Số xe", kind="text"))
    assert again.key == "custom.so_xe_2"


@pytest.mark.requirement("R331", "R333")
async def test_an_option_in_use_is_replaced_where_it_was_ticked(
    create: Create, directory: Directory, staff: Staff, own: Own
) -> None:
    tea, coffee = (own.option("choices", label) for label in ("Trà", "Cà phê"))
    both = await create(staff.linh, name="A", custom={"so_thich": [tea, coffee]})
    one = await create(staff.linh, name="B", custom={"so_thich": [tea]})
    with pytest.raises(ValueInUseError) as refused:
        await directory.catalogues.delete(staff.admin, tea)
    assert refused.value.params["count"] == 2
    await directory.catalogues.delete(staff.admin, tea, replace_with=coffee)
    for made in (both, one):
        read = await directory.reading.get(staff.linh, made.id)
        assert read.custom["so_thich"] == [coffee]

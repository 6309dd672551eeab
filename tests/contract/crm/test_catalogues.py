"""Pick lists: saved at once, and never pulled from under the records that use them."""

import asyncio

import pytest
from call_centre import Create, Staff
from sqlalchemy import select

from cti.crm.catalogues.errors import (
    CatalogueNotFoundError,
    LabelEmptyError,
    LabelTakenError,
    ValueInUseError,
    ValueNotFoundError,
    ValueUnknownError,
)
from cti.crm.catalogues.names import Catalogue
from cti.crm.catalogues.shapes import ValueChange, ValueForm
from cti.crm.service import Directory
from cti.crm.shapes import CustomerChange
from cti.db import Database
from cti.schema import audit_log


async def labels(directory: Directory, name: str) -> list[str]:
    listed = (await directory.catalogues.list()).rows
    return [value.label for one in listed if one.name == name for value in one.values]


async def add(directory: Directory, staff: Staff, name: str, label: str) -> int:
    made = await directory.catalogues.add(staff.admin, name, ValueForm(label=label))
    return made.id


@pytest.mark.requirement("R335")
async def test_a_new_directory_has_pick_lists_with_words_to_begin_with(
    directory: Directory,
) -> None:
    listed = (await directory.catalogues.list()).rows
    assert [one.name for one in listed] == [one.value for one in Catalogue]
    assert all(one.values for one in listed)
    assert "VIP" in await labels(directory, "group")


@pytest.mark.requirement("R333")
async def test_values_are_added_renamed_and_reordered_each_by_itself(
    directory: Directory, staff: Staff
) -> None:
    before = await labels(directory, "group")
    gold = await add(directory, staff, "group", " Vàng  ròng ")
    assert await labels(directory, "group") == [*before, "Vàng ròng"]
    listed = await directory.catalogues.change(
        staff.admin, gold, ValueChange(label="Vàng", position=1)
    )
    order = [before[0], "Vàng", *before[1:]]
    assert [value.label for value in listed.values] == order == await labels(directory, "group")
    with pytest.raises(LabelTakenError):
        await add(directory, staff, "group", "VÀNG")
    assert await add(directory, staff, "group", "Vang")  # another word
    assert await add(directory, staff, "source", "Vàng")  # another list
    with pytest.raises(LabelEmptyError):
        await add(directory, staff, "group", "\u200b")
    with pytest.raises(CatalogueNotFoundError):
        await add(directory, staff, "colour", "Đỏ")
    with pytest.raises(CatalogueNotFoundError):
        await add(directory, staff, "field.7", "Đỏ")


@pytest.mark.requirement("R023")
async def test_a_customer_takes_only_what_is_in_the_pick_list(
    create: Create, directory: Directory, staff: Staff
) -> None:
    gold = await add(directory, staff, "group", "Vàng")
    made = await create(staff.linh, name="A", group_id=gold)
    assert made.group_id == gold
    for wrong in ({"source_id": gold}, {"group_id": 987_654}):
        with pytest.raises(ValueUnknownError):
            await create(staff.linh, name="B", **wrong)
        change = CustomerChange(version=1, **wrong)
        with pytest.raises(ValueUnknownError):
            await directory.customers.change(staff.linh, made.id, change)
    with pytest.raises(ValueUnknownError):
        await create(staff.linh, name="C", contact={"source_id": gold})


@pytest.mark.requirement("R333")
async def test_a_value_in_use_goes_only_with_a_replacement(
    create: Create, directory: Directory, staff: Staff, db: Database
) -> None:
    gold = await add(directory, staff, "group", "Vàng")
    silver = await add(directory, staff, "group", "Bạc")
    web = await add(directory, staff, "source", "Mạng")
    made = [await create(staff.linh, name=f"K{n}", group_id=gold) for n in range(3)]
    await directory.customers.delete(staff.linh, made[2].id)
    with pytest.raises(ValueInUseError) as refused:
        await directory.catalogues.delete(staff.admin, gold)
    assert refused.value.params["count"] == 2
    for other in (gold, web, 987_654):
        with pytest.raises(ValueUnknownError):
            await directory.catalogues.delete(staff.admin, gold, replace_with=other)
    await directory.catalogues.delete(staff.admin, gold, replace_with=silver)
    read = await directory.reading.get(staff.linh, made[0].id)
    assert read.group_id == silver
    with pytest.raises(ValueNotFoundError):
        await directory.catalogues.delete(staff.admin, gold)
    async with db.read() as connection:
        actions = (await connection.execute(select(audit_log.c.action))).scalars().all()
    assert actions.count("catalogue.deleted") == 1


async def test_of_a_choice_and_a_deletion_at_once_no_record_points_at_nothing(
    create: Create, directory: Directory, staff: Staff
) -> None:
    for round_number in range(4):
        value = await add(directory, staff, "relationship", f"Vòng {round_number}")
        results = await asyncio.gather(
            create(staff.linh, name=f"K{round_number}", relationship_id=value),
            directory.catalogues.delete(staff.admin, value),
            return_exceptions=True,
        )
        refused = [one for one in results if isinstance(one, ValueUnknownError | ValueInUseError)]
        assert len(refused) == 1, results


@pytest.mark.requirement("R333")
async def test_history_tells_a_picked_value_by_its_label(
    create: Create, directory: Directory, staff: Staff
) -> None:
    gold = await add(directory, staff, "group", "Vàng")
    made = await create(staff.linh, name="A", birthday="1990-12-20")
    changed = await directory.customers.change(
        staff.linh,
        made.id,
        CustomerChange.model_validate({"version": 1, "group_id": gold, "birthday": "1991-01-02"}),
    )
    assert str(changed.birthday) == "1991-01-02"
    timeline = await directory.timeline.get(staff.linh, made.id, ["change"])
    assert timeline.rows[0].detail["fields"] == {
        "group": [None, "Vàng"],
        "birthday": ["1990-12-20", "1991-01-02"],
    }

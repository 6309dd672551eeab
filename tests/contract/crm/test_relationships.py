"""Relationships are the company's own list; lists are narrowed by group and by owner."""

import json

import pytest
from call_centre import Create, Staff

from cti.accounts.rights import Caller
from cti.crm.catalogues.shapes import ValueChange, ValueForm
from cti.crm.listing.query import CustomerQuery
from cti.crm.service import Directory


async def count_relationships(directory: Directory, caller: Caller) -> dict[str, int]:
    tiles = await directory.tiles.count(caller)
    return {one.label: one.count for one in tiles.relationships}


async def find(directory: Directory, caller: Caller, *filters: object) -> list[str]:
    query = CustomerQuery(filters=json.dumps(filters), sort="name", order="asc")
    return [row.name for row in (await directory.list.find_page(caller, query)).rows]


@pytest.mark.requirement("R334", "R037")
async def test_the_tiles_show_the_relationships_that_the_company_has_made(
    create: Create, directory: Directory, staff: Staff
) -> None:
    values = directory.catalogues
    before = await count_relationships(directory, staff.linh)
    made = await values.add(staff.admin, "relationship", ValueForm(label="Đối tác vàng"))
    await create(staff.linh, name="Minh An", relationship_id=made.id)
    await create(staff.linh, name="Hoà Bình", relationship_id=made.id)
    tiles = (await directory.tiles.count(staff.linh)).relationships
    assert [one.label for one in tiles if one.count] == ["Đối tác vàng"]
    assert [one.percent for one in tiles if one.count] == [100.0]

    await values.change(staff.admin, made.id, ValueChange(label="Đối tác kim cương"))
    named = await count_relationships(directory, staff.linh)
    assert (named.get("Đối tác vàng"), named["Đối tác kim cương"]) == (None, 2)

    other = next(one for one in tiles if one.count == 0)
    await values.delete(staff.admin, made.id, replace_with=other.id)
    after = await count_relationships(directory, staff.linh)
    assert after == before | {other.label: 2}


@pytest.mark.requirement("R132")
async def test_a_list_is_narrowed_by_group_and_by_owner(
    create: Create, directory: Directory, staff: Staff
) -> None:
    fields = {one.key: one for one in (await directory.fields.list()).rows}
    vip, other = fields["group"].options[:2]
    await create(staff.linh, name="Linh VIP", group_id=vip.id)
    await create(staff.linh, name="Linh khác", group_id=other.id)
    await create(staff.nam, name="Nam VIP", group_id=vip.id)
    await create(staff.nam, name="Nam không nhóm")
    await create(staff.far, name="Xa VIP", group_id=vip.id)
    group = {"field": "group", "any": [vip.id]}
    owner = {"field": "owner", "any": [staff.nam.user_id]}
    assert await find(directory, staff.lead, group) == ["Linh VIP", "Nam VIP"]
    assert await find(directory, staff.lead, owner) == ["Nam không nhóm", "Nam VIP"]
    assert await find(directory, staff.lead, group, owner) == ["Nam VIP"]
    both = {"field": "owner", "any": [staff.nam.user_id, staff.far.user_id]}
    assert await find(directory, staff.admin, group, both) == ["Nam VIP", "Xa VIP"]
    assert await find(directory, staff.lead, {"field": "group", "any": [None]}) == [
        "Nam không nhóm"
    ]

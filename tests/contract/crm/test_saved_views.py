"""Views of the customer list: whose they are, who sees them, what a user chose."""

from dataclasses import replace

import pytest
from call_centre import Staff

from cti.accounts.rights import Caller
from cti.crm.catalogues.shapes import ValueForm
from cti.crm.listing.errors import FilterError
from cti.crm.service import Directory
from cti.crm.views.errors import (
    ViewNameTakenError,
    ViewNotFoundError,
    ViewNotYoursError,
    ViewShareError,
    ViewVersionError,
)
from cti.crm.views.shapes import Choices, ViewChange, ViewForm, ViewQuery

QUERY = ViewQuery(owner="mine", sort="name", order="asc", filters=[{"field": "group", "any": [1]}])


async def names(directory: Directory, caller: Caller) -> list[str]:
    return [one.name for one in (await directory.views.list(caller, "customers")).rows]


@pytest.mark.requirement("R136")
async def test_a_view_is_seen_by_those_it_is_shared_with(
    directory: Directory, staff: Staff
) -> None:
    views = directory.views
    mine = await views.create(
        staff.linh, ViewForm(name=" VIP  của tôi ", query=QUERY, columns=["owner"], page_size=25)
    )
    assert (mine.name, mine.query, mine.columns, mine.page_size) == (
        "VIP của tôi",
        QUERY,
        ["owner"],
        25,
    )
    team = await views.create(staff.linh, ViewForm(name="Của nhóm", shared="team"))
    everybody = await views.create(staff.lead, ViewForm(name="Chung", shared="all"))
    assert await names(directory, staff.linh) == ["Chung", "Của nhóm", "VIP của tôi"]
    assert await names(directory, staff.nam) == ["Chung", "Của nhóm"]
    assert await names(directory, staff.far) == ["Chung"]
    assert await names(directory, staff.admin) == ["Chung"]
    with pytest.raises(ViewNotFoundError):
        await views.get(staff.nam, mine.id)
    with pytest.raises(ViewNotFoundError):
        await views.delete(staff.far, team.id)
    with pytest.raises(ViewNotYoursError):
        await views.change(staff.nam, team.id, ViewChange(version=1, name="Khác"))
    with pytest.raises(ViewShareError):
        await views.create(staff.linh, ViewForm(name="Cho mọi người", shared="all"))
    with pytest.raises(ViewShareError):
        await views.create(staff.admin, ViewForm(name="Không có nhóm", shared="team"))
    with pytest.raises(ViewNameTakenError):
        await views.create(staff.linh, ViewForm(name="Của nhóm"))
    changed = await views.change(
        staff.admin, everybody.id, ViewChange(version=1, name="Chung mới", page_size=100)
    )
    assert (changed.version, changed.name, changed.page_size) == (2, "Chung mới", 100)
    with pytest.raises(ViewVersionError):
        await views.change(staff.lead, everybody.id, ViewChange(version=1, name="Cũ"))
    private = await views.change(staff.linh, team.id, ViewChange(version=1, shared="private"))
    assert private.shared == "private"
    assert await names(directory, staff.nam) == ["Chung mới"]
    moved = replace(staff.nam, team_id=staff.far.team_id)
    assert await names(directory, moved) == ["Chung mới"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": "owner", "any": [2**53 + 1]},
        {"field": "created_at", "least": "31/11/2026"},
        {"field": "custom.gone", "any": [None]},
        {"field": "name", "any": ["Đào" * 65] * 60},
    ],
)
async def test_a_view_is_not_saved_with_what_the_list_refuses(
    directory: Directory, staff: Staff, wrong: dict[str, object]
) -> None:
    query = ViewQuery(filters=[wrong])
    with pytest.raises(FilterError):
        await directory.views.create(staff.linh, ViewForm(name="Sai", query=query))
    right = await directory.views.create(staff.linh, ViewForm(name="Đúng", query=QUERY))
    with pytest.raises(FilterError):
        await directory.views.change(staff.linh, right.id, ViewChange(version=1, query=query))
    assert await names(directory, staff.linh) == ["Đúng"]


@pytest.mark.requirement("R135")
async def test_columns_page_size_and_first_view_are_remembered_per_user(
    directory: Directory, staff: Staff
) -> None:
    views = directory.views
    team = await views.create(staff.linh, ViewForm(name="Của nhóm", shared="team"))
    for caller in (staff.linh, staff.nam):
        await views.choose(caller, "customers", Choices(default_view=str(team.id)))
    await views.choose(staff.linh, "customers", Choices(columns=["code", "owner"]))
    chosen = await views.choose(staff.linh, "customers", Choices(page_size=100))
    assert (chosen.columns, chosen.page_size) == (["code", "owner"], 100)
    assert chosen.default_view == str(team.id)
    with pytest.raises(ViewNotFoundError):
        await views.choose(staff.far, "customers", Choices(default_view=str(team.id)))
    await views.delete(staff.linh, team.id)
    for caller, columns in ((staff.linh, ["code", "owner"]), (staff.nam, None)):
        choices = (await views.list(caller, "customers")).choices
        assert (choices.columns, choices.default_view) == (columns, None)


@pytest.mark.requirement("R333")
async def test_a_view_follows_a_value_to_the_one_that_replaces_it(
    directory: Directory, staff: Staff
) -> None:
    add = directory.catalogues.add
    old, new = [
        (await add(staff.admin, "group", ValueForm(label=label))).id for label in ("Cũ", "Mới hơn")
    ]
    filters = [{"field": "group", "any": [new, old, None]}, {"field": "owner", "any": [old]}]
    view = await directory.views.create(
        staff.linh, ViewForm(name="Nhóm cũ", query=ViewQuery(filters=filters))
    )
    await directory.catalogues.delete(staff.admin, old, new)
    found = await directory.views.get(staff.linh, view.id)
    assert [one.any for one in found.query.filters] == [[new, None], [old]]

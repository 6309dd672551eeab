"""The tiles above the customer list, and saved views."""

from matrix_form import Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import saved_views

CHANGE = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  no      no       no
agent       yes  no      no       no
intern      yes  no      no       no
""")
"""A view that everybody sees is changed by whose it is, and by who configures the directory."""


async def a_view(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A view shared with everybody; a view is always somebody's."""
    n = next(world.counter)
    view_id = await world.insert(
        saved_views,
        list="customers",
        name=f"View {n}",
        user_id=owner_id or world.users["stranger"],
        shared="all",
        query={},
        columns=[],
        page_size=50,
        created_at=NOW,
        updated_at=NOW,
    )
    return {"view_id": view_id, "name": f"Another {n}"}


def named(ids: Ids) -> dict[str, object]:
    return {"name": ids["name"]}


ENTRIES = [
    Entry("count_tiles", Right.CONTACTS_VIEW, make=nothing),
    Entry("set_forgotten_days", Right.DIRECTORY_CONFIGURE, make=nothing, body={"days": 30}),
    Entry("list_views", Right.CONTACTS_VIEW, make=nothing),
    Entry("get_view", Right.CONTACTS_VIEW, make=a_view),
    Entry("create_view", Right.CONTACTS_VIEW, make=a_view, body=named, ok=201),
    Entry(
        "change_view",
        Right.CONTACTS_VIEW,
        CHANGE,
        make=a_view,
        body=lambda ids: {"version": 1, "name": ids["name"]},
    ),
    Entry("delete_view", Right.CONTACTS_VIEW, CHANGE, make=a_view, ok=204),
    Entry("choose_for_list", Right.CONTACTS_VIEW, make=nothing, body={"page_size": 25}),
]

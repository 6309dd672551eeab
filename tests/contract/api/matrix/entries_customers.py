"""Customers, contacts, their lists and their history."""

from matrix_form import DELETE, EDIT, VIEW, Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import contacts

# The one exception: everybody finds every customer, by what tells it apart and no more.
LOOKUP = read_table("""
            own  team  nobodys  other
owner       yes  yes   yes      yes
admin       yes  yes   yes      yes
supervisor  yes  yes   yes      yes
agent       yes  yes   yes      yes
intern      yes  yes   yes      yes
""")

# won: it is theirs now, or was already; lost: somebody owns it, and the answer says who.
CLAIM = read_table("""
            own  team    nobodys  other
owner       won  lost    won      lost
admin       won  lost    won      lost
supervisor  won  lost    won      lost
agent       won  lost    won      lost
intern      won  lost    hidden   lost
""")


async def a_new_name(world: MatrixWorld, _owner_id: int | None) -> Ids:
    return {"marker": f"New {next(world.counter)}"}


async def two_contacts(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A customer whose `contact_id` is not the primary one."""
    ids = await world.add_customer(owner_id)
    second = await world.insert(
        contacts,
        customer_id=ids["customer_id"],
        name="Second",
        name_key="second",
        is_primary=False,
        created_at=NOW,
        updated_at=NOW,
    )
    return {**ids, "contact_id": second}


def search(ids: Ids) -> dict[str, str]:
    return {"q": ids["marker"]}


ENTRIES = [
    Entry("list_contacts", Right.CONTACTS_VIEW, VIEW, query=search, shows=True),
    Entry("list_customers", Right.CONTACTS_VIEW, VIEW, query=search, shows=True),
    Entry(
        "look_up_customers",
        Right.CUSTOMERS_LOOKUP,
        LOOKUP,
        query=lambda ids: {"name": ids["marker"]},
        shows=True,
    ),
    Entry(
        "create_customer",
        Right.CUSTOMERS_CREATE,
        make=a_new_name,
        body=lambda ids: {"name": ids["marker"]},
        ok=201,
    ),
    Entry("get_customer", Right.CONTACTS_VIEW, VIEW),
    Entry("find_neighbours", Right.CONTACTS_VIEW, VIEW),
    Entry("list_viewers", Right.CONTACTS_VIEW, VIEW),
    Entry("get_timeline", Right.CONTACTS_VIEW, VIEW),
    Entry("list_merges", Right.CONTACTS_VIEW, VIEW),
    Entry("change_customer", Right.CONTACTS_EDIT, EDIT, body={"version": 1, "address": "Huế"}),
    Entry("delete_customer", Right.CUSTOMERS_DELETE, DELETE, ok=204),
    Entry("claim_customer", Right.CONTACTS_EDIT, CLAIM, words={"won": 200, "lost": 409}),
    Entry("add_contact", Right.CONTACTS_EDIT, EDIT, body={"name": "Lan"}, ok=201),
    Entry("change_contact", Right.CONTACTS_EDIT, EDIT, body={"title": "Giám đốc"}),
    Entry("delete_contact", Right.CONTACTS_EDIT, EDIT, make=two_contacts, ok=204),
    Entry("make_contact_primary", Right.CONTACTS_EDIT, EDIT, make=two_contacts),
    Entry("add_note", Right.CONTACTS_VIEW, VIEW, body={"body": "Đã gọi"}, ok=201),
    Entry("get_phone_reading", Right.CONTACTS_VIEW, make=nothing, query={"typed": "0912345678"}),
]

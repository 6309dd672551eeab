"""Pick lists, fields, companies, duplicates, merges."""

from matrix_form import EDIT, VIEW, Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import catalogue_values, custom_fields, customer_merges

# no: they may not edit both; hidden: nor even see it.
MERGE = EDIT


async def a_value(world: MatrixWorld, _owner_id: int | None) -> Ids:
    n = next(world.counter)
    value_id = await world.insert(
        catalogue_values, catalogue="group", label=f"Value {n}", label_key=f"value {n}", position=n
    )
    return {"name": "group", "value_id": value_id, "label": f"Word {n}"}


async def a_field(world: MatrixWorld, _owner_id: int | None) -> Ids:
    n = next(world.counter)
    field_id = await world.insert(
        custom_fields, key=f"field_{n}", label=f"Field {n}", kind="text", position=n
    )
    return {"field_id": field_id, "label": f"Label {n}"}


async def a_company(world: MatrixWorld, owner_id: int | None) -> Ids:
    ids = await world.add_customer(owner_id, kind="organisation")
    return {**ids, "company_id": ids["customer_id"]}


async def a_pair(world: MatrixWorld, owner_id: int | None) -> Ids:
    """Two customers of one owner."""
    gone = await world.add_customer(owner_id)
    return {**await world.add_customer(owner_id), "gone_id": gone["customer_id"]}


async def a_merge(world: MatrixWorld, owner_id: int | None) -> Ids:
    """One that was merged, as far as the one that was kept says whose it is."""
    pair = await a_pair(world, owner_id)
    merge_id = await world.insert(
        customer_merges,
        kept_id=pair["customer_id"],
        gone_id=pair["gone_id"],
        at=NOW,
        snapshot={},
        undone_at=NOW,
    )
    return {**pair, "merge_id": merge_id}


# taken: it was undone already, which is told to who may edit it.
UNDO = read_table("""
            own    team    nobodys  other
owner       taken  taken   taken    taken
admin       taken  taken   taken    taken
supervisor  taken  taken   no       hidden
agent       taken  hidden  no       hidden
intern      taken  no      hidden   hidden
""")


def label(ids: Ids) -> dict[str, str]:
    return {"label": ids["label"]}


ENTRIES = [
    Entry("list_catalogues", Right.CONTACTS_VIEW, make=nothing),
    Entry("add_catalogue_value", Right.DIRECTORY_CONFIGURE, make=a_value, body=label, ok=201),
    Entry("change_catalogue_value", Right.DIRECTORY_CONFIGURE, make=a_value, body=label),
    Entry("delete_catalogue_value", Right.DIRECTORY_CONFIGURE, make=a_value, ok=204),
    Entry("list_fields", Right.CONTACTS_VIEW, make=nothing),
    Entry("require_fields", Right.DIRECTORY_CONFIGURE, make=nothing, body={"keys": []}),
    Entry(
        "add_custom_field",
        Right.DIRECTORY_CONFIGURE,
        make=a_field,
        body=lambda ids: {"label": ids["label"], "kind": "text"},
        ok=201,
    ),
    Entry("change_custom_field", Right.DIRECTORY_CONFIGURE, make=a_field, body=label),
    Entry("delete_custom_field", Right.DIRECTORY_CONFIGURE, make=a_field, ok=204),
    Entry(
        "list_companies",
        Right.CONTACTS_VIEW,
        VIEW,
        make=a_company,
        query=lambda ids: {"q": ids["marker"]},
        shows=True,
    ),
    Entry("list_linked_contacts", Right.CONTACTS_VIEW, VIEW, make=a_company),
    Entry("delete_company", Right.CUSTOMERS_DELETE, EDIT, make=a_company, ok=204),
    Entry("convert_contact", Right.CONTACTS_EDIT, EDIT, body={}),
    Entry(
        "list_referrers",
        Right.CONTACTS_VIEW,
        VIEW,
        query=lambda ids: {"source": "customer", "q": ids["marker"]},
        shows=True,
    ),
    Entry("list_duplicates", Right.CUSTOMERS_MERGE, make=nothing, query={"field": "phone"}),
    Entry("get_duplicate_rules", Right.CONTACTS_VIEW, make=nothing),
    Entry("set_duplicate_rules", Right.DIRECTORY_CONFIGURE, make=nothing, body={}),
    Entry(
        "merge_customers",
        Right.CUSTOMERS_MERGE,
        MERGE,
        make=a_pair,
        body=lambda ids: {"gone_id": ids["gone_id"], "version": 1, "gone_version": 1},
    ),
    Entry("undo_merge", Right.CUSTOMERS_MERGE, UNDO, make=a_merge, words={"taken": 409}),
]

"""Deleted customers: listed and brought back by those who may delete them."""

from matrix_form import Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld

from cti.accounts.rights import Right

# Who may not restore a customer does not learn that it was deleted.
RESTORE = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  yes     hidden   hidden
agent       yes  hidden  hidden   hidden
intern      yes  yes     hidden   hidden
""")


async def a_deleted_customer(world: MatrixWorld, owner_id: int | None) -> Ids:
    return await world.add_customer(owner_id, deleted_at=NOW)


ENTRIES = [
    Entry("restore_customer", Right.CUSTOMERS_DELETE, RESTORE, make=a_deleted_customer, body={}),
    Entry(
        "list_deleted",
        Right.CUSTOMERS_DELETE,
        RESTORE,
        make=a_deleted_customer,
        query=lambda ids: {"q": ids["marker"]},
        shows=True,
    ),
]

"""Work on many customers: begun by whoever has the right, seen by who began it."""

from matrix_form import Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld

from cti.accounts.rights import Right
from cti.crm.bulk.memory import keep_changes
from cti.schema import bulk_jobs

MINE = read_table("""
            own  team    nobodys  other
owner       yes  hidden  hidden   hidden
admin       yes  hidden  hidden   hidden
supervisor  yes  hidden  hidden   hidden
agent       yes  hidden  hidden   hidden
intern      yes  hidden  hidden   hidden
""")

# Undoing an edit takes the right to edit many, which agents have not.
MINE_TO_UNDO = read_table("""
            own  team    nobodys  other
owner       yes  hidden  hidden   hidden
admin       yes  hidden  hidden   hidden
supervisor  yes  hidden  hidden   hidden
agent       no   hidden  hidden   hidden
intern      no   hidden  hidden   hidden
""")


async def a_job(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A waiting job of this user; nobody's are a stranger's."""
    job_id = await _add_job(world, owner_id, kind="edit", state="waiting")
    return {"job_id": job_id}


async def an_export(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A file that this user had made."""
    name = f"ex_{owner_id}.csv"
    world.server.store.bulk.folder.mkdir(parents=True, exist_ok=True)
    (world.server.store.bulk.folder / name).write_text("a,b\n")
    ended = world.server.clock()
    job_id = await _add_job(world, owner_id, kind="export", state="done", file=name, ended_at=ended)
    return {"job_id": job_id}


async def _add_job(world: MatrixWorld, owner_id: int | None, **values: object) -> int:
    user_id = owner_id or world.users["stranger"]
    return await world.insert(
        bulk_jobs,
        user_id=user_id,
        selection={"ids": [1]},
        request={},
        refusals=[],
        given={},
        created_at=NOW,
        **values,
    )


async def a_done_edit(world: MatrixWorld, owner_id: int | None) -> Ids:
    """An edit by this user that changed a customer."""
    ids = await world.add_customer(owner_id)
    ended = world.server.clock()
    job_id = await _add_job(world, owner_id, kind="edit", state="done", ended_at=ended)
    async with world.db.write() as unit:
        changed = {ids["customer_id"]: {"c": {"province": ["Huế", None]}}}
        await keep_changes(unit.connection, job_id, changed)
    return {"job_id": job_id}


def choose(ids: Ids) -> Ids:
    return {"ids": [ids["customer_id"]]}


ENTRIES = [
    # What a job may do to each row is asked row by row: tests/contract/crm/test_bulk.py.
    Entry(
        "edit_customers",
        Right.CUSTOMERS_BULK_EDIT,
        ok=202,
        body=lambda ids: {"selection": choose(ids), "fields": {"province": "Huế"}},
    ),
    Entry(
        "assign_customers",
        Right.CUSTOMERS_ASSIGN,
        ok=202,
        body=lambda ids: {"selection": choose(ids), "assignment": {"owner_id": None}},
    ),
    Entry(
        "delete_customers",
        Right.BULK_DELETE,
        ok=202,
        body=lambda ids: {"selection": choose(ids)},
    ),
    Entry(
        "open_opportunities",
        Right.CONTACTS_EDIT,
        ok=202,
        body=lambda ids: {"selection": choose(ids), "opportunity": {"name": "Tư vấn {name}"}},
    ),
    Entry(
        "export_customers",
        Right.CUSTOMERS_EXPORT,
        ok=202,
        body=lambda ids: {
            "selection": choose(ids),
            "columns": [{"key": "name", "heading": "Name"}],
        },
    ),
    Entry(
        "export_contacts",
        Right.CUSTOMERS_EXPORT,
        ok=202,
        body=lambda ids: {
            "selection": {"query": {"company_id": ids["customer_id"]}},
            "columns": [{"key": "contact.name", "heading": "Name"}],
        },
    ),
    Entry(
        "export_commercial_documents",
        Right.CUSTOMERS_EXPORT,
        ok=202,
        body=lambda ids: {
            "query": {"customer_id": ids["customer_id"]},
            "columns": [{"key": "number", "heading": "Number"}],
        },
    ),
    Entry("list_bulk_jobs", Right.CONTACTS_VIEW),
    Entry("get_bulk_job", Right.CONTACTS_VIEW, MINE, make=a_job),
    Entry("cancel_bulk_job", Right.CONTACTS_VIEW, MINE, make=a_job),
    Entry("undo_bulk_job", Right.CONTACTS_VIEW, MINE_TO_UNDO, make=a_done_edit, ok=202),
    Entry("fetch_export", Right.CUSTOMERS_EXPORT, MINE, make=an_export),
]

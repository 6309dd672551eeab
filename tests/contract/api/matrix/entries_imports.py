"""Imports: seen and told what to do by who uploaded the file, and by who sees all customers.

That bulk deletes ask for a right of their own is in tests/contract/importing.
"""

from functools import partial

import orjson
from aiohttp import FormData
from matrix_form import Entry, read_table
from matrix_world import NOW, Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import import_rows, imports

UPLOADED = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  hidden  hidden   hidden
agent       yes  hidden  hidden   hidden
intern      yes  hidden  hidden   hidden
""")

COLUMN = {
    "letter": "A",
    "header": "customerName",
    "samples": [],
    "field": "name",
    "rule": "overwrite",
    "origin": "guessed",
}


async def an_import(
    world: MatrixWorld, owner_id: int | None, state: str = "draft", new: int = 0
) -> Ids:
    """An import of this user with one row; nobody's are a stranger's. Nothing works on it here."""
    n = next(world.counter)
    import_id = await world.insert(
        imports,
        user_id=owner_id or world.users["stranger"],
        purpose="upsert",
        kind="customers",
        file_name=f"Marker{n:06d}.csv",
        state=state,
        created_at=NOW,
        sheets=[],
        columns=[COLUMN],
        header_key="-",
        last_sheet_row=2,
        options={"key": []},
        counts={"new": new},
    )
    cells = orjson.dumps(["Somebody"]).decode()
    await world.insert(import_rows, import_id=import_id, number=2, cells=cells)
    return {"import_id": import_id, "number": 2, "marker": f"Marker{n:06d}"}


def customers_file() -> FormData:
    form = FormData()
    form.add_field("file", b"customerName\nSomebody\n", filename="customers.csv")
    return form


ENTRIES = [
    Entry("get_import_template", Right.CUSTOMERS_IMPORT, make=nothing),
    Entry("list_import_fields", Right.CUSTOMERS_IMPORT, make=nothing),
    Entry("list_imports", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import, shows=True),
    Entry("upload_import", Right.CUSTOMERS_IMPORT, make=nothing, data=customers_file, ok=201),
    Entry("get_import", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import),
    Entry("change_import", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import, body={"first_row": 2}),
    Entry("discard_import", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import, ok=204),
    Entry("list_import_rows", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import),
    Entry(
        "change_import_row",
        Right.CUSTOMERS_IMPORT,
        UPLOADED,
        make=an_import,
        body={"cells": [{"letter": "A", "value": "Somebody else"}]},
    ),
    Entry("get_failed_rows", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import),
    Entry("check_import", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import, ok=202),
    Entry("start_import", Right.CUSTOMERS_IMPORT, UPLOADED, make=an_import, ok=202),
    Entry(
        "cancel_import",
        Right.CUSTOMERS_IMPORT,
        UPLOADED,
        make=partial(an_import, state="running"),
        ok=202,
    ),
    Entry(
        "undo_import",
        Right.CUSTOMERS_IMPORT,
        UPLOADED,
        make=partial(an_import, state="finished", new=1),
        ok=202,
    ),
]

"""The rows that were not taken in, as a file with the reasons: to mend and import again (R095)."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from cti.crm.importing import store
from cti.crm.importing.problems import decode_problems
from cti.crm.importing.state import REFUSED
from cti.crm.importing.taking import find_range
from cti.crm.importing.views import find_reached
from cti.crm.importing.words import COUNTED, FRAME, explain, pick_language
from cti.db import Database
from cti.schema import import_rows
from cti.sheet_writing import SheetWriter, open_sheet

CHUNK = 1000


async def make_failed_file(db: Database, row: Mapping[str, Any], language: str) -> bytes:
    """An XLSX file: the file's own columns, then the row's number and why.

    The first row has the file's own headers, so that the mended file can be imported as it is.
    """
    words = FRAME[pick_language(language)]
    header = [one["header"] or one["letter"] for one in row["columns"]]
    folder = tempfile.TemporaryDirectory(prefix="cti-failed-")
    try:
        path = Path(folder.name) / "failed.xlsx"
        writer = open_sheet(path, "xlsx", [*header, words["row"], words["reasons"]], words["title"])
        with writer:
            await _write_rows(db, row, writer, len(header), pick_language(language))
        return await asyncio.to_thread(path.read_bytes)
    finally:
        await asyncio.to_thread(folder.cleanup)


async def _write_rows(
    db: Database, row: Mapping[str, Any], writer: SheetWriter, width: int, language: str
) -> None:
    first, last = find_range(row)
    if (reached := find_reached(row)) is not None:
        last = reached if last is None else min(last, reached)
    refused = import_rows.c.result.in_(sorted(REFUSED))
    after = first - 1
    while True:
        async with db.read() as connection:
            some = await store.find_rows(connection, row["id"], after, last, CHUNK, refused)
        if not some:
            return
        after = some[-1]["number"]
        await asyncio.to_thread(_write_some, writer, some, width, language)


def _write_some(writer: SheetWriter, rows: Any, width: int, language: str) -> None:  # noqa: ANN401 - rows of the driver
    for row in rows:
        cells = orjson.loads(row["cells"])[:width]
        reasons = [
            explain(one, language)
            for one in decode_problems(row["problems"])
            if one.level == "error"
        ] or [COUNTED[language][row["result"]]]
        blanks = [""] * (width - len(cells))
        writer.write_row([*cells, *blanks, str(row["number"]), "; ".join(reasons)])

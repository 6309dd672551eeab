"""Stored imports and rows as they are sent out. Pure."""

from collections.abc import Mapping
from typing import Any

import orjson

from cti.crm.importing.problems import decode_problems
from cti.crm.importing.shapes import (
    Import,
    ImportColumn,
    ImportCounts,
    ImportFailure,
    ImportProblem,
    ImportProgress,
    ImportRow,
    ImportSummary,
)
from cti.crm.importing.state import ALLOWED, BEGUN, PREVIEWED, WORKING, Command, State
from cti.shapes import Person

Row = Mapping[str, Any]


def make_counts(counts: Mapping[str, int]) -> ImportCounts:
    """The counters; those that are not there are nought."""
    return ImportCounts(**{name: counts.get(name, 0) for name in ImportCounts.model_fields})


def make_progress(row: Row, phase: str | None = None, rate: float | None = None) -> ImportProgress:
    """How far it is; `rate` in rows a second."""
    working = row["state"] in WORKING
    # An undo that waits has taken nothing back yet: what is stored is how far the import came.
    done = 0 if phase is None and row["state"] == State.UNDOING else row["done"]
    left = max(0, row["total"] - done)
    return ImportProgress.model_validate(
        {
            "state": row["state"],
            "phase": phase or ("waiting" if working else "done"),
            "done": done,
            "total": row["total"],
            "rows_per_second": None if rate is None else round(rate, 1),
            "seconds_left": round(left / rate, 1) if rate and working else None,
            "counts": make_counts(row["counts"]),
        }
    )


def can_undo(row: Row) -> bool:
    """Whether there is something to take back."""
    written = any(row["counts"].get(name) for name in ("new", "changed", "deleted"))
    return written and State(row["state"]) in ALLOWED[Command.UNDO]


def make_summary(row: Row, user: Person) -> ImportSummary:
    """A line of the history."""
    names = ("id", "purpose", "kind", "file_name", "state", "created_at", "finished_at")
    return ImportSummary(
        **{name: row[name] for name in names},
        undone_at=row["undone_at"],
        user=user,
        total=row["total"],
        counts=make_counts(row["counts"]),
        can_undo=can_undo(row),
    )


def make_import(row: Row, user: Person, progress: ImportProgress, *, mine: bool) -> Import:
    """All of it."""
    options, error = row["options"], row["error"]
    started = row["started_at"] is not None  # what was started before it was noted had one
    return Import(
        **make_summary(row, user).model_dump(exclude={"user", "counts", "total"}),
        user=user,
        total=progress.total,
        counts=progress.counts,
        sheets=row["sheets"],
        sheet=row["sheet"],
        header_row=row["header_row"],
        last_sheet_row=row["last_sheet_row"],
        first_row=options.get("first_row"),
        last_row=options.get("last_row"),
        columns=[ImportColumn(**column) for column in row["columns"]],
        key=options.get("key", []),
        default_kind=options.get("default_kind", "person"),
        started_at=row["started_at"],
        progress=progress,
        error=ImportFailure(**error) if error else None,
        previewed=row["state"] == State.CHECKED or bool(options.get(PREVIEWED, started)),
        mine=mine,
    )


def find_reached(row: Row) -> int | None:
    """The last row that an import took in or refused, once it has begun; else None.

    What is stored of the rows behind it, of one that was stopped, is what a trial run said.
    """
    position: int = row["position"]
    return position if State(row["state"]) in BEGUN else None


def make_row(row: Row, width: int, reached: int | None = None) -> ImportRow:
    """A row of the file, with as many cells as there are columns; `reached` as above."""
    cells = orjson.loads(row["cells"])[:width]
    cells += [""] * (width - len(cells))
    if reached is not None and row["number"] > reached:
        return ImportRow(
            number=row["number"], cells=cells, result=None, problems=[], customer_id=None,
            undone=None,
        )  # fmt: skip
    return ImportRow(
        number=row["number"],
        cells=cells,
        result=row["result"],
        problems=[ImportProblem(**one._asdict()) for one in decode_problems(row["problems"])],
        customer_id=row["customer_id"],
        undone=row["undone"],
    )

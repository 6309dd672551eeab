"""`python -m bench [name]`: run the benches, print a table, write bench/results.json."""

import asyncio
import importlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

BENCHES = ("ami_ingest", "dial_rate", "pop", "idle", "search", "imports")
"""The last two fill a million customers into each database first: most of the time it takes."""
RESULTS = Path(__file__).parent / "results.json"
COLUMNS = ("name", "value", "unit", "peer", "peer_value", "ratio", "target", "met")

Row = dict[str, Any]


def show(rows: list[Row]) -> None:
    """A table for the eye."""
    table = [[_word(row.get(column)) for column in COLUMNS] for row in rows]
    widths = [max(len(line[i]) for line in [list(COLUMNS), *table]) for i in range(len(COLUMNS))]
    for line in [list(COLUMNS), *table]:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def _word(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Run what is asked for, or all: each in a process of its own, where none leaves anything."""
    names = sys.argv[1:]
    if len(names) == 1:
        run_one(names[0])
        return
    if not names:
        RESULTS.unlink(missing_ok=True)
    for name in names or BENCHES:
        subprocess.run([sys.executable, "-m", "bench", name], check=True)  # noqa: S603 - our own


def run_one(name: str) -> None:
    """Run one, show its rows, and keep them beside those of the others."""
    began = time.monotonic()
    rows: list[Row] = asyncio.run(importlib.import_module(f"bench.{name}").run())
    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    show(rows)
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    fresh = {row["name"] for row in rows}
    RESULTS.write_text(
        json.dumps([*(row for row in kept if row["name"] not in fresh), *rows], indent=2) + "\n"
    )


main()

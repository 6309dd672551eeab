"""Every operation × every role × own, team's, nobody's, other's row, of the whole server.

An operation is in an `entries_….py` beside this file, or this fails.
"""

import importlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from matrix_form import ROLES, ROWS, Entry
from matrix_world import INTERN, Ids, MatrixWorld, open_world

from cti.accounts.grants import resolve_grants
from cti.accounts.rights import DEFAULTS, Right, Role

ENTRIES: dict[str, Entry] = {
    entry.operation: entry
    for file in sorted(Path(__file__).parent.glob("entries_*.py"))
    for entry in importlib.import_module(file.stem).ENTRIES
}

SESSION = {"sign_in", "sign_out"}
"""Nobody's and everybody's; tests/contract/api/test_session_over_http.py asks them."""

RIGHTS: dict[str, frozenset[Right]] = {
    **{role.value: frozenset(DEFAULTS[role]) for role in Role},
    "intern": frozenset(resolve_grants(Role.AGENT, INTERN)),
}
SAMPLE = 10  # on PostgreSQL every tenth entry is asked: what differs is SQL, not rights


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[MatrixWorld]:
    async with open_world(database_url, tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_every_operation_is_entered_with_its_right(world: MatrixWorld) -> None:
    operations = world.operations
    missing = sorted(operations.keys() - SESSION - ENTRIES.keys())
    assert not missing, f"enter these: {missing}"
    assert ENTRIES.keys() - operations.keys() == set(), "these are gone"
    told = {name: entry.right for name, entry in ENTRIES.items()}
    assert told == {name: operations[name][2].right for name in ENTRIES}


@pytest.mark.requirement("R315", "R316", "R317", "R318", "R319", "R325")
@pytest.mark.parametrize("role", ROLES)
async def test_each_role_gets_what_it_may_and_nothing_else(
    world: MatrixWorld, database_kind: str, role: str
) -> None:
    every = SAMPLE if database_kind == "postgresql" else 1
    wrong = []
    for entry in list(ENTRIES.values())[ROLES.index(role) % every :: every]:
        wrong += [line async for line in find_faults(world, entry, role)]
    assert not wrong, "\n".join(wrong)


async def find_faults(world: MatrixWorld, entry: Entry, role: str) -> AsyncIterator[str]:
    """What this role gets, where it is not what it should."""
    refused = entry.right is not None and entry.right not in RIGHTS[role]
    for row in ROWS if entry.rows and not refused else ROWS[:1]:
        owner_id = world.owner_of(row, role)
        ids = await entry.make(world, owner_id)
        status, told = await ask(world, entry, role, ids)
        where = f"{entry.operation} as {role} of {row} row: {status} {told[:200]}"
        if refused:
            if status != 403 or '"forbidden"' not in told:
                yield f"{where}, not forbidden"
        elif status != entry.status(role, row):
            yield f"{where}, not {entry.status(role, row)}"
        elif entry.shows and (ids["marker"] in told) is not entry.is_shown(role, row):
            yield f"{where}, shown or hidden wrongly"


async def ask(world: MatrixWorld, entry: Entry, role: str, ids: Ids) -> tuple[int, str]:
    """Status and text of the answer."""
    method, pattern, _ = world.operations[entry.operation]
    path = re.sub(r"\{(\w+)\}", lambda found: str(ids[found[1]]), pattern)
    options: dict[str, Any] = {"params": entry.fill(entry.query, ids)}
    if entry.data is not None:
        options["data"] = entry.data()
    elif entry.body is not None:
        options["json"] = entry.fill(entry.body, ids)
    response = await world.browsers[role].ask(method, path, **options)
    content = await response.read()
    return response.status, content.decode("utf-8", "replace")

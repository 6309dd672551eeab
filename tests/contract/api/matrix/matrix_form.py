"""How an operation is entered into the matrix of rights, and what the rows of it mean."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from matrix_world import Ids, MatrixWorld, a_customer

from cti.accounts.rights import Right

ROWS = ("own", "team", "nobodys", "other")
"""Whose the row is: the asking user's, a team-mate's, nobody's, somebody's of another team."""

ROLES = ("owner", "admin", "supervisor", "agent", "intern")
"""The four built in, and one of the company's own: see matrix_world.INTERN."""

Table = Mapping[tuple[str, str], str]
Make = Callable[[MatrixWorld, int | None], Awaitable[Ids]]
Part = Mapping[str, Any] | Callable[[Ids], Mapping[str, Any]]


def read_table(text: str) -> Table:
    """(role, row) → word, of a table with the rows' names above it."""
    lines = [line.split() for line in text.strip().splitlines()]
    assert tuple(lines[0]) == ROWS
    return {
        (role, row): word
        for role, *words in lines[1:]
        for row, word in zip(ROWS, words, strict=True)
    }


# yes: done; no: seen, and refused with 403; hidden: as if it were not there, 404.
VIEW = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  yes     yes      hidden
agent       yes  hidden  yes      hidden
intern      yes  yes     hidden   hidden
""")

EDIT = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  yes     no       hidden
agent       yes  hidden  no       hidden
intern      yes  no      hidden   hidden
""")

DELETE = EDIT
"""The intern has no right to it at all: that is asked before any row."""

ASSIGN = EDIT


@dataclass(frozen=True)
class Entry:
    """One operation, by its operationId.

    `right` is what it asks for. `rows` says what becomes of each row of `make` for each role; None
    when rows don't matter, and then `ok` is what everybody gets who has the right. `make` prepares
    a fresh row of an owner (a user's id, None for nobody) and returns what the path's {names},
    `query` and `body` are filled from. With `shows`, the answer is always `ok`, and the row's
    marker (`ids["marker"]`, its name) must be in it exactly where the table says yes.
    `words` are statuses for further words of a table.
    """

    operation: str
    right: Right | None
    rows: Table | None = None
    ok: int = 200
    make: Make = a_customer
    body: Part | None = None
    query: Part = field(default_factory=dict)
    data: Callable[[], Any] | None = None  # a multipart body
    shows: bool = False
    words: Mapping[str, int] = field(default_factory=dict)

    def status(self, role: str, row: str) -> int:
        """What this role gets for this row, if it has the right."""
        if self.rows is None or self.shows:
            return self.ok
        return {"yes": self.ok, "no": 403, "hidden": 404, **self.words}[self.rows[role, row]]

    def is_shown(self, role: str, row: str) -> bool:
        """Whether a list shows this role this row."""
        return self.rows is not None and self.rows[role, row] == "yes"

    def fill(self, part: Part | None, ids: Ids) -> Mapping[str, Any] | None:
        """A body or query for this row."""
        return part(ids) if callable(part) else part

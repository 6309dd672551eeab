"""An import's life, and what can become of a row. Pure.

    draft → checking → checked → running → finished → undoing → undone
              ↑__________|  ↓       ↓ cancel            |
                        draft     cancelled ────────────┘

A draft may be started without being checked. Whatever is changed of a checked one makes it a
draft again.
"""

from enum import IntFlag, StrEnum


class State(StrEnum):
    """Where an import is."""

    DRAFT = "draft"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Command(StrEnum):
    """What a user tells an import."""

    CHANGE = "change"  # columns, range, key, a cell
    CHECK = "check"
    START = "start"
    CANCEL = "cancel"
    UNDO = "undo"
    DISCARD = "discard"


WORKING = frozenset({State.CHECKING, State.RUNNING, State.UNDOING})
"""In the hands of the background work; also what it takes up again after a restart."""

ALLOWED: dict[Command, frozenset[State]] = {
    Command.CHANGE: frozenset({State.DRAFT, State.CHECKED}),
    Command.CHECK: frozenset({State.DRAFT, State.CHECKED}),
    Command.START: frozenset({State.DRAFT, State.CHECKED}),
    Command.CANCEL: frozenset({State.CHECKING, State.RUNNING}),
    Command.UNDO: frozenset({State.FINISHED, State.CANCELLED, State.FAILED}),
    Command.DISCARD: frozenset({State.DRAFT, State.CHECKED}),
}


BEGUN = frozenset(set(State) - {State.DRAFT, State.CHECKING, State.CHECKED})
"""Rows behind where it came to keep what the trial run said of them."""


PREVIEWED = "previewed"
"""Among an import's options: whether a trial run had been looked at when it was started."""


class Result(StrEnum):
    """What became of a row; of a row that was only checked, what would."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"  # not taken in: the rules refuse it, or the file has it twice
    INVALID = "invalid"  # not taken in: there are errors
    DELETED = "deleted"
    NOT_FOUND = "not_found"


WRITTEN = frozenset({Result.NEW, Result.CHANGED, Result.DELETED})
REFUSED = frozenset({Result.DUPLICATE, Result.INVALID, Result.NOT_FOUND})


class Flag(IntFlag):
    """What else is to be said of a row, as a bit each."""

    MENDED = 1
    WARNED = 2
    DNC = 4


class Undone(StrEnum):
    """What undoing made of a row."""

    RESTORED = "restored"
    DELETED = "deleted"
    SKIPPED = "skipped"  # somebody has edited the customer since

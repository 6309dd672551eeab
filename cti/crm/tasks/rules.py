"""A task's life. Pure. Source: requirements R160–R162.

open ──done──▶ done          both can be reopened; an overdue task is an open one
open ──cancel─▶ cancelled    whose time has come
"""

from enum import StrEnum


class TaskState(StrEnum):
    """What a task is."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


MOVES: dict[tuple[TaskState, TaskState], str] = {
    (TaskState.OPEN, TaskState.DONE): "task.done",
    (TaskState.OPEN, TaskState.CANCELLED): "task.cancelled",
    (TaskState.DONE, TaskState.OPEN): "task.reopened",
    (TaskState.CANCELLED, TaskState.OPEN): "task.reopened",
}
"""Allowed moves → how the customer's history calls them."""


def name_move(before: TaskState, after: TaskState) -> str | None:
    """The move's name in the history, or None when it is not allowed."""
    return MOVES.get((before, after))

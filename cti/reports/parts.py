"""What counts as an interaction, as conditions that partial indexes answer (R360–R362, R235).

The conditions are written out, not bound: only so do both databases see that an index of theirs
(ix_tasks_done, ix_comments_posted, ix_calls_talked) has exactly these rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, extract, func, literal_column, select, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.schema import Column

from cti.accounts.rights import Caller
from cti.accounts.visibility import calls_visible, customers_visible, tasks_visible
from cti.reports.shapes import KpiPart
from cti.schema import calls, comments, customers, tasks

SECOND = 1_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of interaction: when it happened, whose work it is, which rows of the table count.

    `visible` is what of it somebody may look at; `text` what it is told by.
    """

    at: Column[Any]
    user: Column[Any]
    customer: Column[Any]
    row_id: Column[Any]
    text: ColumnElement[Any]
    counted: Sequence[ColumnElement[bool]]
    visible: Callable[[Caller], ColumnElement[bool]]


PARTS: Mapping[KpiPart, Part] = {
    "tasks": Part(
        tasks.c.finished_at,
        tasks.c.assignee_id,
        tasks.c.customer_id,
        tasks.c.id,
        tasks.c.title,
        [tasks.c.state == literal_column("'done'"), tasks.c.customer_id.is_not(None)],
        tasks_visible,
    ),
    "comments": Part(
        comments.c.posted_at,
        comments.c.author_id,
        comments.c.customer_id,
        comments.c.id,
        comments.c.body,
        [comments.c.deleted_at.is_(None)],
        lambda caller: comments.c.customer_id.in_(
            select(customers.c.id).where(customers_visible(caller))
        ),
    ),
    # `answered_at` is when the customer and somebody of ours met: an agent's own phone that is
    # picked up first answers nothing, nor does a recorded message that nobody of ours was on.
    "calls": Part(
        calls.c.started_at,
        calls.c.user_id,
        calls.c.customer_id,
        calls.c.id,
        func.coalesce(calls.c.e164, calls.c.number),
        [
            calls.c.direction == literal_column("'outbound'"),
            calls.c.user_id.is_not(None),
            calls.c.ended_at > calls.c.answered_at,
        ],
        calls_visible,
    ),
}


def measure_talk(dialect: Dialect) -> ColumnElement[Any]:
    """The seconds of a call from answer to end."""
    if dialect.name == "sqlite":
        ended, answered = (
            type_coerce(column, BigInteger) for column in (calls.c.ended_at, calls.c.answered_at)
        )
        return (ended - answered) / SECOND
    return extract("epoch", calls.c.ended_at - calls.c.answered_at)

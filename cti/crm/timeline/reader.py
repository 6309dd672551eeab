"""A customer's history in one list: talks, what was written, done and changed (R170–R174).

One query finds which entries a page has, newest first over all tables; one more per kind on the
page fetches what they say.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    cast,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.crm import store
from cti.crm.cursor import decode_time, encode_cursor
from cti.crm.errors import CustomerNotFoundError
from cti.crm.profile import hide_referrers
from cti.crm.shapes import Timeline, TimelineEntry, TimelineKind
from cti.crm.timeline.detail import fetch_entries
from cti.db import Database
from cti.schema import (
    appointments,
    calls,
    campaign_members,
    comments,
    customer_log,
    member_history,
    notes,
    tasks,
    transactions,
)

Kind = TimelineKind

DISCUSSION: tuple[Kind, ...] = ("note", "comment")
ORDER = "timeline"  # tags the cursor
PAGE = 50
KIND_CHARS = 16

SHOWN_ITSELF = ("task.created", "transaction.created", "appointment.created", "meeting.created")
"""Lines of the log beside which the thing itself stands, unless only the log is wanted."""


def name_kinds(wanted: Kind | Literal["all", "discussion"]) -> tuple[Kind, ...]:
    """The kinds of a filter: discussion apart from the log of changes (R138); () for all."""
    if wanted == "all":
        return ()
    return DISCUSSION if wanted == "discussion" else (wanted,)


class TimelineReader:
    """Reads the history of customers that the caller may see."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(
        self,
        caller: Caller,
        customer_id: int,
        kinds: Sequence[Kind] = (),
        cursor: str | None = None,
        limit: int = PAGE,
    ) -> Timeline:
        """A page of entries, newest first; all kinds when none is named.

        Raises CustomerNotFoundError, CursorError.
        """
        before = None if cursor is None else decode_time(ORDER, cursor)
        async with self._db.read() as connection:
            if await store.find_customer(connection, caller, customer_id) is None:
                raise CustomerNotFoundError(id=customer_id)
            query = _find_page(customer_id, kinds, before, limit + 1)
            found = (await connection.execute(query)).all()
            rows = await fetch_entries(connection, [(row.kind, row.key) for row in found[:limit]])
            changes: list[Any] = [row.detail["fields"] for row in rows if row.kind == "change"]
            await hide_referrers(connection, caller, changes)
        more = len(found) > limit
        last = found[limit - 1] if more else None
        after = None if last is None else encode_cursor(ORDER, last.at, f"{last.kind}:{last.key}")
        return Timeline(rows=rows, next=after)


async def get_note(connection: AsyncConnection, note_id: int) -> TimelineEntry:
    """One note as the timeline shows it."""
    entries = await fetch_entries(connection, [("note", str(note_id))])
    return entries[0]


def _find_page(
    customer_id: int,
    kinds: Sequence[Kind],
    before: tuple[datetime, str] | None,
    limit: int,
) -> Select[tuple[str, str, datetime]]:
    """Kind, key and time of the next `limit` entries after the cursor.

    Every branch is cut to `limit` by itself, so that a customer with thousands of calls costs no
    more than one with ten.
    """
    branches = [
        _limit_branch(kind, customer_id, before, limit, unfiltered=not kinds)
        for kind in kinds or BRANCHES
    ]
    merged = union_all(*(select(branch) for branch in branches)).subquery("entries")
    tie = merged.c.kind + ":" + merged.c.key
    return (
        select(merged.c.kind, merged.c.key, merged.c.at)
        .order_by(merged.c.at.desc(), tie.desc())
        .limit(limit)
    )


def _limit_branch(
    kind: Kind,
    customer_id: int,
    before: tuple[datetime, str] | None,
    limit: int,
    *,
    unfiltered: bool,
) -> FromClause:
    source, owner, key, at = BRANCHES[kind]
    text_key = cast(key, String(64))
    query = (
        select(
            literal(kind, String(KIND_CHARS)).label("kind"), text_key.label("key"), at.label("at")
        )
        .select_from(source)
        .where(owner == customer_id)
        .order_by(at.desc(), text_key.desc())
        .limit(limit)
    )
    if kind == "comment":
        query = query.where(comments.c.deleted_at.is_(None))
    if kind == "change" and unfiltered:
        query = query.where(customer_log.c.action.not_in(SHOWN_ITSELF))
    if before is not None:
        time, tie = before
        query = query.where(_is_before(kind, text_key, at, time, tie))
    return query.subquery(f"{kind}s")


def _is_before(
    kind: Kind,
    key: ColumnElement[str],
    at: ColumnElement[datetime],
    time: datetime,
    tie: str,
) -> ColumnElement[bool]:
    same_time = and_(at == time, literal(f"{kind}:", String(KIND_CHARS)) + key < tie)
    return and_(at <= time, or_(at < time, same_time))


def _select_kind(kind: str) -> FromClause:
    return select(appointments).where(appointments.c.kind == kind).subquery(f"{kind}_rows")


MEETINGS = _select_kind("meeting")
ARRANGED = _select_kind("appointment")

Branch = tuple[FromClause, ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]

BRANCHES: dict[Kind, Branch] = {
    "call": (calls, calls.c.customer_id, calls.c.id, calls.c.started_at),
    "note": (notes, notes.c.customer_id, notes.c.id, notes.c.created_at),
    "comment": (comments, comments.c.customer_id, comments.c.id, comments.c.posted_at),
    "transaction": (
        transactions,
        transactions.c.customer_id,
        transactions.c.id,
        transactions.c.created_at,
    ),
    "meeting": (
        MEETINGS,
        MEETINGS.c.customer_id,
        MEETINGS.c.id,
        MEETINGS.c.starts_at,  # when it was held, not when somebody wrote it down
    ),
    "appointment": (
        ARRANGED,
        ARRANGED.c.customer_id,
        ARRANGED.c.id,
        ARRANGED.c.created_at,
    ),
    "task": (tasks, tasks.c.customer_id, tasks.c.id, tasks.c.created_at),
    "reply": (
        member_history.join(campaign_members, campaign_members.c.id == member_history.c.member_id),
        campaign_members.c.customer_id,
        member_history.c.id,
        member_history.c.at,
    ),
    "change": (
        customer_log,
        customer_log.c.customer_id,
        customer_log.c.id,
        customer_log.c.at,
    ),
}
"""Kind of entry → where it is, whose it is, its key and its time."""

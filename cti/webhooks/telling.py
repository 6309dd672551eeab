"""What is said of an event: read from the row that it is of, once that is committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import RowMapping, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import (
    calls,
    campaign_members,
    campaigns,
    comments,
    customer_log,
    customers,
    member_history,
    notes,
    users,
)

CUSTOMER = (
    customers.c.id.label("customer_id"),
    customers.c.code.label("customer_code"),
    customers.c.name.label("customer_name"),
    customers.c.kind.label("customer_kind"),
    customers.c.stage.label("customer_stage"),
    customers.c.owner_id.label("customer_owner_id"),
)
BY = (users.c.id.label("by_id"), users.c.name.label("by_name"))
WITHOUT_CUSTOMER = "nobody"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `customer` is what filters ask of; `body` is sent as it is."""

    id: str
    kind: str
    subject: str
    customer: dict[str, Any] | None
    body: str


LOG: Select[Any] = select(
    customer_log.c.id, customer_log.c.at, customer_log.c.action, customer_log.c.detail,
    *CUSTOMER, *BY,
).select_from(
    customer_log.join(customers, customers.c.id == customer_log.c.customer_id).outerjoin(
        users, users.c.id == customer_log.c.user_id
    )
)  # fmt: skip
NOTE_FIELDS = ("id", "body", "contact_id", "call_id")
NOTE: Select[Any] = select(
    notes.c.created_at, *(notes.c[name] for name in NOTE_FIELDS), *CUSTOMER, *BY
).select_from(
    notes.join(customers, customers.c.id == notes.c.customer_id).outerjoin(
        users, users.c.id == notes.c.author_id
    )
)
COMMENT_FIELDS = ("id", "body", "parent_id")
COMMENT: Select[Any] = (
    select(comments.c.posted_at, *(comments.c[name] for name in COMMENT_FIELDS), *CUSTOMER, *BY)
    .select_from(
        comments.join(customers, customers.c.id == comments.c.customer_id).outerjoin(
            users, users.c.id == comments.c.author_id
        )
    )
    .where(comments.c.deleted_at.is_(None))
)
CALL_FIELDS = (
    "direction", "kind", "number", "e164", "did", "outcome", "started_at", "answered_at",
    "ended_at", "disposition", "campaign_id",
)  # fmt: skip
CALL: Select[Any] = select(
    calls.c.id, *(calls.c[name] for name in CALL_FIELDS), *CUSTOMER, *BY
).select_from(
    calls.outerjoin(customers, customers.c.id == calls.c.customer_id).outerjoin(
        users, users.c.id == calls.c.user_id
    )
)
REPLY_FIELDS = ("member_id", "campaign_id", "campaign", "key", "state_before", "state_after")
REPLY: Select[Any] = select(
    member_history.c.id, member_history.c.at, member_history.c.member_id, member_history.c.key,
    member_history.c.state_before, member_history.c.state_after, member_history.c.applied,
    campaign_members.c.campaign_id, campaign_members.c.e164, campaigns.c.name.label("campaign"),
    *CUSTOMER, *BY,
).select_from(
    member_history.join(campaign_members, campaign_members.c.id == member_history.c.member_id)
    .join(campaigns, campaigns.c.id == campaign_members.c.campaign_id)
    .outerjoin(customers, customers.c.id == campaign_members.c.customer_id)
    .outerjoin(users, users.c.id == member_history.c.user_id)
)  # fmt: skip


async def fetch_events(connection: AsyncConnection, noted: Sequence[RowMapping]) -> list[Event]:
    """The events that were noted (source, key), in that order; rows that are gone are left out."""
    found: dict[tuple[str, str], Event] = {}
    for source, (query, column, make) in SOURCES.items():
        keys = [row["key"] for row in noted if row["source"] == source]
        if keys:
            wanted = keys if source == "call" else [int(key) for key in keys]
            rows = await connection.execute(query.where(column.in_(wanted)))
            found |= {(source, str(row["id"])): make(row) for row in rows.mappings()}
    return [found[key] for row in noted if (key := (row["source"], row["key"])) in found]


def _make_log(row: RowMapping) -> Event:
    return _make(row, f"log_{row['id']}", row["action"], row["at"], {"changes": row["detail"]})


def _make_note(row: RowMapping) -> Event:
    note = {name: row[name] for name in NOTE_FIELDS}
    return _make(row, f"note_{row['id']}", "note.created", row["created_at"], {"note": note})


def _make_comment(row: RowMapping) -> Event:
    said = {name: row[name] for name in COMMENT_FIELDS}
    event_id = f"comment_{row['id']}"
    return _make(row, event_id, "comment.created", row["posted_at"], {"comment": said})


def _make_call(row: RowMapping) -> Event:
    call = {"id": row["id"], **{name: row[name] for name in CALL_FIELDS}}
    return _make(row, f"call_{row['id']}", "call.ended", row["ended_at"], {"call": call})


def _make_reply(row: RowMapping) -> Event:
    reply = {name: row[name] for name in (*REPLY_FIELDS, "applied", "e164")}
    return _make(row, f"reply_{row['id']}", "campaign.reply", row["at"], {"reply": reply})


def _make(row: RowMapping, event_id: str, kind: str, at: object, more: dict[str, Any]) -> Event:
    customer = None
    subject = f"{WITHOUT_CUSTOMER}/{event_id}"
    if row["customer_id"] is not None:
        names = ("id", "code", "name", "kind", "stage", "owner_id")
        customer = {name: row[f"customer_{name}"] for name in names}
        subject = f"customer/{row['customer_id']}"
    by = None if row["by_id"] is None else {"id": row["by_id"], "name": row["by_name"]}
    told = {"id": event_id, "kind": kind, "at": at, "customer": customer, "by": by, **more}
    return Event(event_id, kind, subject[:80], customer, orjson.dumps(told).decode())


SOURCES = {
    "log": (LOG, customer_log.c.id, _make_log),
    "note": (NOTE, notes.c.id, _make_note),
    "comment": (COMMENT, comments.c.id, _make_comment),
    "call": (CALL, calls.c.id, _make_call),
    "reply": (REPLY, member_history.c.id, _make_reply),
}
"""As the triggers of migrations 0009 and 0022 name them."""

"""What the entries of a timeline say, fetched for one page at a time."""

from collections.abc import Iterable, Sequence

from sqlalchemy import RowMapping, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.shapes import TimelineEntry
from cti.crm.timeline.columns import BY_COLUMNS
from cti.crm.timeline.work import WORK_DETAILS
from cti.phones import display
from cti.schema import (
    calls,
    campaign_members,
    campaigns,
    contacts,
    customer_log,
    member_history,
    notes,
    users,
)
from cti.shapes import read_person


async def fetch_entries(
    connection: AsyncConnection, keys: Sequence[tuple[str, str]]
) -> list[TimelineEntry]:
    """The entries with these kinds and keys, in this order."""
    found: dict[tuple[str, str], TimelineEntry] = {}
    for kind, (query, column, detail) in DETAILS.items():
        ids = [key for of_kind, key in keys if of_kind == kind]
        if not ids:
            continue
        wanted: Iterable[object] = ids if kind == "call" else [int(key) for key in ids]
        rows = await connection.execute(query.where(column.in_(list(wanted))))
        for row in rows.mappings():
            found[kind, str(row["id"])] = TimelineEntry(
                id=f"{kind}:{row['id']}",
                kind=kind,
                at=row["at"],
                by=read_person(row, "by_id", "by"),
                detail=detail(row),
            )
    return [found[key] for key in keys if key in found]


def _tell_call(row: RowMapping) -> dict[str, object]:
    seconds = None
    if row["answered_at"] and row["ended_at"]:
        seconds = max(0, round((row["ended_at"] - row["answered_at"]).total_seconds()))
    return {
        "call_id": row["id"],
        "direction": row["direction"],
        "kind": row["call_kind"],
        "number": row["number"],
        "display": display(row["e164"]) if row["e164"] else row["number"],
        "outcome": row["outcome"],
        "seconds": seconds,
        "disposition": row["disposition"],
        "campaign": row["campaign"],
    }


def _tell_note(row: RowMapping) -> dict[str, object]:
    return {name: row[name] for name in ("body", "contact_id", "contact", "call_id")}


def _tell_reply(row: RowMapping) -> dict[str, object]:
    fields = ("campaign", "campaign_id", "key", "state_before", "state_after", "applied")
    return {name: row[name] for name in fields}


def _tell_change(row: RowMapping) -> dict[str, object]:
    return {"action": row["action"], "fields": row["detail"]}


CALLS: Select[tuple[object, ...]] = select(
    calls.c.id,
    calls.c.started_at.label("at"),
    calls.c.direction,
    calls.c.kind.label("call_kind"),
    calls.c.number,
    calls.c.e164,
    calls.c.outcome,
    calls.c.answered_at,
    calls.c.ended_at,
    calls.c.disposition,
    campaigns.c.name.label("campaign"),
    *BY_COLUMNS,
).select_from(
    calls.outerjoin(users, users.c.id == calls.c.user_id).outerjoin(
        campaigns, campaigns.c.id == calls.c.campaign_id
    )
)

NOTES: Select[tuple[object, ...]] = select(
    notes.c.id,
    notes.c.created_at.label("at"),
    notes.c.body,
    notes.c.contact_id,
    notes.c.call_id,
    contacts.c.name.label("contact"),
    *BY_COLUMNS,
).select_from(
    notes.outerjoin(users, users.c.id == notes.c.author_id).outerjoin(
        contacts, contacts.c.id == notes.c.contact_id
    )
)

REPLIES: Select[tuple[object, ...]] = select(
    member_history.c.id,
    member_history.c.at,
    member_history.c.key,
    member_history.c.state_before,
    member_history.c.state_after,
    member_history.c.applied,
    campaign_members.c.campaign_id,
    campaigns.c.name.label("campaign"),
    *BY_COLUMNS,
).select_from(
    member_history.join(campaign_members, campaign_members.c.id == member_history.c.member_id)
    .join(campaigns, campaigns.c.id == campaign_members.c.campaign_id)
    .outerjoin(users, users.c.id == member_history.c.user_id)
)

CHANGES: Select[tuple[object, ...]] = select(
    customer_log.c.id,
    customer_log.c.at,
    customer_log.c.action,
    customer_log.c.detail,
    *BY_COLUMNS,
).select_from(customer_log.outerjoin(users, users.c.id == customer_log.c.user_id))

DETAILS = {
    "call": (CALLS, calls.c.id, _tell_call),
    "note": (NOTES, notes.c.id, _tell_note),
    "reply": (REPLIES, member_history.c.id, _tell_reply),
    "change": (CHANGES, customer_log.c.id, _tell_change),
    **WORK_DETAILS,
}
"""Kind → its query, the column of its key, and what makes the detail of a row."""

"""What the timeline's entries of work on a customer say: comments, transactions, tasks, dates."""

from typing import Any

from sqlalchemy import RowMapping, Select, func, select

from cti.crm.comments.attaching import make_location
from cti.crm.timeline.columns import BY_COLUMNS
from cti.schema import (
    appointments,
    catalogue_values,
    comment_documents,
    comment_likes,
    comments,
    contacts,
    tasks,
    transactions,
    users,
)

assignees = users.alias("assignees")
parents = comments.alias("parents")
answered = users.alias("answered")

LIKES = (
    select(func.count())
    .where(comment_likes.c.comment_id == comments.c.id)
    .correlate(comments)
    .scalar_subquery()
)

FILES = (
    select(func.count())
    .where(comment_documents.c.comment_id == comments.c.id)
    .correlate(comments)
    .scalar_subquery()
)

COMMENTS: Select[Any] = select(
    comments.c.id,
    comments.c.posted_at.label("at"),
    comments.c.body,
    comments.c.parent_id,
    answered.c.name.label("replies_to"),
    LIKES.label("likes"),
    FILES.label("files"),
    comments.c.latitude,
    comments.c.longitude,
    comments.c.accuracy,
    *BY_COLUMNS,
).select_from(
    comments.outerjoin(users, users.c.id == comments.c.author_id)
    .outerjoin(parents, parents.c.id == comments.c.parent_id)
    .outerjoin(answered, answered.c.id == parents.c.author_id)
)

TRANSACTIONS: Select[Any] = select(
    transactions.c.id,
    transactions.c.created_at.label("at"),
    transactions.c.name,
    transactions.c.description,
    transactions.c.call_id,
    catalogue_values.c.label.label("type"),
    *BY_COLUMNS,
).select_from(
    transactions.outerjoin(users, users.c.id == transactions.c.created_by).outerjoin(
        catalogue_values, catalogue_values.c.id == transactions.c.type_id
    )
)

APPOINTMENTS: Select[Any] = select(
    appointments.c.id,
    appointments.c.created_at,
    appointments.c.starts_at,
    appointments.c.title,
    appointments.c.place,
    appointments.c.description,
    appointments.c.cancelled_at,
    contacts.c.name.label("contact"),
    *BY_COLUMNS,
).select_from(
    appointments.outerjoin(users, users.c.id == appointments.c.created_by).outerjoin(
        contacts, contacts.c.id == appointments.c.contact_id
    )
)
ARRANGED = APPOINTMENTS.add_columns(appointments.c.created_at.label("at"))
MEETINGS = APPOINTMENTS.add_columns(appointments.c.starts_at.label("at"))

TASKS: Select[Any] = select(
    tasks.c.id,
    tasks.c.created_at.label("at"),
    tasks.c.title,
    tasks.c.due_at,
    tasks.c.state,
    assignees.c.name.label("assignee"),
    *BY_COLUMNS,
).select_from(
    tasks.outerjoin(users, users.c.id == tasks.c.created_by).outerjoin(
        assignees, assignees.c.id == tasks.c.assignee_id
    )
)


def tell_comment(row: RowMapping) -> dict[str, object]:
    """A comment, whom it answers, and what came with it."""
    told = {name: row[name] for name in ("body", "likes", "parent_id", "replies_to", "files")}
    location = make_location(row)
    return {**told, "location": None if location is None else location.model_dump()}


def tell_transaction(row: RowMapping) -> dict[str, object]:
    """What was agreed, of which type."""
    return {name: row[name] for name in ("name", "type", "description", "call_id")}


def tell_appointment(row: RowMapping) -> dict[str, object]:
    """An appointment or a meeting."""
    detail = {name: row[name] for name in ("title", "place", "description", "contact")}
    detail["starts_at"] = row["starts_at"].isoformat()
    detail["cancelled"] = row["cancelled_at"] is not None
    return detail


def tell_task(row: RowMapping) -> dict[str, object]:
    """A task as it is now."""
    detail = {name: row[name] for name in ("title", "state", "assignee")}
    return {**detail, "due_at": row["due_at"].isoformat()}


WORK_DETAILS = {
    "comment": (COMMENTS, comments.c.id, tell_comment),
    "transaction": (TRANSACTIONS, transactions.c.id, tell_transaction),
    "appointment": (ARRANGED, appointments.c.id, tell_appointment),
    "meeting": (MEETINGS, appointments.c.id, tell_appointment),
    "task": (TASKS, tasks.c.id, tell_task),
}
"""As `DETAILS` of cti.crm.timeline.detail."""

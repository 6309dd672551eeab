"""Work on customers: what people are told, have to do, say, arrange, and have done."""

from sqlalchemy import JSON, Column, Double, ForeignKey, Index, Integer, String, Table, Text, text

from cti.schema.base import Id, UtcTime, metadata
from cti.schema.crm import where_set

UNREAD = text("read_at IS NULL")
DONE = text("state = 'done' AND customer_id IS NOT NULL")
THERE = text("deleted_at IS NULL")

notifications = Table(
    "notifications",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(40), nullable=False),  # comment.mention, task.due, …
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), index=True),
    Column("by_id", ForeignKey("users.id", ondelete="SET NULL")),  # whose doing it is
    Column("params", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("read_at", UtcTime),
    Index("ix_notifications_user", "user_id", "id"),
    Index("ix_notifications_unread", "user_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE")),
    Column("title", String(300), nullable=False),
    Column("title_key", String(300), nullable=False),  # folded, for the search
    Column("description", Text),
    Column("assignee_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("due_at", UtcTime, nullable=False),
    Column("remind_minutes", Integer),  # before it is due; null: never
    Column("remind_at", UtcTime),  # the reminder not yet given; null: none is to come
    Column("state", String(16), nullable=False),  # open | done | cancelled
    Column("finished_at", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_tasks_customer_created", "customer_id", "created_at"),
    Index("ix_tasks_assignee", "assignee_id", "state", "due_at"),
    Index("ix_tasks_state_due", "state", "due_at"),
    Index("ix_tasks_remind", "remind_at", **where_set("remind_at")),
    # What figures of a period are counted by, as ix_comments_posted (cti.reports). The columns of
    # the condition are in it, or SQLite would look at the table for them.
    Index(
        "ix_tasks_done",
        "assignee_id",
        "state",
        "finished_at",
        "customer_id",
        sqlite_where=DONE,
        postgresql_where=DONE,
    ),
)

comments = Table(
    "comments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("parent_id", ForeignKey("comments.id", ondelete="CASCADE")),  # a reply's comment
    Column("body", Text, nullable=False),  # empty once deleted
    Column("posted_at", UtcTime, nullable=False),
    Column("edited_at", UtcTime),
    Column("deleted_at", UtcTime),
    # Where its author stood, if they said so; WGS 84 degrees, and metres they may be off.
    Column("latitude", Double),
    Column("longitude", Double),
    Column("accuracy", Integer),
    Index("ix_comments_customer", "customer_id", "id"),
    Index("ix_comments_customer_posted", "customer_id", "posted_at"),
    Index("ix_comments_parent", "parent_id", **where_set("parent_id")),
    Index(
        "ix_comments_posted",
        "author_id",
        "posted_at",
        "deleted_at",
        sqlite_where=THERE,
        postgresql_where=THERE,
    ),
)

comment_likes = Table(
    "comment_likes",
    metadata,
    Column("comment_id", ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

comment_mentions = Table(
    "comment_mentions",
    metadata,
    Column("comment_id", ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True),
)

comment_documents = Table(
    "comment_documents",
    metadata,
    Column("comment_id", ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)

comment_reads = Table(
    "comment_reads",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "customer_id", ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("comment_id", Id, nullable=False),  # read up to here; it may be deleted since
)

transactions = Table(
    "transactions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("call_id", String(64)),
    Column("name", String(300), nullable=False),
    Column("type_id", ForeignKey("catalogue_values.id"), index=True),
    Column("description", Text),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_transactions_customer_created", "customer_id", "created_at"),
)

appointments = Table(
    "appointments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),  # appointment: to come | meeting: was held
    Column("title", String(300), nullable=False),
    Column("place", String(300)),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime),
    Column("description", Text),
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("remind_minutes", Integer),
    Column("remind_at", UtcTime),  # as of tasks
    Column("cancelled_at", UtcTime),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_appointments_customer_created", "customer_id", "created_at"),
    Index("ix_appointments_starts", "starts_at"),
    Index("ix_appointments_remind", "remind_at", **where_set("remind_at")),
)

appointment_users = Table(
    "appointment_users",
    metadata,
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True),
)

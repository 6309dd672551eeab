"""Which customers were sent word of which appointments, as their calendars know them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from cti.schema.base import Id, UtcTime, metadata
from cti.schema.crm import where_set

appointment_invitations = Table(
    "appointment_invitations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), nullable=False),
    Column("email", String(254), nullable=False),
    Column("name", String(300), nullable=False),
    Column("uid", String(120), nullable=False),  # the event's, the same in each of its mails
    Column("sequence", Integer, nullable=False, server_default="0"),  # of the newest mail
    Column("state", String(12), nullable=False),  # invited | cancelled
    # Whose doing the newest mail is, and who is told if it does not get through.
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("due_at", UtcTime),  # a mail waits to be written since then; null: none does
    Column("sent_at", UtcTime),  # the last one was handed to the mailer; null: none was yet
    UniqueConstraint("appointment_id", "email"),
    Index("ix_appointment_invitations_due", "due_at", **where_set("due_at")),
)

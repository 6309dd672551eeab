"""What hangs on a customer and is worked on: opportunities, tickets, documents."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata
from cti.schema.crm import where_set

opportunities = Table(
    "opportunities",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    # Of the customer (R060); null once the contact has become somebody else's.
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("name", String(300), nullable=False),
    Column("name_key", String(300), nullable=False),
    Column("value", BigInteger, nullable=False, server_default="0"),  # whole đồng
    Column("stage", String(12), nullable=False),  # open | won | lost | cancelled
    Column("expected_on", Date),
    Column("description", Text),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_opportunities_customer", "customer_id"),
    Index("ix_opportunities_contact", "contact_id", **where_set("contact_id")),
    Index("ix_opportunities_created", "created_at"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Id, primary_key=True),  # its number is made of it: PG000123
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("subject", String(300), nullable=False),
    Column("subject_key", String(300), nullable=False),
    Column("description", Text),
    Column("status", String(12), nullable=False),  # open | pending | resolved | closed
    Column("priority", Integer, nullable=False),  # 1 low … 4 urgent
    Column("assignee_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_tickets_customer", "customer_id"),
    Index("ix_tickets_contact", "contact_id", **where_set("contact_id")),
    Index("ix_tickets_assignee", "assignee_id", "status"),
    Index("ix_tickets_created", "created_at"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(255), nullable=False),
    Column("media_type", String(120), nullable=False),  # by its content, not by its name
    Column("size", BigInteger, nullable=False),
    Column("key", String(64), nullable=False, unique=True),  # where the store has it
    Column("uploaded_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_documents_customer", "customer_id", "created_at"),
    **NEVER_AGAIN,
)

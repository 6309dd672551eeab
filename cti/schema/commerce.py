"""Commercial documents of customers: quotes, orders, contracts, receipts and payments."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from cti.schema.base import Id, UtcTime, metadata
from cti.schema.crm import where_set

commercial_documents = Table(
    "commercial_documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("kind", String(8), nullable=False),  # quote | order | contract | receipt | payment
    Column("number", String(40), nullable=False),  # DH000123, or as it was typed
    Column("number_key", String(300), nullable=False, unique=True),  # folded
    Column("status", String(12), nullable=False),  # cti.crm.commerce.rules.MOVES
    Column("day", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),  # whole đồng
    Column("due_on", Date),  # to be paid by then; of a quote: it holds until then
    # Of a contract.
    Column("type_id", ForeignKey("catalogue_values.id")),
    Column("effective_on", Date),
    Column("months", Integer),
    Column("ends_on", Date),  # its last day, of the two before
    # The contract of an order; what a contract renews; what a receipt or a payment is for.
    Column("about_id", ForeignKey("commercial_documents.id", ondelete="SET NULL")),
    Column("lines", JSON, nullable=False),  # [{name, quantity, unit_price}]
    Column("description", Text),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_commercial_documents_customer", "customer_id", "created_at"),
    Index("ix_commercial_documents_contact", "contact_id", **where_set("contact_id")),
    Index("ix_commercial_documents_about", "about_id", **where_set("about_id")),
    Index("ix_commercial_documents_type", "type_id", **where_set("type_id")),
    Index("ix_commercial_documents_created", "created_at"),
    Index("ix_commercial_documents_kind_day", "kind", "day"),
    Index("ix_commercial_documents_ends", "ends_on", **where_set("ends_on")),
)

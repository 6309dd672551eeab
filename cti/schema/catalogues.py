"""What an admin sets up for the directory: pick lists, fields of their own, rules of forms."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

catalogue_values = Table(
    "catalogue_values",
    metadata,
    Column("id", Id, primary_key=True),
    Column("catalogue", String(40), nullable=False),  # cti.crm.catalogues.names, or field.<id>
    Column("label", String(200), nullable=False),
    Column("label_key", String(300), nullable=False),  # lower case, diacritics kept
    Column("position", Integer, nullable=False),
    # Of types of transactions: one of these makes a customer of a contact (R017).
    Column("makes_customer", Boolean, nullable=False, server_default=false()),
    # Of types of contracts: such a contract renews one (R215).
    Column("renews", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("catalogue", "label_key"),
    **NEVER_AGAIN,
)

custom_fields = Table(
    "custom_fields",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),  # made of the first label, for good
    Column("label", String(200), nullable=False),
    Column("kind", String(16), nullable=False),  # text | number | date | choice | choices
    Column("required", Boolean, nullable=False, server_default=false()),
    Column("position", Integer, nullable=False),
    Column("deleted_at", UtcTime),
)

custom_values = Table(
    "custom_values",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("field_id", ForeignKey("custom_fields.id", ondelete="CASCADE"), nullable=False),
    # One of the four, by the field's kind; several rows for `choices`.
    Column("text", Text),
    Column("number", Double),
    Column("day", Date),
    Column("option_id", ForeignKey("catalogue_values.id")),
    UniqueConstraint("customer_id", "field_id", "option_id"),
    # With the customer, who is found without a look at the table.
    Index("ix_custom_values_number", "field_id", "number", "customer_id"),
    Index("ix_custom_values_day", "field_id", "day", "customer_id"),
    Index("ix_custom_values_option", "option_id"),
)

directory_settings = Table(
    "directory_settings",
    metadata,
    Column("name", String(40), primary_key=True),  # required | duplicates
    Column("value", JSON, nullable=False),
)

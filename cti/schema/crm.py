"""Customers, the people in them, their numbers, and what was noted about them."""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    text,
)

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata
from cti.schema.catalogues import catalogue_values  # noqa: F401 - the foreign keys' target


def where_set(column: str) -> dict[str, Any]:
    """An index without the rows that have no value: most have none, and none is looked for."""
    condition = text(f"{column} IS NOT NULL")
    return {"sqlite_where": condition, "postgresql_where": condition}


customers = Table(
    "customers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),  # person | organisation
    Column("stage", String(16), nullable=False),  # lead | contact | customer
    Column("name", String(300), nullable=False),
    Column("name_key", String(300), nullable=False),  # folded: no diacritics, lower case
    Column("owner_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("address", Text),
    Column("email", String(254)),
    Column("website", String(300)),
    Column("description", Text),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("source_id", ForeignKey("catalogue_values.id")),
    Column("group_id", ForeignKey("catalogue_values.id")),
    Column("relationship_id", ForeignKey("catalogue_values.id")),
    Column("size_id", ForeignKey("catalogue_values.id")),
    Column("sector_id", ForeignKey("catalogue_values.id")),
    Column("tax_code", String(40)),
    Column("fax", String(64)),
    Column("birthday", Date),
    Column("office_address", Text),
    Column("province", String(100)),
    Column("last_contact_at", UtcTime),
    Column("referrer_customer_id", ForeignKey("customers.id")),
    Column("referrer_user_id", ForeignKey("users.id")),
    # What duplicates are found by (cti.crm.duplicates.keys); null when there is nothing to compare.
    Column("tax_key", String(40)),
    Column("fax_key", String(40)),
    Column("office_key", String(32)),  # a digest
    Column("description_key", String(32)),  # a digest
    # What the tiles count of those whose owners one sees.
    Index(
        "ix_customers_owner",
        "owner_id",
        "relationship_id",
        "deleted_at",
        "last_contact_at",
        "created_at",
    ),
    Index("ix_customers_relationship", "relationship_id", **where_set("relationship_id")),
    Index("ix_customers_group", "group_id", **where_set("group_id")),
    Index("ix_customers_source", "source_id", **where_set("source_id")),
    Index("ix_customers_size", "size_id", **where_set("size_id")),
    Index("ix_customers_sector", "sector_id", **where_set("sector_id")),
    # What lists are commonly narrowed by, to be found without a look at the table; the condition
    # and the order are those that cti.crm.listing counts on.
    Index(
        "ix_customers_facets",
        "relationship_id",
        "owner_id",
        "group_id",
        "source_id",
        "kind",
        "stage",
        "created_at",
        "last_contact_at",
        "deleted_at",  # SQLite looks at the table for it else, though the index says it is null
        postgresql_include=["id"],  # which SQLite's indexes have anyway
        sqlite_where=text("deleted_at IS NULL"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
    # The bin's own: in its order, and without those who are in none.
    Index("ix_customers_deleted", "deleted_at", "id", **where_set("deleted_at")),
    # What of a narrow index is no customer any more (cti.crm.listing.counting).
    Index(
        "ix_customers_bin",
        "relationship_id",
        "last_contact_at",
        "created_at",
        **where_set("deleted_at"),
    ),
    Index("ix_customers_email", "email", **where_set("email")),
    Index("ix_customers_birthday", "birthday", **where_set("birthday")),
    Index("ix_customers_tax_key", "tax_key", **where_set("tax_key")),
    Index("ix_customers_fax_key", "fax_key", **where_set("fax_key")),
    Index("ix_customers_office_key", "office_key", **where_set("office_key")),
    Index("ix_customers_description_key", "description_key", **where_set("description_key")),
    # What lists are walked along: whose a customer is is read there (cti.crm.listing.finding).
    Index("ix_customers_created", "created_at", "id", "owner_id", "deleted_at"),
    Index("ix_customers_updated", "updated_at", "id", "owner_id", "deleted_at"),
    Index("ix_customers_name_key", "name_key", "id", "owner_id", "deleted_at"),
)

customer_supporters = Table(
    "customer_supporters",
    metadata,
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(300), nullable=False),
    Column("name_key", String(300), nullable=False),
    Column("title", String(200)),
    Column("email", String(254)),
    Column("address", Text),
    Column("description", Text),
    Column("is_primary", Boolean, nullable=False, server_default=false()),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("deleted_at", UtcTime),
    # Only of a contact outside it: whose customer is an organisation belongs to that one.
    Column("company_id", ForeignKey("customers.id")),
    Column("source_id", ForeignKey("catalogue_values.id")),
    Column("facebook", String(300)),
    Column("utm_source", String(200)),
    Column("utm_medium", String(200)),
    Column("utm_campaign", String(200)),
    Column("utm_term", String(200)),
    Column("utm_content", String(200)),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_contacts_company", "company_id", **where_set("company_id")),
    Index("ix_contacts_email", "email", **where_set("email")),
    Index("ix_contacts_facebook", "facebook", **where_set("facebook")),
    Index("ix_contacts_customer", "customer_id"),
    Index("ix_contacts_created", "created_at"),
    Index("ix_contacts_name_key", "name_key", "id"),
    Index(
        "uq_contacts_one_primary",
        "customer_id",
        unique=True,
        sqlite_where=text("is_primary AND deleted_at IS NULL"),
        postgresql_where=text("is_primary AND deleted_at IS NULL"),
    ),
)

phones = Table(
    "phones",
    metadata,
    Column("id", Id, primary_key=True),
    Column("contact_id", ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("typed", String(64), nullable=False),  # as somebody wrote it
    Column("e164", String(16), index=True),  # null: saved, but cannot be called
    Column("label", String(40)),
    Column("is_primary", Boolean, nullable=False, server_default=false()),
    Column("position", Integer, nullable=False, server_default="0"),
    **NEVER_AGAIN,
)

notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("call_id", String(64)),
    Column("author_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("body", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Index("ix_notes_customer_created", "customer_id", "created_at"),
)

customer_log = Table(
    "customer_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("action", String(64), nullable=False),  # customer.created, contact.changed, …
    Column("detail", JSON, nullable=False),  # {field: [before, after]}
    Index("ix_customer_log_customer_at", "customer_id", "at"),
)

customer_merges = Table(
    "customer_merges",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kept_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("gone_id", ForeignKey("customers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("at", UtcTime, nullable=False),
    Column("snapshot", JSON, nullable=False),  # what was where before, to undo it
    Column("undone_at", UtcTime),
)

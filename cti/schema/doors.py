"""What programs come in by, and what is told to them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    text,
    true,
)

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

WAITING = text("state = 'waiting'")

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("start", String(16), nullable=False),  # of the token, to know it again by
    Column("token_hash", String(64), nullable=False, unique=True),  # SHA-256 in hex
    Column("scopes", JSON, nullable=False),  # rights; in force as far as the user has them
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime),  # null: never
    Column("last_used_at", UtcTime),
    Column("last_address", String(64)),
    Column("revoked_at", UtcTime),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", String(64), nullable=False),  # SHA-256 of operation and body
    Column("created_at", UtcTime, nullable=False, index=True),
    Column("holder", String(64), nullable=False),  # the request that carries it out
    Column("done", Boolean, nullable=False, server_default=false()),  # it committed something
    Column("status", Integer),  # of the answer, once there is one
    Column("content_type", String(120)),
    Column("etag", String(80)),
    Column("body", LargeBinary),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", String(64), nullable=False),  # signs; the receiver has it too
    Column("kinds", JSON, nullable=False),  # of events; empty: all
    Column("filter", JSON, nullable=False),  # cti.webhooks.shapes.WebhookFilter
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    **NEVER_AGAIN,
)

webhook_events = Table(
    "webhook_events",
    metadata,
    # Filled by triggers (migrations 0009, 0022) in the transaction of what happened; emptied by
    # cti.webhooks.spreading.
    Column("id", Id, primary_key=True),
    Column("source", String(8), nullable=False),  # log | note | comment | call | reply
    Column("key", String(64), nullable=False),  # the row's id in that table
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("webhook_id", ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("event_id", String(80), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("subject", String(80), nullable=False),  # customer/12: its events go in order
    Column("body", Text, nullable=False),  # as it is signed and sent
    Column("state", String(8), nullable=False),  # waiting | done | failed
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("due_at", UtcTime, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("status", Integer),  # the receiver's HTTP status at the last try
    Column("answer", Text),  # its first words, or why there was none
    Index("ix_webhook_deliveries_webhook", "webhook_id", "id"),
    Index("ix_webhook_deliveries_created", "created_at"),
    Index("ix_webhook_deliveries_due", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
    Index(
        "ix_webhook_deliveries_order",
        "webhook_id",
        "subject",
        "id",
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    ),
    **NEVER_AGAIN,
)

"""Campaigns, their members, what they say and what became of whom."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

prompts = Table(
    "prompts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(8), nullable=False),  # upload | speech
    Column("text", Text),  # speech: what is said
    Column("sha256", String(64), nullable=False),  # of the converted WAV; its file's name
    Column("seconds", Float, nullable=False),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("state", String(12), nullable=False),  # cti.dialer.campaign.State
    Column("purpose", String(16), nullable=False),  # advertising | care
    Column("pbx", String(64), nullable=False),
    Column("trunk", String(64), nullable=False),
    Column("caller_id", String(32), nullable=False),
    Column("prompt_id", ForeignKey("prompts.id"), nullable=False),
    Column("keys", JSON, nullable=False),  # {"1": "registered", …}
    Column("refuse_key", String(1), nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("key_wait_s", Integer, nullable=False),
    Column("ring_s", Integer, nullable=False),
    Column("window", JSON, nullable=False),  # {"days": [1…7], "start": "08:00", "end": "17:00"}
    Column("retry", JSON, nullable=False),  # {"busy": {"tries": 3, "after_s": 900}, …}
    Column("max_concurrent", Integer, nullable=False),
    Column("calls_per_second", Float, nullable=False),
    Column("created_by", ForeignKey("users.id", ondelete="SET NULL")),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("version", Integer, nullable=False, server_default="1"),
)

campaign_members = Table(
    "campaign_members",
    metadata,
    Column("id", Id, primary_key=True),
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="CASCADE"), nullable=False),
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("customer_id", ForeignKey("customers.id", ondelete="SET NULL")),
    Column("name", String(300)),
    Column("typed", String(64), nullable=False),
    Column("e164", String(16), nullable=False),
    Column("state", String(16)),  # registration; null until the first reply
    Column("dial", String(12), nullable=False),  # cti.dialer.member.Dial
    Column("why", String(64)),  # dial = blocked: the gate's first reason
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("outcome", String(24)),  # of the last attempt
    Column("last_key", String(8)),
    Column("due_at", UtcTime, nullable=False),
    Column("joined_at", UtcTime, nullable=False),
    UniqueConstraint("campaign_id", "e164"),
    # The hopper's own index: who is next.
    Index(
        "ix_campaign_members_due",
        "campaign_id",
        "due_at",
        "id",
        sqlite_where=text("dial = 'waiting'"),
        postgresql_where=text("dial = 'waiting'"),
    ),
    Index("ix_campaign_members_state", "campaign_id", "state"),
    Index("ix_campaign_members_dial", "campaign_id", "dial"),
    Index("ix_campaign_members_customer", "customer_id"),
    Index("ix_campaign_members_number", "e164"),
    **NEVER_AGAIN,
)

member_history = Table(
    "member_history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("member_id", ForeignKey("campaign_members.id", ondelete="CASCADE"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),  # null: the customer's key
    Column("attempt_id", String(64)),
    Column("key", String(8)),
    Column("state_before", String(16)),
    Column("state_after", String(16)),
    Column("applied", Boolean, nullable=False),  # false: an illegal move, recorded only
    Index("ix_member_history_member_at", "member_id", "at"),
    **NEVER_AGAIN,
)

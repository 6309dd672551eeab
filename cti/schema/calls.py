"""The ledger of attempts, the replies to them, and the calls as they happened."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
    true,
)

from cti.schema.base import UtcTime, metadata

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(64), primary_key=True),  # the ChannelId of the Originate
    Column("kind", String(16), nullable=False),  # campaign | click
    Column("pbx", String(64), nullable=False),
    Column("trunk", String(64), nullable=False),
    Column("e164", String(16), nullable=False),
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="CASCADE")),
    Column("member_id", ForeignKey("campaign_members.id", ondelete="CASCADE")),
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("decision_id", ForeignKey("gate_decisions.id", ondelete="SET NULL")),
    Column("number", Integer, nullable=False, server_default="1"),  # which try of the member
    Column("live", Boolean, nullable=False, server_default=true()),  # not settled yet
    Column("outcome", String(24)),  # cti.calls.outcome.Outcome, once settled
    Column("cause", Integer),  # Q.850, as Asterisk reports it
    Column("tech_cause", String(120)),  # SIP 486 Busy Here
    Column("created_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Column("answered_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("trace", JSON),  # [[ms since created, what, detail], …]
    # One live attempt per number, whoever dials it.
    Index(
        "uq_attempts_live_number",
        "e164",
        unique=True,
        sqlite_where=text("live"),
        postgresql_where=text("live"),
    ),
    Index("ix_attempts_live", "pbx", sqlite_where=text("live"), postgresql_where=text("live")),
    Index("ix_attempts_campaign", "campaign_id", "created_at"),
    Index("ix_attempts_member", "member_id"),
    Index("ix_attempts_number", "e164", "created_at"),
)

replies = Table(
    "replies",
    metadata,
    Column("attempt_id", ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("key", String(8), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("effect", String(16), nullable=False),  # applied | illegal | unmapped | refused
)

TALKED = text("direction = 'outbound' AND user_id IS NOT NULL AND ended_at > answered_at")
"""Somebody of ours called and spoke with the customer: what counts as a successful call (R235)."""

calls = Table(
    "calls",
    metadata,
    Column("id", String(64), primary_key=True),  # the attempt's id, or one made for an inbound call
    Column("pbx", String(64), nullable=False),
    Column("linkedid", String(150), nullable=False),
    Column("direction", String(12), nullable=False),  # inbound | outbound | internal
    Column("kind", String(16), nullable=False),  # inbound | click | campaign | internal
    Column("number", String(64)),  # the customer's, as the network gave it
    Column("e164", String(16)),
    Column("did", String(64)),  # inbound: the number that was called
    Column("customer_id", ForeignKey("customers.id", ondelete="SET NULL")),
    Column("contact_id", ForeignKey("contacts.id", ondelete="SET NULL")),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),  # the agent, the last one
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="SET NULL")),
    Column("state", String(12), nullable=False),  # ringing | talking | ended | unknown
    Column("outcome", String(24)),
    Column("cause", Integer),
    Column("started_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("disposition", String(40)),
    Column("wrapped_at", UtcTime),  # the agent has finished the after-call work
    UniqueConstraint("pbx", "linkedid", name="uq_calls_pbx_linkedid"),
    Index("ix_calls_customer", "customer_id", "started_at"),
    Index("ix_calls_user", "user_id", "started_at"),
    Index("ix_calls_started", "started_at"),
    Index("ix_calls_number", "e164", "started_at"),
    Index(
        "ix_calls_talked",
        "user_id",
        "started_at",
        "answered_at",
        "ended_at",
        "direction",  # SQLite looks at the table for it else, though the index says what it is
        sqlite_where=TALKED,
        postgresql_where=TALKED,
    ),
    Index(
        "ix_calls_open",
        "pbx",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

call_legs = Table(
    "call_legs",
    metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("uniqueid", String(150), primary_key=True),
    Column("channel", String(200), nullable=False),
    Column("role", String(12), nullable=False),  # customer | agent | other
    Column("extension", String(16)),
    Column("started_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("cause", Integer),
)

dispositions = Table(
    "dispositions",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("label_vi", String(120), nullable=False),
    Column("label_en", String(120), nullable=False),
    Column("position", Integer, nullable=False),  # 1…9 are also its key
)

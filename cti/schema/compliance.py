"""Who must not be called, and every decision about every call."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
    true,
)

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

dnc_numbers = Table(
    "dnc_numbers",
    metadata,
    Column("list", String(12), primary_key=True),  # national | internal
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # E.164 without the +
    Column("voice", Boolean, nullable=False, server_default=true()),
    Column("sms", Boolean, nullable=False, server_default=true()),
    Column("source", String(24), nullable=False),  # import | refused_key | manual
    Column("reason", Text),
    Column("attempt_id", String(64)),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("added_at", UtcTime, nullable=False),
)

dnc_imports = Table(
    "dnc_imports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("list", String(12), nullable=False),
    Column("file_name", String(300), nullable=False),
    Column("added", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("invalid", Integer, nullable=False),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("at", UtcTime, nullable=False),
    Column("state", String(8), nullable=False, server_default="done"),  # reading | writing | …
    Column("mode", String(8)),  # full | delta; null: as the file says
    Column("force", Boolean, nullable=False, server_default=false()),
    Column("total", Integer),  # numbers that the file changes; null: not known yet
    Column("done", Integer, nullable=False, server_default="0"),
    Column("unchanged", Integer, nullable=False, server_default="0"),
    Column("problems", JSON),  # row and value of the first that are no numbers
    Column("error", JSON),  # code and params of why it failed
    Column("finished_at", UtcTime),
    Index("ix_dnc_imports_list", "list", "id"),
    **NEVER_AGAIN,
)

gate_decisions = Table(
    "gate_decisions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("verdict", String(8), nullable=False),  # allow | confirm | deny
    Column("reasons", JSON, nullable=False),  # every code that applied
    Column("rules", String(64), nullable=False),  # profile and version, `vietnam/2026-01-01`
    Column("channel", String(12), nullable=False),  # campaign | manual
    Column("purpose", String(16), nullable=False),  # advertising | care
    Column("e164", String(16)),
    Column("typed", String(64)),  # when it is no number at all
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="CASCADE")),
    Column("member_id", BigInteger),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("confirmed", Boolean, nullable=False, server_default=false()),
    Column("reason", Text),  # what the user gave for going on
    Index("ix_gate_decisions_number_at", "e164", "at"),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("e164", String(16), nullable=False, index=True),
    Column("channel", String(8), nullable=False),  # voice | sms | email
    Column("scope", Text, nullable=False),  # content, form and frequency agreed to
    Column("evidence", Text, nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
)

rule_changes = Table(
    "rule_changes",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 …
    Column("profile", String(32), nullable=False),  # that it was made to
    Column("answers", JSON, nullable=False),  # reason → mode, all that differ from the profile's
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("at", UtcTime, nullable=False),
)

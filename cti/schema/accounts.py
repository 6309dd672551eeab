"""Who may sign in, and what was done by whom."""

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
    true,
)

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

teams = Table(
    "teams",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    **NEVER_AGAIN,
)

team_leaders = Table(
    "team_leaders",
    metadata,
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True),
)

departments = Table(
    "departments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    **NEVER_AGAIN,
)

roles = Table(
    "roles",
    metadata,
    Column("key", String(40), primary_key=True),  # a built-in role's name, or one of our making
    Column("base", String(16), nullable=False),  # the built-in role that it stands on
    Column("name", String(120), unique=True),  # null of a built-in one: the app has its words
    Column("changes", JSON, nullable=False),  # cti.accounts.grants.Changes
    Column("version", Integer, nullable=False, server_default="1"),
    Column("updated_at", UtcTime, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("id", Id, primary_key=True),
    Column("username", String(64), nullable=False, unique=True),  # lower case
    Column("email", String(254)),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),  # cti.accounts.rights.Role
    Column("role_key", ForeignKey("roles.key"), index=True),  # of a role that is not built in
    Column("team_id", ForeignKey("teams.id", ondelete="SET NULL")),
    Column("department_id", ForeignKey("departments.id"), index=True),
    Column("extension", String(16), unique=True),
    Column("password_hash", String(200), nullable=False),  # argon2id
    Column("language", String(2), nullable=False, server_default="vi"),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("created_at", UtcTime, nullable=False),
    Column("birthday", Date),
)

# Whose birthday everybody has been told of, and of which day: each is told once.
birthday_tellings = Table(
    "birthday_tellings",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),  # the birthday itself, or the first of its month
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),  # SHA-256 of the cookie, in hex
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("csrf_token", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False, index=True),
    Column("address", String(64)),
    Column("user_agent", String(300)),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),
    Column("action", String(64), nullable=False),  # `login.failed`, `call.dnc_confirmed`, …
    Column("subject", String(120)),  # `campaign/12`, `phone/+84912345678`
    Column("detail", JSON, nullable=False),
    Column("address", String(64)),
    Index("ix_audit_log_subject_at", "subject", "at"),
)

agent_states = Table(
    "agent_states",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("presence", String(16), nullable=False),  # ready | paused | offline
    Column("reason", Text),  # why paused
    Column("since", UtcTime, nullable=False),
)

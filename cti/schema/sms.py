"""Text messages: what they are made of."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from cti.schema.base import NEVER_AGAIN, Id, UtcTime, metadata

sms_templates = Table(
    "sms_templates",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("name_key", String(300), nullable=False),  # folded: found without diacritics
    Column("body", Text, nullable=False),  # with merge fields as {Tên khách hàng}
    Column("user_id", ForeignKey("users.id", ondelete="SET NULL")),  # who changed it last
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Index("ix_sms_templates_name_key", "name_key", "id"),
    **NEVER_AGAIN,
)

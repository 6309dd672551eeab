"""The first tables of dialer."""

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime


def create() -> None:
    """In the order of their references."""
    op.create_table(
        "prompts",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("created_by", Id, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_prompts_created_by_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompts")),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("pbx", sa.String(length=64), nullable=False),
        sa.Column("trunk", sa.String(length=64), nullable=False),
        sa.Column("caller_id", sa.String(length=32), nullable=False),
        sa.Column("prompt_id", Id, nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("refuse_key", sa.String(length=1), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("key_wait_s", sa.Integer(), nullable=False),
        sa.Column("ring_s", sa.Integer(), nullable=False),
        sa.Column("window", sa.JSON(), nullable=False),
        sa.Column("retry", sa.JSON(), nullable=False),
        sa.Column("max_concurrent", sa.Integer(), nullable=False),
        sa.Column("calls_per_second", sa.Float(), nullable=False),
        sa.Column("created_by", Id, nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["users.id"],
            name=op.f("fk_campaigns_created_by_users"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["prompt_id"], ["prompts.id"], name=op.f("fk_campaigns_prompt_id_prompts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "campaign_members",
        sa.Column("id", Id, nullable=False),
        sa.Column("campaign_id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=True),
        sa.Column("customer_id", Id, nullable=True),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("typed", sa.String(length=64), nullable=False),
        sa.Column("e164", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=True),
        sa.Column("dial", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("last_key", sa.String(length=8), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("joined_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_members_campaign_id_campaigns"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contacts.id"],
            name=op.f("fk_campaign_members_contact_id_contacts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_campaign_members_customer_id_customers"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_members")),
        sa.UniqueConstraint(
            "campaign_id", "e164", name=op.f("uq_campaign_members_campaign_id_e164")
        ),
    )
    op.create_index(
        "ix_campaign_members_customer", "campaign_members", ["customer_id"], unique=False
    )
    op.create_index(
        "ix_campaign_members_dial", "campaign_members", ["campaign_id", "dial"], unique=False
    )
    op.create_index(
        "ix_campaign_members_due",
        "campaign_members",
        ["campaign_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("dial = 'waiting'"),
        postgresql_where=sa.text("dial = 'waiting'"),
    )
    op.create_index("ix_campaign_members_number", "campaign_members", ["e164"], unique=False)
    op.create_index(
        "ix_campaign_members_state", "campaign_members", ["campaign_id", "state"], unique=False
    )
    op.create_table(
        "member_history",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("attempt_id", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=8), nullable=True),
        sa.Column("state_before", sa.String(length=16), nullable=True),
        sa.Column("state_after", sa.String(length=16), nullable=True),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["campaign_members.id"],
            name=op.f("fk_member_history_member_id_campaign_members"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_member_history_user_id_users"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_history")),
    )
    op.create_index(
        "ix_member_history_member_at", "member_history", ["member_id", "at"], unique=False
    )

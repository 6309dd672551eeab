"""The tables of what an admin sets up, and the values that a new directory starts with."""

import sqlalchemy as sa
from alembic import op

from cti.schema.base import Id, UtcTime

SEED = {
    "size": ("1–9 người", "10–49 người", "50–199 người", "200–499 người", "Từ 500 người"),
    "sector": (
        "Thương mại",
        "Sản xuất",
        "Xây dựng",
        "Bất động sản",
        "Tài chính – Ngân hàng",
        "Công nghệ thông tin",
        "Giáo dục",
        "Y tế",
        "Vận tải – Kho bãi",
        "Nhà hàng – Khách sạn",
        "Nông nghiệp",
        "Khác",
    ),
    "contact_source": ("Website", "Facebook", "Zalo", "Tổng đài", "Sự kiện", "Giới thiệu", "Khác"),
    "source": (
        "Marketing",
        "Nhân viên tự tìm",
        "Khách hàng giới thiệu",
        "Đối tác",
        "Gọi đến",
        "Khác",
    ),
    "group": ("Khách lẻ", "Khách sỉ", "Đại lý", "VIP"),
    "relationship": (
        "Mới",
        "Đang tìm hiểu",
        "Tiềm năng",
        "Đang giao dịch",
        "Khách hàng thân thiết",
        "Ngừng giao dịch",
    ),
}


def create() -> None:
    """In the order of their references."""
    op.create_table(
        "catalogue_values",
        sa.Column("id", Id, nullable=False),
        sa.Column("catalogue", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("label_key", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_values")),
        sa.UniqueConstraint(
            "catalogue", "label_key", name=op.f("uq_catalogue_values_catalogue_label_key")
        ),
    )
    op.create_table(
        "custom_fields",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("required", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deleted_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
        sa.UniqueConstraint("key", name=op.f("uq_custom_fields_key")),
    )
    op.create_table(
        "custom_values",
        sa.Column("id", Id, nullable=False),
        sa.Column("customer_id", Id, nullable=False),
        sa.Column("field_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("option_id", Id, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_custom_values_customer_id_customers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["custom_fields.id"],
            name=op.f("fk_custom_values_field_id_custom_fields"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["option_id"],
            ["catalogue_values.id"],
            name=op.f("fk_custom_values_option_id_catalogue_values"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_values")),
        sa.UniqueConstraint(
            "customer_id",
            "field_id",
            "option_id",
            name=op.f("uq_custom_values_customer_id_field_id_option_id"),
        ),
    )
    op.create_index("ix_custom_values_number", "custom_values", ["field_id", "number"])
    op.create_index("ix_custom_values_day", "custom_values", ["field_id", "day"])
    op.create_index("ix_custom_values_option", "custom_values", ["option_id"])
    op.create_table(
        "directory_settings",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_directory_settings")),
    )


def seed() -> None:
    """Words that a Vietnamese company can begin with; each can be changed."""
    table = sa.table(
        "catalogue_values",
        sa.column("catalogue", sa.String),
        sa.column("label", sa.String),
        sa.column("label_key", sa.String),
        sa.column("position", sa.Integer),
    )
    rows = [
        {"catalogue": name, "label": label, "label_key": label.lower(), "position": at}
        for name, labels in SEED.items()
        for at, label in enumerate(labels)
    ]
    op.bulk_insert(table, rows)

"""What the demo's customers were offered, bought, signed and paid."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cti.accounts.rights import Caller
from cti.crm.commerce.shapes import DocumentForm, DocumentKind
from cti.crm.service import Directory
from cti.crm.shapes import Customer


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: how many days before the seeding it is of, and after which it is due."""

    kind: DocumentKind
    status: str
    ago: int
    amount: int = 0
    due_in: int | None = None
    lines: tuple[tuple[str, float, int], ...] = ()
    months: int | None = None
    about: int | None = None  # the place of the paper that it names
    said: str | None = None


PHONES = (("Máy lẻ IP", 20, 1_450_000), ("Cài đặt tổng đài", 1, 6_000_000))
LICENCES = (("Bản quyền người dùng (năm)", 50, 1_200_000), ("Đào tạo tại chỗ", 2, 2_500_000))

DEALS: tuple[tuple[Paper, ...], ...] = (
    (
        Paper("quote", "accepted", 40, due_in=-10, lines=PHONES),
        Paper("order", "confirmed", 30, due_in=-5, lines=PHONES),
        Paper("receipt", "recorded", 20, 20_000_000, about=1, said="Chuyển khoản đợt 1"),
    ),
    (
        Paper("contract", "in_force", 60, 120_000_000, months=12, due_in=15,
              said="Thuê tổng đài và 50 người dùng"),
        Paper("order", "delivered", 50, about=0, due_in=-20, lines=LICENCES),
        Paper("order", "confirmed", 8, 9_600_000, about=0, due_in=22, said="Thêm 8 người dùng"),
        Paper("receipt", "recorded", 15, 65_000_000, about=1),
    ),
    (Paper("quote", "sent", 3, due_in=12, lines=LICENCES),),
    (
        Paper("order", "delivered", 25, 15_000_000, due_in=5),
        Paper("receipt", "recorded", 24, 16_000_000),
        Paper("payment", "recorded", 10, 1_000_000, said="Hoàn lại tiền chuyển thừa"),
        Paper("quote", "draft", 1, 30_000_000),
    ),
)  # fmt: skip

EVERY = 5
"""Which customers have some; it shares no divisor with how many owners take turns."""


async def seed_commerce(
    directory: Directory, author: Caller, customer: Customer, at: int, now: datetime
) -> None:
    """Write the documents of the customer at a position."""
    if at % EVERY:
        return
    today = now.date()
    ids: list[int] = []
    for paper in DEALS[at // EVERY % len(DEALS)]:
        day = max(today - timedelta(days=paper.ago), customer.created_at.date())
        fields: dict[str, Any] = {
            "kind": paper.kind,
            "status": paper.status,
            "day": day,
            "description": paper.said,
        }
        if paper.lines:
            names = ("name", "quantity", "unit_price")
            fields["lines"] = [dict(zip(names, line, strict=True)) for line in paper.lines]
        else:
            fields["amount"] = paper.amount
        if paper.due_in is not None:
            fields["due_on"] = today + timedelta(days=paper.due_in)
        if paper.months is not None:
            fields |= {"months": paper.months, "effective_on": day}
        if paper.about is not None:
            fields["about_id"] = ids[paper.about]
        form = DocumentForm.model_validate(fields)
        made = await directory.commerce.create(author, customer.id, form)
        ids.append(made.id)

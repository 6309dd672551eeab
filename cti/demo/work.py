"""What the demo's people did with its customers: tasks, comments, deals, tickets, appointments."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.crm.appointments.shapes import AppointmentForm, MeetingForm
from cti.crm.catalogues.store import find_values
from cti.crm.comments.shapes import CommentForm
from cti.crm.opportunities.shapes import OpportunityForm, OpportunityStage
from cti.crm.service import Directory
from cti.crm.shapes import Customer
from cti.crm.tasks.shapes import TaskForm
from cti.crm.tickets.shapes import TicketForm, TicketPriority
from cti.crm.transactions.shapes import TransactionForm

TASKS = (
    ("Gửi báo giá gói 50 người dùng", timedelta(hours=3)),
    ("Gọi lại xác nhận hợp đồng", timedelta(days=1)),
    ("Gửi bản giới thiệu sản phẩm", timedelta(days=-2)),
    ("Hỏi thăm sau khi lắp đặt", timedelta(days=6)),
    ("Nhắc gia hạn dịch vụ", timedelta(hours=-5)),
)
"""Title, and how long from the seeding it is due: some are overdue."""

TALKS: tuple[tuple[tuple[Literal["owner", "lead"], str], ...], ...] = (
    (
        ("owner", "Khách hỏi thêm về tổng đài 50 máy. @{lead} cho em xin giá tốt nhất ạ."),
        ("lead", "Giảm 10% nếu ký trong tháng này. @{owner} gọi lại trước thứ Sáu nhé."),
        ("owner", "Vâng, chiều nay em gọi."),
    ),
    (
        ("owner", "Khách muốn xuất hoá đơn theo quý. @{lead} duyệt giúp em."),
        ("lead", "Được, nhớ ghi vào phụ lục hợp đồng."),
    ),
    (
        ("lead", "@{owner} khách này lâu rồi chưa ai liên hệ, em hỏi thăm nhé."),
        ("owner", "Em vừa gọi: khách đã thống nhất giá, đang chờ ký."),
    ),
)
"""Who says what to whom; all but the first line are answers to it."""

DEALS: tuple[tuple[str, int, OpportunityStage], ...] = (
    ("Tổng đài 20 máy nhánh", 48_000_000, "open"),
    ("Gói nhắn tin quý IV", 12_500_000, "won"),
    ("Gia hạn chăm sóc khách hàng", 30_000_000, "open"),
    ("Nâng cấp lên 100 máy nhánh", 175_000_000, "lost"),
)

TICKETS: tuple[tuple[str, TicketPriority], ...] = (
    ("Máy nhánh 103 không đăng ký được", "high"),
    ("Xin cấp lại hoá đơn tháng 10", "normal"),
    ("Âm thanh bị rè khi gọi ra", "urgent"),
)

APPOINTMENT = "Trình bày giải pháp tại văn phòng khách"
MEETING = "Gặp khảo sát nhu cầu"
TRANSACTION = "Tư vấn qua điện thoại"

EVERY_TASK, EVERY_COMMENT, EVERY_DEAL, EVERY_TICKET, EVERY_APPOINTMENT = 1, 5, 5, 7, 7
"""None shares a divisor with the number of owners that take turns: each gets some of all."""


async def find_transaction_types(connection: AsyncConnection) -> list[int]:
    """What a quick transaction can be of."""
    return [one.id for one in (await find_values(connection)).get("transaction_type", [])]


async def seed_work(
    directory: Directory,
    author: Caller,
    lead: Caller,
    customer: Customer,
    at: int,
    now: datetime,
    types: Sequence[int],
) -> None:
    """What was done with the customer at a position by the one who looks after it.

    `directory` lives at the time the customer came in; `now` is that of the seeding, from which
    on tasks and appointments lie ahead.
    """
    if at % EVERY_TASK == 0:
        title, due = TASKS[at // EVERY_TASK % len(TASKS)]
        await directory.work.tasks.create(
            author,
            # No reminders: a demo that starts must not ring for everything it was given.
            TaskForm(title=title, customer_id=customer.id, due_at=now + due, remind_minutes=None),
        )
    if at % EVERY_COMMENT == 0:
        await _discuss(directory, author, lead, customer, at // EVERY_COMMENT)
    if at % EVERY_DEAL == 0:
        name, value, stage = DEALS[at // EVERY_DEAL % len(DEALS)]
        form = OpportunityForm(
            name=name, value=value, stage=stage, expected_on=(now + timedelta(days=at)).date()
        )
        await directory.opportunities.create(author, customer.id, form)
    if at % EVERY_TICKET == 0:
        subject, priority = TICKETS[at // EVERY_TICKET % len(TICKETS)]
        await directory.tickets.create(
            author, customer.id, TicketForm(subject=subject, priority=priority)
        )
    if at % EVERY_APPOINTMENT == 0:
        await _meet(directory, author, customer, at, now, types)


async def _discuss(
    directory: Directory, author: Caller, lead: Caller, customer: Customer, nth: int
) -> None:
    speakers = {"owner": author, "lead": lead}
    accounts = {who: caller.username for who, caller in speakers.items()}
    first: int | None = None
    for who, said in TALKS[nth % len(TALKS)]:
        form = CommentForm(body=said.format(**accounts), parent_id=first)
        posted = await directory.work.comments.post(speakers[who], customer.id, form)
        first = first or posted.id


async def _meet(
    directory: Directory,
    author: Caller,
    customer: Customer,
    at: int,
    now: datetime,
    types: Sequence[int],
) -> None:
    appointments = directory.work.appointments
    held = MeetingForm(
        title=MEETING, place="Văn phòng khách", starts_at=customer.created_at - timedelta(hours=2)
    )
    await appointments.record(author, customer.id, held)
    coming = AppointmentForm(
        title=APPOINTMENT,
        place=customer.address,
        starts_at=now + timedelta(days=1 + at % EVERY_APPOINTMENT, hours=at % 8),
        remind_minutes=None,
    )
    await appointments.arrange(author, customer.id, coming)
    if types:
        form = TransactionForm(name=TRANSACTION, type_id=types[at % len(types)])
        await directory.work.transactions.add(author, customer.id, form)

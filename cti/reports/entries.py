"""The rows behind a figure: what was counted, one by one."""

from sqlalchemy import ColumnElement, RowMapping, and_, null, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.cursor import decode_time, encode_cursor
from cti.crm.errors import CursorError
from cti.reports.counting import People, narrow
from cti.reports.parts import PARTS, Part, measure_talk
from cti.reports.period import Period
from cti.reports.shapes import KpiCustomer, KpiEntries, KpiEntry, KpiPart
from cti.schema import customers, users
from cti.shapes import read_person

LONGEST_ID = 18  # digits


async def find_entries(
    connection: AsyncConnection,
    caller: Caller,
    part: KpiPart,
    period: Period,
    people: People,
    *,
    cursor: str | None,
    limit: int,
) -> KpiEntries:
    """A page of them, the newest first. Raises CursorError."""
    kind, tag = PARTS[part], f"kpi/{part}"
    talk = measure_talk(connection.dialect) if part == "calls" else null()
    query = narrow(
        select(
            kind.row_id.label("row_id"),
            kind.at.label("at"),
            kind.text.label("text"),
            talk.label("talk_s"),
            customers.c.id.label("customer_id"),
            customers.c.name.label("customer_name"),
            kind.user.label("user_id"),
            users.c.name.label("user_name"),
            users.c.extension.label("user_extension"),
            users.c.role.label("user_role"),
        ).select_from(
            kind.at.table.outerjoin(
                customers, and_(customers.c.id == kind.customer, customers_visible(caller))
            ).outerjoin(users, users.c.id == kind.user)
        ),
        part,
        period,
        people,
    ).where(kind.visible(caller))
    if cursor:
        query = query.where(_lies_beyond(kind, tag, cursor))
    query = query.order_by(kind.at.desc(), kind.row_id.desc()).limit(limit + 1)
    rows = (await connection.execute(query)).mappings().all()
    page = rows[:limit]
    following = None
    if len(rows) > limit:
        following = encode_cursor(tag, page[-1]["at"], str(page[-1]["row_id"]))
    return KpiEntries(rows=[_make_entry(row) for row in page], next=following)


def _lies_beyond(kind: Part, tag: str, cursor: str) -> ColumnElement[bool]:
    at, tie = decode_time(tag, cursor)
    row_id: int | str = tie
    if kind.row_id.type.python_type is int:
        if not (tie.isascii() and tie.isdecimal() and len(tie) <= LONGEST_ID):
            raise CursorError
        row_id = int(tie)
    return or_(kind.at < at, and_(kind.at == at, kind.row_id < row_id))


def _make_entry(row: RowMapping) -> KpiEntry:
    customer = None
    if row["customer_id"] is not None:
        customer = KpiCustomer(id=row["customer_id"], name=row["customer_name"])
    return KpiEntry(
        id=str(row["row_id"]),
        at=row["at"],
        customer=customer,
        user=read_person(row, "user_id", "user"),
        text=row["text"],
        talk_s=None if row["talk_s"] is None else int(row["talk_s"]),
    )

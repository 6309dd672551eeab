"""Templates of text messages in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.paging import Key, Order
from cti.crm.sms.errors import TemplateNameTakenError
from cti.schema import sms_templates, users
from cti.text import fold

TemplateSort = Literal["name", "updated"]

KEYS: dict[TemplateSort, Key] = {
    "name": Key(sms_templates.c.name_key, "text"),
    "updated": Key(sms_templates.c.updated_at, "time"),
}
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class TemplateQuery:
    """Which templates, in which order."""

    q: str = ""
    sort: TemplateSort = "name"
    order: Literal["asc", "desc"] = "asc"
    cursor: str = ""
    limit: int = 50


async def find_page(
    connection: AsyncConnection, query: TemplateQuery
) -> tuple[Sequence[RowMapping], str | None]:
    """A page, and the cursor of the next. Raises CursorError."""
    order = Order(
        f"sms_templates/{query.sort}", KEYS[query.sort], sms_templates.c.id, query.order == "desc"
    )
    wanted = _select().where(*_filter(query))
    return await order.read_page(connection, wanted, query.cursor, query.limit)


async def count(connection: AsyncConnection, query: TemplateQuery) -> int:
    """How many there are."""
    counted = select(func.count()).select_from(sms_templates).where(*_filter(query))
    return int((await connection.execute(counted)).scalar_one())


async def find_one(
    connection: AsyncConnection, template_id: int, *, lock: bool = False
) -> RowMapping | None:
    """One of them."""
    query = _select().where(sms_templates.c.id == template_id)
    if lock:  # on SQLite the write transaction itself is the lock
        query = query.with_for_update(of=sms_templates)
    found: RowMapping | None = (await connection.execute(query)).mappings().one_or_none()
    return found


async def insert_template(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store one; its id. Raises TemplateNameTakenError."""
    try:
        row = await connection.execute(
            insert(sms_templates).returning(sms_templates.c.id), dict(values)
        )
    except IntegrityError as error:
        raise TemplateNameTakenError(name=values["name"]) from error
    return int(row.scalar_one())


async def update_template(
    connection: AsyncConnection, template_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values. Raises TemplateNameTakenError."""
    try:
        await connection.execute(
            update(sms_templates).where(sms_templates.c.id == template_id).values(**values)
        )
    except IntegrityError as error:
        raise TemplateNameTakenError(name=values.get("name")) from error


async def delete_template(connection: AsyncConnection, template_id: int) -> None:
    """Remove one."""
    await connection.execute(delete(sms_templates).where(sms_templates.c.id == template_id))


def _select() -> Select[Any]:
    return select(
        sms_templates,
        users.c.name.label("by_name"),
        users.c.extension.label("by_extension"),
        users.c.role.label("by_role"),
    ).select_from(sms_templates.outerjoin(users, users.c.id == sms_templates.c.user_id))


def _filter(query: TemplateQuery) -> list[ColumnElement[bool]]:
    words = fold(query.q).split()[:MOST_WORDS]
    return [sms_templates.c.name_key.contains(word, autoescape=True) for word in words]

"""What is sent of a task, as it is stored and as the history tells it."""

from typing import Any

from sqlalchemy import RowMapping

from cti.crm import store as customer_store
from cti.crm.audience import find_audience
from cti.crm.errors import UserUnknownError
from cti.crm.tasks.errors import AssigneeUnseenError, TitleEmptyError
from cti.crm.tasks.shapes import TaskChange
from cti.db import Unit
from cti.text import clean, clean_line, make_key


def clean_texts(values: dict[str, str | None]) -> dict[str, Any]:
    """The texts as they are stored. Raises TitleEmptyError."""
    cleaned: dict[str, Any] = {}
    if "title" in values:
        title = clean_line(values["title"] or "")[:300]
        if not title:
            raise TitleEmptyError
        cleaned |= {"title": title, "title_key": make_key(title)}
    if "description" in values:
        cleaned["description"] = clean(values["description"] or "") or None
    return cleaned


async def check_assignee(unit: Unit, customer_id: int | None, user_id: int) -> None:
    """Whoever is to do it can see what it is about.

    Raises UserUnknownError, AssigneeUnseenError.
    """
    known = await customer_store.find_active_users(unit.connection, [user_id])
    if user_id not in known:
        raise UserUnknownError(id=user_id)
    if customer_id is not None and not await find_audience(unit.connection, customer_id, {user_id}):
        raise AssigneeUnseenError(id=user_id, name=known[user_id])


async def read_change(unit: Unit, row: RowMapping, form: TaskChange) -> dict[str, Any]:
    """The columns that get another value. A title, a time and an assignee are never emptied."""
    sent = form.model_dump(exclude_unset=True, exclude={"version"})
    texts: dict[str, str | None] = {
        name: sent[name] for name in ("title", "description") if name in sent
    }
    if texts.get("title", "") is None:
        del texts["title"]
    wanted = clean_texts(texts)
    if sent.get("due_at"):
        wanted["due_at"] = sent["due_at"]
    if "remind_minutes" in sent:
        wanted["remind_minutes"] = sent["remind_minutes"]
    if sent.get("assignee_id") and sent["assignee_id"] != row["assignee_id"]:
        await check_assignee(unit, row["customer_id"], sent["assignee_id"])
        wanted["assignee_id"] = sent["assignee_id"]
    return {name: value for name, value in wanted.items() if value != row[name]}


async def tell_changes(
    unit: Unit, row: RowMapping, values: dict[str, Any]
) -> dict[str, list[object]]:
    """What changed, as the history tells it; the task's name leads."""
    detail: dict[str, list[object]] = {"task": [None, row["title"]]}
    for name in ("title", "description", "remind_minutes"):
        if name in values:
            detail[name] = [row[name], values[name]]
    if "due_at" in values:
        detail["due_at"] = [row["due_at"].isoformat(), values["due_at"].isoformat()]
    if "assignee_id" in values:
        known = await customer_store.find_active_users(unit.connection, [values["assignee_id"]])
        detail["assignee"] = [row["assignee_name"], known[values["assignee_id"]]]
    return detail

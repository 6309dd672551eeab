"""The audit log: who did what to what, from where. Lines are added, never changed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit_groups import KINDS, SETTINGS_OF_CUSTOMERS, AuditGroup
from cti.accounts.rights import Caller
from cti.accounts.shapes import AuditLine, AuditPage
from cti.clock import utc_now
from cti.db import Database
from cti.schema import audit_log, users
from cti.shapes import Person


async def record_audit(
    connection: AsyncConnection,
    caller: Caller | None,
    action: str,
    subject: str | None,
    detail: Mapping[str, object],
    *,
    address: str | None = None,
    at: datetime | None = None,
) -> None:
    """Add a line, in the transaction of what it tells of.

    `action` is dotted (`user.changed`), `subject` a kind and a key (`user/7`); `detail` is JSON
    and holds no secrets. Without `caller`, nobody was signed in, or the server did it itself.
    """
    await connection.execute(
        insert(audit_log).values(
            at=at or utc_now(),
            user_id=caller.user_id if caller else None,
            action=action,
            subject=subject,
            detail=dict(detail),
            address=address,
        )
    )


async def read_audit(
    db: Database,
    *,
    action: str | None = None,
    subject: str | None = None,
    user_id: int | None = None,
    group: AuditGroup | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> AuditPage:
    """A page of the log, newest first; `before` is the id that the page before ended with.

    Of one user, of one group of actions, from `since` on and before `until`, as far as given.
    """
    query = (
        select(audit_log, users.c.name, users.c.extension, users.c.role)
        .join(users, users.c.id == audit_log.c.user_id, isouter=True)
        .order_by(audit_log.c.id.desc())
        .limit(limit + 1)
    )
    only = {"action": action, "subject": subject, "user_id": user_id}
    for column, value in only.items():
        if value is not None:
            query = query.where(audit_log.c[column] == value)
    if group is not None:
        query = query.where(_is_of(group))
    if since is not None:
        query = query.where(audit_log.c.at >= since)
    if until is not None:
        query = query.where(audit_log.c.at < until)
    if before is not None:
        query = query.where(audit_log.c.id < before)
    async with db.read() as connection:
        rows = (await connection.execute(query)).mappings().all()
    lines = [
        AuditLine(
            id=row["id"],
            at=row["at"],
            user=None
            if row["user_id"] is None
            else Person(
                id=row["user_id"], name=row["name"], extension=row["extension"], role=row["role"]
            ),
            action=row["action"],
            subject=row["subject"],
            detail=row["detail"],
            address=row["address"],
        )
        for row in rows[:limit]
    ]
    return AuditPage(rows=lines, next=str(lines[-1].id) if len(rows) > limit else None)


def _is_of(group: AuditGroup) -> ColumnElement[bool]:
    action = audit_log.c.action
    is_kind = or_(
        *(
            (action == kind) | action.startswith(f"{kind}.", autoescape=True)
            for kind in KINDS[group]
        )
    )
    if group == "settings":
        return is_kind | (action == SETTINGS_OF_CUSTOMERS)
    return is_kind & (action != SETTINGS_OF_CUSTOMERS)

"""HTTP operations on one's own notifications."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200
from pydantic import Field

from cti.accounts.rights import Right
from cti.endpoint import API, caller, endpoint
from cti.notifications.service import Notifications
from cti.notifications.shapes import BellView, NotificationPage, ReadForm, RowId

NOTIFICATIONS = web.AppKey("notifications", Notifications)

Limit = Annotated[int, Field(ge=1, le=100)]


@endpoint(Right.SIGNED_IN)
async def list_notifications(
    request: web.Request,
    unread: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    cursor: RowId | None = None,
    limit: Limit = 30,
) -> r200[NotificationPage]:
    """What oneself was told, the newest first."""
    return await request.app[NOTIFICATIONS].list(caller(request), cursor, limit, unread=unread)


@endpoint(Right.SIGNED_IN)
async def read_notifications(request: web.Request, body: ReadForm) -> r200[BellView]:
    """Mark one's own notifications as read."""
    return await request.app[NOTIFICATIONS].read(caller(request), body)


def add_routes(app: web.Application, notifications: Notifications) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[NOTIFICATIONS] = notifications
    app.router.add_get(f"{API}/notifications", list_notifications)
    app.router.add_post(f"{API}/notifications/read", read_notifications)

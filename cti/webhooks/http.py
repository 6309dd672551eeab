"""HTTP operations on webhooks."""

from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.endpoint import API, caller, endpoint
from cti.webhooks.service import Webhooks
from cti.webhooks.shapes import (
    Delivery,
    DeliveryPage,
    DeliveryState,
    RowId,
    Webhook,
    WebhookChange,
    WebhookForm,
    WebhookList,
    WebhookMade,
    WebhookSecret,
)

WEBHOOKS = web.AppKey("webhooks", Webhooks)

Limit = Annotated[int, Field(ge=1, le=200)]


@endpoint(Right.WEBHOOKS_EDIT)
async def list_webhooks(request: web.Request) -> r200[WebhookList]:
    """Every webhook with how it goes, and the kinds of events there are."""
    return await request.app[WEBHOOKS].list()


@endpoint(Right.WEBHOOKS_EDIT)
async def create_webhook(request: web.Request, body: WebhookForm) -> r201[WebhookMade]:
    """Have an address told of events; the answer has the secret that signs them."""
    return await request.app[WEBHOOKS].create(caller(request), body)


@endpoint(Right.WEBHOOKS_EDIT)
async def get_webhook(request: web.Request, webhook_id: RowId, /) -> r200[Webhook]:
    """One webhook."""
    return await request.app[WEBHOOKS].get(webhook_id)


@endpoint(Right.WEBHOOKS_EDIT)
async def change_webhook(
    request: web.Request, webhook_id: RowId, /, body: WebhookChange
) -> r200[Webhook]:
    """Change what is sent; one that is not active is told nothing."""
    return await request.app[WEBHOOKS].change(caller(request), webhook_id, body)


@endpoint(Right.WEBHOOKS_EDIT)
async def delete_webhook(request: web.Request, webhook_id: RowId, /) -> r204[None]:
    """Delete a webhook with what was still to be delivered."""
    await request.app[WEBHOOKS].delete(caller(request), webhook_id)


@endpoint(Right.WEBHOOKS_EDIT)
async def renew_webhook_secret(request: web.Request, webhook_id: RowId, /) -> r200[WebhookSecret]:
    """Sign with a new secret from now on."""
    return await request.app[WEBHOOKS].renew_secret(caller(request), webhook_id)


@endpoint(Right.WEBHOOKS_EDIT)
async def test_webhook(request: web.Request, webhook_id: RowId, /) -> r200[Delivery]:
    """Send a test event at once, and tell what came back."""
    return await request.app[WEBHOOKS].test(caller(request), webhook_id)


@endpoint(Right.WEBHOOKS_EDIT)
async def list_deliveries(
    request: web.Request,
    webhook_id: RowId,
    /,
    state: Literal["all"] | DeliveryState = "all",
    cursor: RowId | None = None,
    limit: Limit = 50,
) -> r200[DeliveryPage]:
    """What was sent and is to be sent, the newest first."""
    return await request.app[WEBHOOKS].find_deliveries(webhook_id, state, cursor, limit)


@endpoint(Right.WEBHOOKS_EDIT)
async def send_delivery_again(
    request: web.Request, webhook_id: RowId, delivery_id: RowId, /
) -> r200[Delivery]:
    """Deliver one again, whatever became of it."""
    return await request.app[WEBHOOKS].send_again(webhook_id, delivery_id)


def add_routes(app: web.Application, webhooks: Webhooks) -> None:
    """Put the service and its operations into the app."""
    app[WEBHOOKS] = webhooks
    one = f"{API}/webhooks/{{webhook_id:[0-9]+}}"
    app.router.add_get(f"{API}/webhooks", list_webhooks)
    app.router.add_post(f"{API}/webhooks", create_webhook)
    app.router.add_get(one, get_webhook)
    app.router.add_patch(one, change_webhook)
    app.router.add_delete(one, delete_webhook)
    app.router.add_post(f"{one}/secret", renew_webhook_secret)
    app.router.add_post(f"{one}/test", test_webhook)
    app.router.add_get(f"{one}/deliveries", list_deliveries)
    app.router.add_post(f"{one}/deliveries/{{delivery_id:[0-9]+}}/again", send_delivery_again)

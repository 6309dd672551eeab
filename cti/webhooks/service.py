"""Use cases on webhooks: who is told of what, and what became of it."""

import secrets
from typing import Any

import orjson
from sqlalchemy import RowMapping

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.accounts.visibility import sees_all
from cti.clock import Clock
from cti.db import Database
from cti.ids import new_id
from cti.shapes import read_person
from cti.webhooks import store
from cti.webhooks.errors import (
    WebhookDeliveryNotFoundError,
    WebhookNotFoundError,
    WebhookReachError,
    WebhookTooManyError,
    WebhookVersionError,
)
from cti.webhooks.posting import Poster
from cti.webhooks.rules import KINDS, TEST
from cti.webhooks.sending import WebhookSender
from cti.webhooks.shapes import (
    Delivery,
    DeliveryPage,
    Webhook,
    WebhookChange,
    WebhookFilter,
    WebhookForm,
    WebhookList,
    WebhookMade,
    WebhookSecret,
)
from cti.webhooks.targets import check_url

MOST = 50
SECRET_PREFIX = "whsec_"  # noqa: S105 - how secrets begin, none itself


class Webhooks:
    """Subscriptions of other systems to what happens here."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        sender: WebhookSender,
        poster: Poster,
        *,
        allow_private: bool,
    ) -> None:
        self._db = db
        self._clock = clock
        self._sender = sender
        self._poster = poster
        self._allow_private = allow_private

    async def list(self) -> WebhookList:
        """Every webhook, and the kinds of events there are."""
        async with self._db.read() as connection:
            rows = await store.find_all(connection)
        kinds = [f"{group}.{what}" for group, all_of in KINDS.items() for what in all_of]
        return WebhookList(rows=[_make(row) for row in rows], kinds=kinds)

    async def create(self, caller: Caller, form: WebhookForm) -> WebhookMade:
        """Subscribe an address.

        Raises WebhookReachError, WebhookUrlError, WebhookUrlPrivateError, WebhookTooManyError.
        """
        _check_reach(caller)
        check_url(form.url, allow_private=self._allow_private)
        now, secret = self._clock(), _new_secret()
        values = form.model_dump(mode="json") | {"secret": secret, "created_by": caller.user_id}
        async with self._db.write() as unit:
            if await store.count(unit.connection) >= MOST:
                raise WebhookTooManyError(most=MOST)
            webhook_id = await store.insert_webhook(
                unit.connection, values | {"created_at": now, "updated_at": now}
            )
            detail = {"name": form.name, "url": form.url, "kinds": form.kinds}
            await self._audit(unit.connection, caller, "webhook.created", webhook_id, detail)
            unit.after_commit(self._sender.wake)
        return WebhookMade(webhook=await self.get(webhook_id), secret=secret)

    async def get(self, webhook_id: int) -> Webhook:
        """One webhook. Raises WebhookNotFoundError."""
        async with self._db.read() as connection:
            row = await store.find_one(connection, webhook_id)
        if row is None:
            raise WebhookNotFoundError(id=webhook_id)
        return _make(row)

    async def change(self, caller: Caller, webhook_id: int, form: WebhookChange) -> Webhook:
        """Change what was sent.

        Raises as `create`, and WebhookNotFoundError, WebhookVersionError.
        """
        _check_reach(caller)
        sent = form.model_dump(mode="json", exclude_unset=True, exclude={"version"})
        values = {name: value for name, value in sent.items() if value is not None}
        if form.url is not None:
            check_url(form.url, allow_private=self._allow_private)
        async with self._db.write() as unit:
            row = await self._lock(unit.connection, webhook_id)
            if row["version"] != form.version:
                raise WebhookVersionError(id=webhook_id)
            changed = {name: value for name, value in values.items() if row[name] != value}
            if changed:
                newer = {"version": row["version"] + 1, "updated_at": self._clock()}
                await store.update_webhook(unit.connection, webhook_id, changed | newer)
                await self._audit(unit.connection, caller, "webhook.changed", webhook_id, changed)
            unit.after_commit(self._sender.wake)
        return await self.get(webhook_id)

    async def delete(self, caller: Caller, webhook_id: int) -> None:
        """Unsubscribe, and forget what was still to be delivered."""
        async with self._db.write() as unit:
            row = await self._lock(unit.connection, webhook_id)
            await store.delete_webhook(unit.connection, webhook_id)
            detail = {"name": row["name"], "url": row["url"]}
            await self._audit(unit.connection, caller, "webhook.deleted", webhook_id, detail)

    async def renew_secret(self, caller: Caller, webhook_id: int) -> WebhookSecret:
        """A new secret; the old one signs nothing any more."""
        secret = _new_secret()
        async with self._db.write() as unit:
            await self._lock(unit.connection, webhook_id)
            await store.update_webhook(unit.connection, webhook_id, {"secret": secret})
            await self._audit(unit.connection, caller, "webhook.secret", webhook_id, {})
        return WebhookSecret(secret=secret)

    async def test(self, caller: Caller, webhook_id: int) -> Delivery:
        """Send a test event at once, once, and tell what came back."""
        async with self._db.read() as connection:
            hook = await store.find_one(connection, webhook_id)
        if hook is None:
            raise WebhookNotFoundError(id=webhook_id)
        now, event_id = self._clock(), new_id("test")
        by = {"id": caller.user_id, "name": caller.name}
        told = {"id": event_id, "kind": TEST, "at": now, "customer": None, "by": by}
        body = orjson.dumps(told).decode()
        result = await self._poster.post(hook["url"], hook["secret"], event_id, TEST, body)
        values: dict[str, Any] = {
            "webhook_id": webhook_id, "event_id": event_id, "kind": TEST,
            "subject": f"{TEST}/{event_id}", "body": body, "tries": 1, "due_at": now,
            "state": "done" if result.ok else "failed", "created_at": now,
            "ended_at": self._clock(), "status": result.status, "answer": result.answer,
        }  # fmt: skip
        async with self._db.write() as unit:
            await self._lock(unit.connection, webhook_id)
            row = await store.insert_delivery(unit.connection, values)
        return Delivery.model_validate(dict(row))

    async def find_deliveries(
        self, webhook_id: int, state: str, before: int | None, limit: int
    ) -> DeliveryPage:
        """What was and is to be sent, the newest first. Raises WebhookNotFoundError."""
        await self.get(webhook_id)
        async with self._db.read() as connection:
            rows = await store.find_deliveries(connection, webhook_id, state, before, limit + 1)
        shown = [Delivery.model_validate(dict(row)) for row in rows[:limit]]
        return DeliveryPage(rows=shown, next=str(shown[-1].id) if len(rows) > limit else None)

    async def send_again(self, webhook_id: int, delivery_id: int) -> Delivery:
        """Deliver one again, whatever became of it. Raises WebhookDeliveryNotFoundError."""
        async with self._db.write() as unit:
            row = await store.send_again(unit.connection, webhook_id, delivery_id, self._clock())
            if row is None:
                raise WebhookDeliveryNotFoundError(id=delivery_id)
            unit.after_commit(self._sender.wake)
        return Delivery.model_validate(dict(row))

    async def _lock(self, connection: Any, webhook_id: int) -> RowMapping:  # noqa: ANN401 - an AsyncConnection
        row = await store.find_one(connection, webhook_id, lock=True)
        if row is None:
            raise WebhookNotFoundError(id=webhook_id)
        return row

    async def _audit(
        self,
        connection: Any,  # noqa: ANN401 - an AsyncConnection
        caller: Caller,
        action: str,
        webhook_id: int,
        detail: dict[str, Any],
    ) -> None:
        await record_audit(
            connection, caller, action, f"webhook/{webhook_id}", detail, at=self._clock()
        )


def _check_reach(caller: Caller) -> None:
    """Row visibility holds here too (R325): a token needs contacts.view besides webhooks.edit."""
    if not sees_all(caller):
        raise WebhookReachError


def _new_secret() -> str:
    return SECRET_PREFIX + secrets.token_urlsafe(32)


def _make(row: RowMapping) -> Webhook:
    plain = ("id", "version", "name", "url", "kinds", "active", "created_at")
    counts = ("waiting", "failed", "last_at")
    return Webhook(
        **{name: row[name] for name in (*plain, *counts)},
        filter=WebhookFilter.model_validate(row["filter"]),
        by=read_person(row, "created_by", "by"),
    )

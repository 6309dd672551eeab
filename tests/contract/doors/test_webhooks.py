"""Webhooks: what is told to whom, signed, in order, again after a failure and a restart."""

import asyncio
import hashlib
import hmac
import json

import pytest
from doors_world import Asker, Doors, Receiver, stop
from sqlalchemy import func, insert, select

from cti.schema import calls, notifications, webhook_events
from cti.webhooks.rules import MOST_TRIES
from cti.webhooks.sending import WebhookSender


def start(doors: Doors) -> "asyncio.Task[None]":
    """A sender, as a server that has just started has one."""
    server = doors.server
    sender = WebhookSender(
        server.db, server.bus, doors.clock, server.store.directory.notifications, server.poster
    )
    doors.server.webhook_sender = sender
    return asyncio.create_task(sender.run())


async def subscribe(admin: Asker, url: str, **more: object) -> tuple[int, str]:
    made = await admin.ask("POST", "webhooks", {"name": "x", "url": url, **more})
    assert made.status == 201, made.body
    return made.json["webhook"]["id"], made.json["secret"]


async def wait_until_noted(admin: Asker) -> None:
    """What was received is noted a little later: a sender stopped before sends it again."""
    async with asyncio.timeout(10):
        while any(one["waiting"] for one in (await admin.ask("GET", "webhooks")).json["rows"]):
            await asyncio.sleep(0.02)


async def test_events_are_sent_signed_and_in_order_and_survive_a_restart(doors: Doors) -> None:
    admin = await doors.sign_in("admin")
    async with Receiver() as receiver:
        kinds = ["customer.*", "contact.added", "opportunity.created", "call.ended"]
        webhook_id, secret = await subscribe(admin, receiver.url, kinds=kinds)
        receiver.statuses = [503]
        task = start(doors)
        form = {"name": "Minh An", "create_opportunity": True}
        made = (await admin.ask("POST", "customers", form)).json
        await receiver.wait_for(1)
        path = f"webhooks/{webhook_id}/deliveries"
        async with asyncio.timeout(10):
            while (await admin.ask("GET", path)).json["rows"][-1]["tries"] == 0:
                await asyncio.sleep(0.05)
        await stop(task)  # what was refused waits, and all else about the customer behind it
        assert receiver.kinds == ["customer.created"]
        states = [
            (row["kind"], row["state"]) for row in (await admin.ask("GET", path)).json["rows"]
        ]
        assert states == [
            ("opportunity.created", "waiting"),
            ("contact.added", "waiting"),
            ("customer.created", "waiting"),
        ]
        now = doors.clock()
        async with doors.server.db.write() as unit:  # an agent's call, while nobody sends
            call = {
                "id": "c1", "pbx": "p", "linkedid": "c1", "direction": "inbound",
                "kind": "inbound", "number": "0912345678", "state": "ended", "started_at": now,
                "ended_at": now, "customer_id": made["id"], "outcome": "answered",
            }  # fmt: skip
            await unit.connection.execute(insert(calls), call)
        doors.clock.move(seconds=30)
        task = start(doors)
        await receiver.wait_for(5)
        await wait_until_noted(admin)
        await stop(task)
    assert receiver.kinds[1:] == [
        "customer.created", "contact.added", "opportunity.created", "call.ended",
    ]  # fmt: skip
    for headers, body in receiver.got:
        timestamp, signature = (
            part.partition("=")[2] for part in headers["CTI-Signature"].split(",")
        )
        said = f"{timestamp}.{body}".encode()
        assert hmac.compare_digest(
            signature, hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
        )
        event = json.loads(body)
        assert headers["CTI-Delivery"] == event["id"]
        assert event["customer"]["id"] == made["id"]
    told = json.loads(receiver.got[-1][1])["call"]
    assert (told["direction"], told["number"]) == ("inbound", "0912345678")
    (hook,) = (await admin.ask("GET", "webhooks")).json["rows"]
    assert (hook["failed"], hook["last_at"] is None) == (0, False)


async def test_each_webhook_gets_what_it_asked_for_and_an_inactive_one_nothing(
    doors: Doors,
) -> None:
    admin = await doors.sign_in("admin")
    async with Receiver() as all_of, Receiver() as people, Receiver() as off:
        await subscribe(admin, all_of.url)
        only = {"kinds": ["customer.created"], "filter": {"kind": ["person"]}}
        await subscribe(admin, people.url, **only)
        await subscribe(admin, off.url, active=False)
        task = start(doors)
        lan = (await admin.ask("POST", "customers", {"name": "Lan"})).json["id"]
        await admin.ask("POST", "customers", {"name": "Cty", "kind": "organisation"})
        await all_of.wait_for(4)
        await people.wait_for(1)
        path = f"customers/{lan}"
        await admin.ask("POST", f"{path}/notes", {"body": "Thích gọi buổi sáng"})
        said = (await admin.ask("POST", f"{path}/comments", {"body": "Giá 5 triệu"})).json["id"]
        await all_of.wait_for(6)
        await wait_until_noted(admin)
        await stop(task)
        await admin.ask("PATCH", f"comments/{said}", {"body": "Giá 6 triệu"})
        slip = (await admin.ask("POST", f"{path}/comments", {"body": "Lỡ tay"})).json["id"]
        assert (await admin.ask("DELETE", f"comments/{slip}")).status == 204
        task = start(doors)
        await all_of.wait_for(8)
        await stop(task)
    assert sorted(all_of.kinds[:4]) == ["contact.added"] * 2 + ["customer.created"] * 2
    note, comment, edited, deleted = (json.loads(body) for _, body in all_of.got[4:])
    assert (note["kind"], note["note"]["body"]) == ("note.created", "Thích gọi buổi sáng")
    assert (note["id"], note["customer"]["name"]) == (f"note_{note['note']['id']}", "Lan")
    assert (comment["kind"], comment["by"]["name"]) == ("comment.created", "admin")
    assert comment["comment"] == {"id": said, "parent_id": None, "body": "Giá 5 triệu"}
    assert (edited["kind"], edited["changes"]["comment_id"]) == ("comment.edited", [None, said])
    # What was deleted before anybody was told of it is not told.
    assert (deleted["kind"], deleted["changes"]) == (
        "comment.deleted",
        {"comment_id": [slip, None]},
    )
    assert people.kinds == ["customer.created"]
    assert json.loads(people.got[0][1])["customer"]["name"] == "Lan"
    assert off.got == []


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_what_is_given_up_is_said_can_be_sent_again_and_holds_up_nobody(
    doors: Doors,
) -> None:
    admin = await doors.sign_in("admin")
    async with Receiver() as receiver:
        webhook_id, _ = await subscribe(admin, receiver.url, kinds=["customer.created"])
        receiver.statuses = [500] * MOST_TRIES
        task = start(doors)
        await admin.ask("POST", "customers", {"name": "Lan"})
        for tries in range(1, MOST_TRIES + 1):
            await receiver.wait_for(tries)
            path = f"webhooks/{webhook_id}/deliveries"
            async with asyncio.timeout(10):
                while (row := (await admin.ask("GET", path)).json["rows"][0])["tries"] < tries:
                    await asyncio.sleep(0.02)
            doors.clock.move(hours=7)
            doors.server.webhook_sender.wake()
            if row["state"] == "waiting":  # the session would not last
                admin = await doors.sign_in("admin")
        assert (row["state"], row["status"], row["answer"]) == ("failed", 500, "thanks")
        admin = await doors.sign_in("admin")
        async with doors.server.db.read() as connection:
            kinds = (await connection.execute(select(notifications.c.kind))).scalars().all()
        assert kinds == ["webhook.failed"]
        again = await admin.ask("POST", f"{path}/{row['id']}/again")
        assert again.json["state"] == "waiting"
        await receiver.wait_for(MOST_TRIES + 1)
        await stop(task)


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_test_is_sent_at_once_and_says_what_came_back(doors: Doors) -> None:
    admin = await doors.sign_in("admin")
    async with Receiver() as receiver:
        webhook_id, first = await subscribe(admin, receiver.url)
        sent = (await admin.ask("POST", f"webhooks/{webhook_id}/test")).json
        assert (sent["state"], sent["status"], sent["answer"]) == ("done", 200, "thanks")
        renewed = (await admin.ask("POST", f"webhooks/{webhook_id}/secret")).json["secret"]
        assert renewed != first
    gone = (await admin.ask("POST", f"webhooks/{webhook_id}/test")).json
    assert (gone["state"], gone["status"]) == ("failed", None)
    change = {"version": 1, "active": False}
    changed = await admin.ask("PATCH", f"webhooks/{webhook_id}", change)
    assert (changed.status, changed.json["version"]) == (200, 2)
    assert (await admin.ask("PATCH", f"webhooks/{webhook_id}", change)).code == (
        "webhook.version_conflict"
    )
    await admin.ask("POST", "customers", {"name": "Lan"})  # nobody is told: nothing is noted
    async with doors.server.db.read() as connection:
        noted = await connection.execute(select(func.count()).select_from(webhook_events))
        assert noted.scalar_one() == 0
    assert (await admin.ask("DELETE", f"webhooks/{webhook_id}")).status == 204
    assert (await admin.ask("GET", f"webhooks/{webhook_id}")).code == "webhook.not_found"


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_webhook_does_not_go_where_it_must_not(doors: Doors) -> None:
    admin = await doors.sign_in("admin")
    for url in ("ftp://example.vn/", "https://user:pw@example.vn/", "https:///x", "nonsense!"):
        answer = await admin.ask("POST", "webhooks", {"name": "x", "url": url})
        assert answer.code == "webhook.url_invalid", url


@pytest.mark.requirement("R325")
async def test_only_who_sees_every_customer_says_where_they_are_told_of(doors: Doors) -> None:
    form = {"name": "x", "url": "https://example.vn/hook"}
    narrow = await doors.make_program("webhooks.edit", user="admin")
    refused = await narrow.ask("POST", "webhooks", form)
    assert (refused.status, refused.code) == (403, "webhook.reach")
    wide = await doors.make_program("webhooks.edit", "contacts.view", user="admin")
    made = await wide.ask("POST", "webhooks", form)
    assert made.status == 201
    path = f"webhooks/{made.json['webhook']['id']}"
    moved = {"version": 1, "url": "https://example.com/hook"}
    assert (await narrow.ask("PATCH", path, moved)).code == "webhook.reach"
    assert (await wide.ask("PATCH", path, moved)).status == 200

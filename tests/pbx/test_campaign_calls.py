"""Each way a subscriber behaves, over a real PBX and carrier: outcome, state and history."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from running import add_people, add_prompt, campaign_form, make_settings, sign_in, wait_for

from cti.main import Server
from cti.pbx.connection import read_connection
from cti.pbx.info import SandboxInfo
from cti.pbx.subscribers import Subscriber

Members = dict[Subscriber, dict[str, Any]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def called(
    own_sandbox: SandboxInfo, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Members]:
    """One campaign over every kind of subscriber; each member as it ended, with its story."""
    settings = make_settings(own_sandbox, tmp_path_factory.mktemp("server"))
    server = Server(settings, [read_connection(url) for url in settings.pbx])
    try:
        await server.start()
        await asyncio.gather(*(node.link.wait_up() for node in server.nodes))
        await add_people(server)
        form = campaign_form(
            await add_prompt(server),
            repeats=2,
            key_wait_s=2,
            ring_s=10,
            retry={name: {"tries": 1, "after_s": 0} for name in RETRIED},
        )
        async with sign_in(settings, "quanly") as api:
            campaign = await api.post("campaigns", **form)
            path = f"campaigns/{campaign['id']}"
            lines = [f"{who.name},{who.make_number(7)}" for who in Subscriber]
            text = "\n".join(["Tên,Số điện thoại", *lines])
            await api.upload(f"{path}/members/file", file=(text.encode(), "danh-sach.csv"))
            await api.post(f"{path}/start")

            async def is_finished() -> bool:
                return bool((await api.get(path))["state"] == "finished")

            await wait_for(is_finished, 120)
            rows = (await api.get(f"{path}/members"))["rows"]
            yield {Subscriber[row["name"]]: await api.get(f"members/{row['id']}") for row in rows}
    finally:
        await server.stop()


RETRIED = ("busy", "no_answer", "congestion", "no_key")


@pytest.mark.requirement("R255", "R256", "R257")
@pytest.mark.parametrize(
    ("who", "outcome", "state", "key"),
    [
        (Subscriber.PRESSES_1, "answered", "registered", "1"),
        (Subscriber.PRESSES_2, "answered", None, "2"),
        (Subscriber.PRESSES_3, "answered", None, "3"),
        (Subscriber.PRESSES_9, "answered", None, "9"),
        (Subscriber.PRESSES_EARLY, "answered", "registered", "1"),
        (Subscriber.PRESSES_LATE, "answered", "registered", "1"),
        (Subscriber.PRESSES_WRONG_THEN_1, "answered", "registered", "1"),
        (Subscriber.PRESSES_NOTHING, "no_key", None, None),
        (Subscriber.HANGS_UP, "no_key", None, None),
        (Subscriber.BUSY, "busy", None, None),
        (Subscriber.NO_ANSWER, "no_answer", None, None),
        (Subscriber.CONGESTION, "congestion", None, None),
        (Subscriber.REJECTED, "rejected", None, None),
        (Subscriber.INVALID, "invalid_number", None, None),
        (Subscriber.MACHINE, "no_key", None, None),
        (Subscriber.HELLO, "answered", "registered", "1"),
    ],
)
def test_the_member_ends_as_the_subscriber_behaved(
    called: Members, who: Subscriber, outcome: str, state: str | None, key: str | None
):
    member = called[who]
    assert (member["outcome"], member["state"], member["last_key"]) == (outcome, state, key)
    assert member["dial"] == "done"
    assert member["tries"] == len(member["attempts"]) == 1


@pytest.mark.requirement("R264")
def test_an_illegal_move_asked_for_by_key_is_in_the_history_but_not_applied(called: Members):
    [line] = called[Subscriber.PRESSES_2]["history"]
    assert (line["key"], line["state_after"], line["applied"]) == ("2", "participated", False)


def test_a_wrong_key_is_kept_as_a_reply_beside_the_right_one(called: Members):
    [attempt] = called[Subscriber.PRESSES_WRONG_THEN_1]["attempts"]
    replies = [(reply["step"], reply["key"], reply["effect"]) for reply in attempt["replies"]]
    assert replies == [(1, "5", "unmapped"), (2, "1", "applied")]


def test_every_attempt_tells_its_story_from_the_gate_to_the_outcome(called: Members):
    for member in called.values():
        [attempt] = member["attempts"]
        steps = [line["what"] for line in attempt["trace"]]
        assert steps[0] == "gate"
        assert "originate" in steps
        assert "outcome" in steps
        assert attempt["verdict"] == "allow"
        assert not attempt["live"]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (Subscriber.BUSY, "SIP 486"),
        (Subscriber.CONGESTION, "SIP 503"),
        (Subscriber.INVALID, "SIP 404"),
    ],
)
def test_the_carriers_own_words_are_kept(called: Members, who: Subscriber, words: str):
    [attempt] = called[who]["attempts"]
    assert attempt["tech_cause"].startswith(words)


async def test_a_prompt_that_the_pbx_cannot_fetch_stops_the_start(
    own_sandbox: SandboxInfo, tmp_path: Path
):
    settings = make_settings(own_sandbox, tmp_path).model_copy(
        update={"public_url": "http://127.0.0.1:1"}
    )
    server = Server(settings, [read_connection(url) for url in settings.pbx])
    try:
        await server.start()
        await asyncio.gather(*(node.link.wait_up() for node in server.nodes))
        await add_people(server)
        async with sign_in(settings, "quanly") as api:
            form = campaign_form(await add_prompt(server))
            campaign = await api.post("campaigns", **form)
            path = f"campaigns/{campaign['id']}"
            await api.upload(f"{path}/members/file", file=(b"0912345678", "so.txt"))
            refused = await api.post(f"{path}/start", expect=409)
            assert refused["code"] == "campaign.prompt_unplayable"
            assert (await api.get(path))["state"] == "draft"
    finally:
        await server.stop()


async def test_prometheus_sees_the_pbx_and_the_campaigns(own_sandbox: SandboxInfo, tmp_path: Path):
    settings = make_settings(own_sandbox, tmp_path)
    server = Server(settings, [read_connection(url) for url in settings.pbx])
    try:
        await server.start()
        await asyncio.gather(*(node.link.wait_up() for node in server.nodes))
        await add_people(server)
        async with sign_in(settings, "quanly") as api:
            campaign = await api.post("campaigns", **campaign_form(await add_prompt(server)))
            path = f"campaigns/{campaign['id']}"
            number = Subscriber.PRESSES_1.make_number(77)
            await api.upload(f"{path}/members/file", file=(number.encode(), "so.txt"))
            await api.post(f"{path}/start")
            await api.post(f"{path}/pause")
        url = f"http://127.0.0.1:{settings.http_port}/metrics"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            text = await answer.text()
        assert 'cti_pbx_up{pbx="pbx"} 1.0' in text
        assert f'cti_campaign_members{{campaign="{campaign["id"]}",dial=' in text
    finally:
        await server.stop()

"""Prompts that our server serves over HTTP: fetched once, kept, replaced when there are none."""

import math
import socket
import struct
import time
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

import pytest_asyncio
from aiohttp import web
from dialling import dial_campaign, name_attempt
from raw_ami import RawAmi

from cti.pbx.info import SandboxInfo
from cti.pbx.model import Ports
from cti.pbx.sandbox import down, up
from cti.pbx.subscribers import Subscriber

KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


def make_tone(seconds: float) -> bytes:
    target = BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        samples = (int(8000 * math.sin(n / 5)) for n in range(int(8000 * seconds)))
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return target.getvalue()


@dataclass
class PromptServer:
    """Serves one tone of a second and a half under any name, and remembers who asked."""

    port: int
    asked: list[tuple[str, str]] = field(default_factory=list)
    tone: bytes = field(default_factory=lambda: make_tone(1.5))

    async def serve(self, request: web.Request) -> web.Response:
        self.asked.append((request.method, request.path))
        if "missing" in request.path:
            raise web.HTTPNotFound
        return web.Response(body=self.tone, content_type="audio/wav", headers=KEPT)

    def name_prompt(self, name: str) -> str:
        """Content-addressed, as the server does it: more than 64 characters in all."""
        digest = sha256(f"{name}{time.time_ns()}".encode()).hexdigest()
        return f"http://127.0.0.1:{self.port}/prompts/{name}-{digest}.wav"

    def count(self, url: str) -> int:
        return [path for _, path in self.asked].count(url.partition(str(self.port))[2])


@pytest_asyncio.fixture(loop_scope="session")
async def prompts() -> AsyncIterator[PromptServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = PromptServer(probe.getsockname()[1])
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", server.port).start()
    yield server
    await runner.cleanup()


async def check(ami: RawAmi, url: str) -> str:
    """What the dialplan's check of a prompt says."""
    name = name_attempt()
    await ami.send(
        f"CTI_PROMPT={url}",
        f"CTI_CHECK={name}",
        Action="Originate",
        Channel="Local/play@cti-check",
        Context="cti-check",
        Exten="s",
        Priority="1",
        Async="true",
    )
    return (await ami.wait_event("CtiPromptChecked", Check=name))["Status"]


async def call(ami: RawAmi, info: SandboxInfo, who: Subscriber, url: str) -> dict[str, str]:
    attempt = name_attempt()
    await dial_campaign(
        ami, info, who.make_number(40), attempt=attempt, prompt=url, repeats=1, wait=1
    )
    await ami.wait_event("CtiOutcome", Attempt=attempt, seconds=40)
    return {"attempt": attempt, **await ami.read_outbox(attempt)}


def missed(ami: RawAmi, attempt: str) -> bool:
    return any(
        f.get("UserEvent") == "CtiPromptMissing" and f["Attempt"] == attempt for f in ami.frames
    )


async def test_a_checked_prompt_is_fetched_once_and_played_from_the_cache(
    sandbox: SandboxInfo, ami: RawAmi, prompts: PromptServer
) -> None:
    url = prompts.name_prompt("once")
    assert await check(ami, url) == "SUCCESS"
    entries = await call(ami, sandbox, Subscriber.PRESSES_NOTHING, url)
    end = entries["end"].split("|")
    # The tone, a second's wait, goodbye: were it silent or replaced, the length would differ.
    goodbye = 4.8
    assert abs(float(end[4]) - float(end[3]) - (1.5 + 1 + goodbye)) < 1.0
    assert not missed(ami, entries["attempt"])
    assert prompts.count(url) == 1


async def test_a_key_interrupts_a_prompt_that_came_over_http(
    sandbox: SandboxInfo, ami: RawAmi, prompts: PromptServer
) -> None:
    entries = await call(ami, sandbox, Subscriber.PRESSES_EARLY, prompts.name_prompt("early"))
    assert entries["1"].startswith("reply|1|")
    answered = float(entries["end"].split("|")[3])
    assert float(entries["1"].split("|")[2]) - answered < 1.2


async def test_a_prompt_that_is_gone_is_told_by_the_check(
    sandbox: SandboxInfo, ami: RawAmi, prompts: PromptServer
) -> None:
    assert sandbox.pbx.username == "cti"
    assert await check(ami, prompts.name_prompt("missing")) == "FAILED"


async def test_a_customer_whose_prompt_is_missing_hears_the_fallback_and_can_refuse(
    sandbox: SandboxInfo, ami: RawAmi, prompts: PromptServer
) -> None:
    entries = await call(ami, sandbox, Subscriber.PRESSES_9, prompts.name_prompt("missing"))
    assert entries["1"].startswith("reply|9|")
    assert missed(ami, entries["attempt"])


async def test_with_the_server_gone_a_customer_is_not_left_in_silence(
    sandbox: SandboxInfo, ami: RawAmi
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, not listening: refused, as by a dead server
        url = PromptServer(nobody.getsockname()[1]).name_prompt("dead")
        entries = await call(ami, sandbox, Subscriber.PRESSES_NOTHING, url)
    end = entries["end"].split("|")
    assert missed(ami, entries["attempt"])
    assert float(end[4]) - float(end[3]) > 6  # the fallback alone is eight seconds long


async def test_a_server_that_hangs_is_given_three_seconds_not_three_minutes(
    sandbox: SandboxInfo, ami: RawAmi
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # the kernel accepts, nobody answers
        url = PromptServer(silent.getsockname()[1]).name_prompt("hangs")
        entries = await call(ami, sandbox, Subscriber.PRESSES_NOTHING, url)
    end = entries["end"].split("|")
    assert missed(ami, entries["attempt"])
    assert float(end[4]) - float(end[3]) < 25


async def test_a_kept_prompt_plays_with_the_server_gone_and_the_pbx_restarted(
    own_sandbox: SandboxInfo, prompts: PromptServer
) -> None:
    url = prompts.name_prompt("kept")
    async with RawAmi(own_sandbox.pbx) as ami:
        assert await check(ami, url) == "SUCCESS"
    await down(own_sandbox.run_dir)
    prompts.asked.clear()
    base = own_sandbox.pbx.port - Ports(base=10_000).ami_pbx + 10_000
    restarted = await up(own_sandbox.run_dir, ports=Ports(base=base))
    async with RawAmi(restarted.pbx) as ami:
        assert await check(ami, url) == "SUCCESS"
    assert prompts.asked == []

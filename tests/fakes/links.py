"""A link to a fake AMI, with what it told its consumer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cti.ami.actions import Action, build_originate
from cti.ami.backoff import Backoff
from cti.ami.client import AmiLink
from cti.ami.events import Event
from cti.ami.resync import PbxSnapshot, read_snapshot
from cti.ami.state import LinkSettings
from tests.fakes.fake_ami import FakeAmi

# Deadlines stay long: a busy machine is no fault. A test that waits for one shortens it.
FAST = LinkSettings(
    ping_interval=0.05,
    backoff=Backoff(first=0.005, longest=0.02, refused_first=0.2, refused_longest=0.4),
)


@dataclass
class Told:
    """What a link told its consumer."""

    events: list[Event] = field(default_factory=list)
    snapshots: list[PbxSnapshot] = field(default_factory=list)
    downs: list[str] = field(default_factory=list)

    def hear(self, event: Event) -> None:
        self.events.append(event)

    async def resync(self, link: AmiLink) -> None:
        self.snapshots.append(await read_snapshot(link))


@asynccontextmanager
async def link_to(
    server: FakeAmi,
    told: Told,
    *,
    settings: LinkSettings = FAST,
    on_event: Callable[[Event], None] | None = None,
    on_up: Callable[[AmiLink], Awaitable[None]] | None = None,
    wait: bool = True,
) -> AsyncIterator[AmiLink]:
    """A started link, up unless `wait` is False; stopped at the end."""
    link = AmiLink(
        server.address,
        name="fake",
        on_event=on_event or told.hear,
        on_up=on_up or told.resync,
        on_down=told.downs.append,
        settings=settings,
    )
    await link.start()
    try:
        if wait:
            async with asyncio.timeout(5):
                await link.wait_up()
        yield link
    finally:
        await link.stop()


async def until(fact: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for a fact; fails when it does not come true."""
    async with asyncio.timeout(seconds):
        while not fact():
            await asyncio.sleep(0.002)


def dial(attempt: str = "at_1") -> Action:
    return build_originate(
        attempt=attempt,
        channel="PJSIP/0912345601@carrier",
        context="cti-campaign",
        caller_id="02873001000",
        ring_seconds=30,
        variables={"CTI_PROMPT": "http://127.0.0.1/p.wav", "CTI_KEYS": "129"},
    )


def hangup(uniqueid: str) -> bytes:
    return (
        f"Event: Hangup\r\nChannel: PJSIP/x-1\r\nChannelState: 6\r\nUniqueid: {uniqueid}\r\n"
        f"Linkedid: {uniqueid}\r\nCause: 16\r\nCause-txt: Normal Clearing\r\n\r\n"
    ).encode()

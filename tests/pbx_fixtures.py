"""Sandboxes for all tests on a real PBX, those in a browser too, however many workers run them."""

import asyncio
import fcntl
import os
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest_asyncio
from raw_ami import RawAmi

from cti.pbx.call_in import set_phone
from cti.pbx.console import open_console
from cti.pbx.info import SandboxInfo
from cti.pbx.model import Pace, Ports
from cti.pbx.sandbox import down, up

CHECKOUT = Path(__file__).resolve().parents[1]
RUN_DIR = CHECKOUT / "var" / "tests-pbx"
# Ports of this checkout's own: not those of `make run`, nor those of a checkout beside it.
PLACE = zlib.crc32(str(CHECKOUT).encode()) % 6
PORTS = Ports(base=16_000 + PLACE * 100)
PACE = Pace(ring=0.3, listen=1.0)


@contextmanager
def hold(name: str, *, wait: bool = True) -> Iterator[bool]:
    """Be the only test, in all workers, that uses this; says whether we got it."""
    folder = RUN_DIR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def _list_users(folder: Path) -> list[str]:
    """The test processes that use the sandbox now; those that died are forgotten."""
    folder.mkdir(parents=True, exist_ok=True)
    for mark in folder.iterdir():
        if not Path(f"/proc/{mark.name}").exists():
            mark.unlink()
    return [mark.name for mark in folder.iterdir()]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sandbox() -> AsyncIterator[SandboxInfo]:
    """A real PBX and carrier; the last worker to finish stops them."""
    users = RUN_DIR / "users"
    mine = users / str(os.getpid())
    with hold("users"):
        first = not _list_users(users)
        info = await up(RUN_DIR, ports=PORTS, pace=PACE, phone_ring=0.5)
        if first:  # what earlier runs left would only be read again and again
            async with open_console(info.pbx_console) as console:
                await console.command("database deltree cti")
        mine.touch()
    yield info
    with hold("users"):
        mine.unlink()
        if not _list_users(users):
            await down(RUN_DIR)


@pytest_asyncio.fixture(loop_scope="session")
async def ami(sandbox: SandboxInfo) -> AsyncIterator[RawAmi]:
    """The server's own account: its privileges, its event filter."""
    async with RawAmi(sandbox.pbx) as connection:
        yield connection


@pytest_asyncio.fixture(loop_scope="session")
async def console(sandbox: SandboxInfo) -> AsyncIterator[RawAmi]:
    """The PBX with every privilege and every event."""
    async with RawAmi(sandbox.pbx_console) as connection:
        yield connection


@pytest_asyncio.fixture(loop_scope="session")
async def extension(sandbox: SandboxInfo) -> AsyncIterator[str]:
    """An agent's phone that no other test uses meanwhile; it answers after half a second."""
    while True:
        for number in sandbox.extensions[:6]:
            with hold(f"phone-{number}", wait=False) as got:
                if got:
                    yield number
                    await set_phone(sandbox, number, "0.5")
                    return
        await asyncio.sleep(0.2)


@pytest_asyncio.fixture(loop_scope="session")
async def other_extension(sandbox: SandboxInfo) -> AsyncIterator[str]:
    """A second phone beside `extension`."""
    while True:
        for number in sandbox.extensions[6:]:
            with hold(f"phone-{number}", wait=False) as got:
                if got:
                    yield number
                    await set_phone(sandbox, number, "0.5")
                    return
        await asyncio.sleep(0.2)


@asynccontextmanager
async def open_own_sandbox() -> AsyncIterator[SandboxInfo]:
    """A pair that nobody else uses meanwhile, freshly emptied."""
    while True:
        for n in range(5):
            with hold(f"own-{n}", wait=False) as got:
                if got:
                    run_dir = RUN_DIR / f"own-{n}"
                    base = 17_000 + PLACE * 500 + n * 100
                    info = await up(run_dir, ports=Ports(base=base), pace=PACE, phone_ring=0.5)
                    async with open_console(info.pbx_console) as console:
                        await console.command("database deltree cti")
                    try:
                        yield info
                    finally:
                        await down(run_dir)
                    return
        await asyncio.sleep(0.2)


async def revive(info: SandboxInfo) -> SandboxInfo:
    """Start again what was killed of an own sandbox."""
    return await up(info.run_dir, ports=Ports(base=info.sip_pbx - 60), pace=PACE, phone_ring=0.5)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_sandbox() -> AsyncIterator[SandboxInfo]:
    """A pair that this test module has for itself: for a whole server, which takes every entry
    of the PBX's outbox as its own, and for stopping and killing Asterisk."""
    async with open_own_sandbox() as info:
        yield info

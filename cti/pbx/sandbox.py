"""A PBX and a carrier, both real Asterisks on loopback: start, look, stop."""

import asyncio
import fcntl
import os
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import BaseModel

from cti.pbx.console import list_registered, open_console, wait_until_ready
from cti.pbx.engines import Engine, choose_engine, recall_engine
from cti.pbx.errors import NotRunningError, RefusedError
from cti.pbx.info import INFO_FILE, SandboxInfo, load_info, save_info
from cti.pbx.model import Pace, Ports, Site
from cti.pbx.ports import wait_free
from cti.pbx.render import render_carrier, render_pbx
from cti.pbx.site import describe, make_site
from cti.pbx.sounds import CARRIER_SOUNDS, PBX_SOUNDS, speak_all
from cti.pbx.write import lay_out


class Status(BaseModel):
    """How a sandbox is doing; `phones` are the extensions that are registered now."""

    running: bool
    engine: str = ""
    pbx: str = ""  # Asterisk's version, or empty when it does not answer
    carrier: str = ""
    calls: int = 0
    phones: tuple[str, ...] = ()


def find_run_dir() -> Path:
    """The default place of a sandbox: the pbx folder of CTI_DATA_DIR."""
    return Path(os.environ.get("CTI_DATA_DIR", "var")).resolve() / "pbx"


async def up(
    run_dir: Path | None = None,
    *,
    ports: Ports | None = None,
    pace: Pace | None = None,
    phone_ring: float = 2.0,
) -> SandboxInfo:
    """Start a sandbox, or find the one that runs here already with the same settings.

    What Asterisk keeps on disk (AstDB, cached prompts) outlives a stop. Raises
    RootMissingError, ToolMissingError, StartFailedError.
    """
    run_dir = (run_dir or find_run_dir()).resolve()
    run_dir.mkdir(parents=True, exist_ok=True)
    async with _hold_lock(run_dir):
        engine = await choose_engine()
        site = make_site(
            run_dir, ports or Ports(), pace or Pace(), phone_ring, _count_files_allowed()
        )
        home = await engine.prepare(run_dir, site.home)
        changed = await asyncio.to_thread(_write_files, site, home)
        if not changed and (running := await _find_running(run_dir)) is not None:
            return running
        await _end_all(run_dir)
        await wait_free(site)
        return await _start(engine, site, run_dir, home)


def write_only(run_dir: Path, home: Path) -> SandboxInfo:
    """Write a sandbox's files into `home` and start nothing: containers do that.

    `home` is the same directory for whoever runs Asterisk. Raises ToolMissingError.
    """
    run_dir = run_dir.resolve()
    run_dir.mkdir(parents=True, exist_ok=True)
    known = make_site(run_dir, Ports(), Pace(), 2.0, _count_files_allowed())
    site = known.model_copy(update={"home": str(home)})
    _write_files(site, home)
    info = describe(site, "docker", run_dir, home, ())
    save_info(info)
    return info


async def down(run_dir: Path | None = None) -> None:
    """End the two Asterisks that were started here, and no other. Does nothing when none runs."""
    run_dir = (run_dir or find_run_dir()).resolve()
    if run_dir.is_dir():
        async with _hold_lock(run_dir):
            await _end_all(run_dir)


async def status(run_dir: Path | None = None) -> Status:
    """Ask both Asterisks how they are."""
    try:
        info = load_info((run_dir or find_run_dir()).resolve())
    except NotRunningError:
        return Status(running=False)
    versions = {"pbx": "", "carrier": ""}
    calls = 0
    phones: tuple[str, ...] = ()
    for role, account in (("pbx", info.pbx_console), ("carrier", info.carrier)):
        try:
            async with open_console(account) as console:
                settings = await console.send("CoreSettings")
                versions[role] = settings.get("AsteriskVersion", "")
                if role == "pbx":
                    current = await console.send("CoreStatus")
                    calls = int(current.get("CoreCurrentCalls", "0"))
                    phones = await list_registered(console)
        except (OSError, TimeoutError, RefusedError):
            continue
    return Status(
        running=all(versions.values()), engine=info.engine, calls=calls, phones=phones, **versions
    )


def _count_files_allowed() -> int:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return 65_536 if hard == resource.RLIM_INFINITY else max(1024, min(hard, 65_536))


@asynccontextmanager
async def _hold_lock(run_dir: Path) -> AsyncIterator[None]:
    with (run_dir / "lock").open("a") as stream:
        await asyncio.to_thread(fcntl.flock, stream, fcntl.LOCK_EX)
        yield


def _write_files(site: Site, home: Path) -> bool:
    pbx = lay_out(home / "pbx", render_pbx(site))
    carrier = lay_out(home / "carrier", render_carrier(site))
    speak_all(PBX_SOUNDS, home / "pbx/data/sounds/cti")
    speak_all(CARRIER_SOUNDS, home / "carrier/data/sounds/sandbox")
    return pbx or carrier


async def _find_running(run_dir: Path) -> SandboxInfo | None:
    try:
        info = load_info(run_dir)
    except NotRunningError:
        return None
    return info if await recall_engine(info).is_running(info) else None


async def _start(engine: Engine, site: Site, run_dir: Path, home: Path) -> SandboxInfo:
    processes = await engine.start(run_dir, site.home, home)
    info = describe(site, engine.name, run_dir, home, processes)
    save_info(info)  # before waiting: whatever happens next, `down` knows what to end
    try:
        await wait_until_ready(info, engine.is_running)
    except BaseException:
        await _end_all(run_dir)
        raise
    return info


async def _end_all(run_dir: Path) -> None:
    try:
        info = load_info(run_dir)
    except NotRunningError:
        return
    await recall_engine(info).stop(info)
    (run_dir / INFO_FILE).unlink(missing_ok=True)

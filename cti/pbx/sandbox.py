"""A PBX and a carrier, both real Asterisks on loopback: start, look, stop."""

import asyncio
import fcntl
import os
import re
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import BaseModel

from cti.pbx.errors import NotRunningError, RefusedError, StartFailedError
from cti.pbx.exchange import Exchange, open_exchange
from cti.pbx.info import INFO_FILE, AmiAccount, Process, SandboxInfo, load_info, save_info
from cti.pbx.model import Pace, Ports, Site
from cti.pbx.processes import end_process, is_alive, start_process
from cti.pbx.render import render_carrier, render_pbx
from cti.pbx.root import ensure_root, find_root_dir
from cti.pbx.site import describe, make_site
from cti.pbx.sounds import CARRIER_SOUNDS, PBX_SOUNDS, find_program, speak_all
from cti.pbx.write import lay_out

STARTS_WITHIN = 30.0  # seconds, on a busy machine; a free one needs about two
ROLES = ("pbx", "carrier")


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
        site = make_site(
            run_dir, ports or Ports(), pace or Pace(), phone_ring, _count_files_allowed()
        )
        root = find_root_dir()
        await asyncio.to_thread(ensure_root, root)
        home = root / site.home.lstrip("/")
        changed = await asyncio.to_thread(_write_files, site, home)
        if not changed and (running := _find_running(run_dir)) is not None:
            return running
        await _end_all(run_dir)
        return await _start(site, run_dir, root, home)


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
    versions = dict.fromkeys(ROLES, "")
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


@asynccontextmanager
async def open_console(account: AmiAccount, seconds: float = 5.0) -> AsyncIterator[Exchange]:
    """A logged-in connection for a few actions."""
    async with open_exchange(
        account.host, account.port, account.username, account.secret, seconds=seconds
    ) as exchange:
        yield exchange


async def list_registered(console: Exchange) -> tuple[str, ...]:
    """The PBX's extensions that have a phone; one that failed its last qualify has none."""
    contacts = re.findall(
        r"(?m)^ *Contact: +([0-9]+)/\S+ +\S+ +(?!Unavail)\w",
        await console.command("pjsip show contacts"),
    )
    return tuple(sorted(contacts))


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


def _find_running(run_dir: Path) -> SandboxInfo | None:
    try:
        info = load_info(run_dir)
    except NotRunningError:
        return None
    return info if info.processes and all(map(is_alive, info.processes)) else None


async def _start(site: Site, run_dir: Path, root: Path, home: Path) -> SandboxInfo:
    chroot = find_program("chroot", "coreutils")
    processes: list[Process] = []
    for role in ROLES:
        config = f"{site.home}/{role}/etc/asterisk.conf"
        command = [chroot, str(root), "/usr/sbin/asterisk", "-f", "-U", "root", "-C", config]
        processes.append(start_process(role, command, home / role / "log/console.log"))
    info = describe(site, run_dir, home, tuple(processes))
    save_info(info)  # before waiting: whatever happens next, `down` knows what to end
    try:
        await _wait_until_ready(info)
    except BaseException:
        await _end_all(run_dir)
        raise
    return info


async def _wait_until_ready(info: SandboxInfo) -> None:
    accounts = dict(zip(ROLES, (info.pbx_console, info.carrier), strict=True))
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            for process in info.processes:
                while not await _is_booted(accounts[process.name]):
                    if not is_alive(process):
                        raise _explain_failure(info, process.name)
                    await asyncio.sleep(0.05)
            # Not by the PBX's contacts: it remembers those of its last time.
            async with open_console(info.carrier, STARTS_WITHIN) as console:
                wanted = len(info.extensions)
                while await _count_registrations(console) < wanted:  # noqa: ASYNC110  (asked over AMI)
                    await asyncio.sleep(0.05)
    except TimeoutError as error:
        raise _explain_failure(info, "pbx") from error


async def _is_booted(account: AmiAccount) -> bool:
    try:
        async with open_console(account, STARTS_WITHIN) as console:
            await console.command("core waitfullybooted")
            return True
    except (OSError, RefusedError):
        return False  # not listening yet, or manager.conf is not read yet


async def _count_registrations(carrier: Exchange) -> int:
    return (await carrier.command("pjsip show registrations")).count(" Registered ")


def _explain_failure(info: SandboxInfo, role: str) -> StartFailedError:
    lines: list[str] = []
    for name in ("console.log", "messages.log"):
        path = info.home / role / "log" / name
        if path.is_file():
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
    return StartFailedError(which=role, log="\n".join(lines))


async def _end_all(run_dir: Path) -> None:
    try:
        info = load_info(run_dir)
    except NotRunningError:
        return
    await asyncio.gather(*(end_process(process) for process in info.processes))
    (run_dir / INFO_FILE).unlink(missing_ok=True)

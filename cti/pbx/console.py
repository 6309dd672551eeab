"""Looking after a sandbox's two Asterisks over their manager interfaces."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from cti.pbx.errors import RefusedError, StartFailedError
from cti.pbx.exchange import Exchange, open_exchange
from cti.pbx.info import AmiAccount, SandboxInfo

STARTS_WITHIN = 30.0  # seconds, on a busy machine; a free one needs about two


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


async def wait_until_ready(
    info: SandboxInfo, is_running: Callable[[SandboxInfo], Awaitable[bool]]
) -> None:
    """Return once both have booted, and every desk phone has registered and can be rung.

    Raises StartFailedError when one ends, or is not there in time.
    """
    try:
        async with asyncio.timeout(STARTS_WITHIN):
            for account in (info.pbx_console, info.carrier):
                while not await _is_booted(account):
                    if not await is_running(info):
                        raise _explain_failure(info)
                    await asyncio.sleep(0.05)
            # Not by the PBX's contacts: it remembers those of its last time.
            async with open_console(info.carrier, STARTS_WITHIN) as console:
                wanted = len(info.extensions)
                while await _count_registrations(console) < wanted:  # noqa: ASYNC110  (asked over AMI)
                    await asyncio.sleep(0.05)
            async with open_console(info.pbx_console, STARTS_WITHIN) as console:
                await _probe_phones(console, info.extensions)
    except TimeoutError as error:
        raise _explain_failure(info) from error


async def _is_booted(account: AmiAccount) -> bool:
    try:
        async with open_console(account, STARTS_WITHIN) as console:
            await console.command("core waitfullybooted")
            return True
    except (OSError, RefusedError):
        return False  # not listening yet, or manager.conf is not read yet


async def _count_registrations(carrier: Exchange) -> int:
    return (await carrier.command("pjsip show registrations")).count(" Registered ")


async def _probe_phones(console: Exchange, extensions: Sequence[str]) -> None:
    """Have Asterisk ask each phone whether it is there.

    It forgets at a restart how its contacts did, and a queue rings nobody who is UNAVAILABLE; by
    itself it asks a whole qualify interval later.
    """
    for extension in extensions:
        await console.command(f"pjsip qualify {extension}")
    while len(await _list_reachable(console)) < len(extensions):  # noqa: ASYNC110  (asked over AMI)
        await asyncio.sleep(0.05)


async def _list_reachable(console: Exchange) -> list[str]:
    answer = await console.command("pjsip show contacts")
    return re.findall(r"(?m)^ *Contact: +([0-9]+)/\S+ +\S+ +Avail", answer)


def _explain_failure(info: SandboxInfo) -> StartFailedError:
    logs: dict[str, object] = {}
    for role in ("pbx", "carrier"):
        lines: list[str] = []
        for name in ("console.log", "messages.log"):
            path = info.home / role / "log" / name
            if path.is_file():
                lines += path.read_text(encoding="utf-8", errors="replace").splitlines()[-6:]
        logs[role] = "\n".join(lines)
    return StartFailedError(**logs)

"""Somebody from outside calls a number of ours, with any caller ID (sandbox only)."""

import re
import secrets

from cti.pbx.console import open_console
from cti.pbx.errors import CallerInvalidError
from cti.pbx.info import SandboxInfo

# The carrier shows what it is told; a + is how some carriers send a number.
_CALLER = re.compile(r"\+?[0-9]{2,15}")
_CALLED = re.compile(r"[0-9]{2,15}")
_TAKES = re.compile(r"busy|never|hold|(refer|consult)[0-9]{2,8}|[0-9]{1,3}(\.[0-9]{1,3})?")


async def call_in(
    info: SandboxInfo, caller: str, *, to: str | None = None, seconds: int = 20
) -> str:
    """Call `to` (default: the main number) from `caller`, stay `seconds` after the answer.

    Returns the carrier's id of the call. Raises CallerInvalidError; OSError, TimeoutError or
    RefusedError when the carrier can't.
    """
    called = to or info.main_did
    if not _CALLER.fullmatch(caller):
        raise CallerInvalidError(number=caller)
    if not _CALLED.fullmatch(called):
        raise CallerInvalidError(number=called)
    call = f"in_{secrets.token_hex(8)}"
    async with open_console(info.carrier) as carrier:
        await carrier.send(
            "Originate",
            {
                "Channel": f"PJSIP/{called}@pbx",
                "Context": "caller",
                "Exten": "s",
                "Priority": "1",
                "CallerID": f"{caller} <{caller}>",
                "Variable": f"SECONDS={max(1, min(seconds, 3600))}",
                "ChannelId": call,
                "Async": "true",
                "Timeout": "120000",
            },
        )
    return call


async def hang_up_caller(info: SandboxInfo, call: str) -> None:
    """The caller of `call_in` hangs up. Raises RefusedError when the call is over already."""
    async with open_console(info.carrier) as carrier:
        await carrier.send("Hangup", {"Channel": call})


async def set_phone(info: SandboxInfo, extension: str, takes: str) -> None:
    """How a desk phone behaves from now on: seconds to ring (`2`), `busy` or `never`.

    `refer103` answers and transfers the caller to 103 by SIP; `consult103` calls 103 first and
    then joins the two; `hold` answers and holds for 2 s.
    """
    if not _TAKES.fullmatch(takes):
        message = f"seconds, busy, never, hold, refer103 or consult103: {takes}"
        raise ValueError(message)
    await _put(info, "phone", {extension: takes})


async def set_pace(info: SandboxInfo, **seconds: float) -> None:
    """How quick subscribers are from now on; keys `ring`, `listen`, `early`, in seconds."""
    if unknown := set(seconds) - {"ring", "listen", "early"}:
        message = f"no such pace: {', '.join(unknown)}"
        raise ValueError(message)
    await _put(info, "speed", {name: f"{value:g}" for name, value in seconds.items()})


async def _put(info: SandboxInfo, family: str, values: dict[str, str]) -> None:
    async with open_console(info.carrier) as carrier:
        for key, value in values.items():
            await carrier.send("DBPut", {"Family": family, "Key": key, "Val": value})

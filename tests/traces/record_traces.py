"""Records the traces beside this file anew, from a running sandbox: RUN_DIR [NAME…]."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent / "pbx")]

from dialling import click_to_call, dial_campaign  # noqa: E402  (found by the line above)
from raw_ami import Frame, RawAmi  # noqa: E402

from cti.pbx.call_in import call_in, hang_up_caller, set_phone  # noqa: E402
from cti.pbx.info import SandboxInfo, load_info  # noqa: E402
from cti.pbx.subscribers import Subscriber  # noqa: E402

Scenario = Callable[[RawAmi, SandboxInfo], Awaitable[None]]


async def _campaign(ami: RawAmi, info: SandboxInfo, who: Subscriber, attempt: str) -> None:
    await dial_campaign(ami, info, who.make_number(), attempt=attempt, ring_ms=3000)
    await ami.wait_event("Hangup", Uniqueid=attempt)
    await ami.wait_event("OriginateResponse")


async def campaign_key(ami: RawAmi, info: SandboxInfo) -> None:
    await _campaign(ami, info, Subscriber.PRESSES_1, "at_trace_key")


async def campaign_busy(ami: RawAmi, info: SandboxInfo) -> None:
    await _campaign(ami, info, Subscriber.BUSY, "at_trace_busy")


async def campaign_no_answer(ami: RawAmi, info: SandboxInfo) -> None:
    await _campaign(ami, info, Subscriber.NO_ANSWER, "at_trace_noanswer")


async def campaign_wrong_key(ami: RawAmi, info: SandboxInfo) -> None:
    await _campaign(ami, info, Subscriber.PRESSES_WRONG_THEN_1, "at_trace_wrong")


async def campaign_hangs_up(ami: RawAmi, info: SandboxInfo) -> None:
    await _campaign(ami, info, Subscriber.HANGS_UP, "at_trace_hangsup")


async def click(ami: RawAmi, info: SandboxInfo) -> None:
    number = Subscriber.PRESSES_NOTHING.make_number()
    await click_to_call(ami, info, "101", number, attempt="at_trace_click")
    await ami.wait_event("CtiAnswered")
    await asyncio.sleep(1)
    await ami.send(Action="Hangup", Channel="at_trace_click")
    await ami.wait_event("Hangup", Uniqueid="at_trace_click")


async def click_busy(ami: RawAmi, info: SandboxInfo) -> None:
    number = Subscriber.BUSY.make_number()
    await click_to_call(ami, info, "101", number, attempt="at_trace_clickbusy")
    await ami.wait_event("Hangup", Uniqueid="at_trace_clickbusy")


async def inbound_queue(ami: RawAmi, info: SandboxInfo) -> None:
    for extension in info.extensions[1:]:
        await set_phone(info, extension, "never")
    try:
        call = await call_in(info, "0912345678")
        await ami.wait_event("BridgeEnter")
        await asyncio.sleep(1)
        await hang_up_caller(info, call)
        await ami.wait_event("Hangup", CallerIDNum="0912345678")
    finally:
        for extension in info.extensions[1:]:
            await set_phone(info, extension, "2")


async def inbound_abandoned(ami: RawAmi, info: SandboxInfo) -> None:
    call = await call_in(info, "0912345678")
    await ami.wait_event("Newstate", ChannelStateDesc="Ringing")
    await asyncio.sleep(0.5)
    await hang_up_caller(info, call)
    await ami.wait_event("QueueCallerAbandon")
    await ami.wait_event("Hangup", CallerIDNum="0912345678")


async def transfer_by_redirect(ami: RawAmi, info: SandboxInfo) -> None:
    await call_in(info, "0987654321", to="02873000101", seconds=30)
    await ami.wait_event("BridgeEnter")
    customer = await ami.wait_event("Newchannel", CallerIDNum="0987654321")
    agent = await ami.wait(
        lambda f: f.get("Event") == "BridgeEnter" and f["Uniqueid"] != customer["Uniqueid"]
    )
    await asyncio.sleep(0.5)
    await ami.send(
        Action="Redirect",
        Channel=customer["Channel"],
        Context="cti-extension",
        Exten="102",
        Priority="1",
    )
    await ami.wait_event("Hangup", Uniqueid=agent["Uniqueid"])
    await ami.wait(
        lambda f: f.get("Event") == "BridgeEnter" and f["Channel"].startswith("PJSIP/102")
    )
    await asyncio.sleep(0.5)
    await ami.send(Action="Hangup", Channel=customer["Channel"])
    await ami.wait_event("Hangup", Uniqueid=customer["Uniqueid"])


async def _consult(ami: RawAmi, info: SandboxInfo, call: Awaitable[object]) -> Frame:
    """Phone 101 answers, asks 102 and joins the two; who is the customer."""
    await set_phone(info, "101", "consult102")
    await set_phone(info, "102", "0.5")
    try:
        await call
        customer = await ami.wait(
            lambda f: f.get("Event") == "BridgeEnter" and f["Channel"].startswith("PJSIP/carrier")
        )
        await ami.wait_event("AttendedTransfer", Result="Success")
        await asyncio.sleep(1)
    finally:
        await set_phone(info, "101", "2")
        await set_phone(info, "102", "2")
    return customer


async def transfer_attended(ami: RawAmi, info: SandboxInfo) -> None:
    call = call_in(info, "0987654321", to="02873000101", seconds=30)
    customer = await _consult(ami, info, call)
    await ami.send(Action="Hangup", Channel=customer["Channel"])
    await ami.wait_event("Hangup", Uniqueid=customer["Uniqueid"])


async def transfer_attended_click(ami: RawAmi, info: SandboxInfo) -> None:
    number = Subscriber.PRESSES_NOTHING.make_number()
    call = click_to_call(ami, info, "101", number, attempt="at_trace_consult")
    customer = await _consult(ami, info, call)
    await ami.send(Action="Hangup", Channel=customer["Channel"])
    await ami.wait_event("Hangup", Uniqueid=customer["Uniqueid"])


SCENARIOS: dict[str, Scenario] = {
    "campaign-key": campaign_key,
    "campaign-busy": campaign_busy,
    "campaign-no-answer": campaign_no_answer,
    "campaign-wrong-key": campaign_wrong_key,
    "campaign-hangs-up": campaign_hangs_up,
    "click-to-call": click,
    "click-to-call-busy": click_busy,
    "inbound-queue-answered": inbound_queue,
    "inbound-queue-abandoned": inbound_abandoned,
    "transfer-by-redirect": transfer_by_redirect,
    "transfer-attended": transfer_attended,
    "transfer-attended-click": transfer_attended_click,
}


async def record(run_dir: Path, names: list[str]) -> None:
    info = load_info(run_dir)
    for name, scenario in SCENARIOS.items():
        if names and name not in names:
            continue
        async with RawAmi(info.pbx) as ami:
            await scenario(ami, info)
            await asyncio.sleep(0.5)
            (HERE / f"{name}.ami").write_bytes(ami.raw)
            sys.stdout.write(f"{name}: {len(ami.raw)} bytes, {' '.join(ami.names())}\n")


if __name__ == "__main__":
    asyncio.run(record(Path(sys.argv[1]), sys.argv[2:]))

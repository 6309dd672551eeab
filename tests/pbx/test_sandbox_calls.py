"""Click-to-call, calls coming in, transfer, and what a desk phone may dial."""

import asyncio

from dialling import click_to_call, name_attempt
from pbx_fixtures import hold
from raw_ami import Frame, RawAmi

from cti.pbx.call_in import call_in, hang_up_caller, set_phone
from cti.pbx.info import SandboxInfo
from cti.pbx.subscribers import Subscriber


def is_leg(frame: Frame, event: str, name: str) -> bool:
    return frame.get("Event") == event and frame.get("Channel", "").startswith(f"PJSIP/{name}-")


async def test_click_to_call_rings_the_phone_then_the_customer_as_one_call(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    attempt, number = name_attempt(), Subscriber.PRESSES_NOTHING.make_number(20)
    await click_to_call(ami, sandbox, extension, number, attempt=attempt)
    answered = await ami.wait_event("CtiAnswered", Attempt=attempt)
    legs = [f for f in ami.frames if f.get("Event") == "Newchannel" and f["Linkedid"] == attempt]
    assert [leg["Channel"].split("-")[0] for leg in legs] == [f"PJSIP/{extension}", "PJSIP/carrier"]
    assert answered["Uniqueid"] == legs[1]["Uniqueid"]
    ringing = await ami.wait(lambda f: f.get("Event") == "Newstate" and f["Uniqueid"] == attempt)
    assert ringing["ConnectedLineNum"] == number  # what the agent's phone shows
    dialled = await ami.wait_event("DialEnd", DestUniqueid=legs[1]["Uniqueid"])
    assert dialled["DestCallerIDNum"] == number
    assert dialled["CallerIDNum"] == sandbox.main_did  # what the customer is shown
    await ami.wait_event("BridgeEnter", Uniqueid=attempt)
    await ami.send(Action="Hangup", Channel=attempt)
    end = await ami.wait_event("CtiOutcome", Attempt=attempt)
    assert (end["Cause"], end["DialStatus"]) == ("16", "ANSWER")
    assert end["Answered"] == answered["At"]


async def test_click_to_call_to_a_busy_customer_leaves_the_customers_cause(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    attempt, number = name_attempt(), Subscriber.BUSY.make_number(21)
    await click_to_call(ami, sandbox, extension, number, attempt=attempt)
    await ami.wait_event("CtiOutcome", Attempt=attempt)
    end = (await ami.read_outbox(attempt))["end"].split("|")
    assert (end[1], end[2], end[3], end[5]) == ("17", "SIP 486 Busy Here", "", "BUSY")


async def test_click_to_call_gives_up_after_the_customers_ring_time(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    attempt, number = name_attempt(), Subscriber.NO_ANSWER.make_number(22)
    await click_to_call(ami, sandbox, extension, number, attempt=attempt, ring=1)
    end = await ami.wait_event("CtiOutcome", Attempt=attempt)
    assert (end["DialStatus"], end["Answered"]) == ("NOANSWER", "")


async def test_click_to_call_from_a_phone_that_is_busy_never_dials_the_customer(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    await set_phone(sandbox, extension, "busy")
    attempt = name_attempt()
    await click_to_call(ami, sandbox, extension, "0900000020", attempt=attempt)
    end = await ami.wait_event("CtiOutcome", Attempt=attempt)
    assert (end["Cause"], end["DialStatus"], end["Answered"]) == ("17", "", "")
    legs = [f for f in ami.frames if f.get("Linkedid") == attempt and f["Event"] == "Newchannel"]
    assert len(legs) == 1


async def test_the_agent_who_hangs_up_while_the_customer_rings_cancels_both_legs(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    attempt, number = name_attempt(), Subscriber.NO_ANSWER.make_number(23)
    await click_to_call(ami, sandbox, extension, number, attempt=attempt)
    customer = await ami.wait(
        lambda f: is_leg(f, "Newchannel", "carrier") and f["Linkedid"] == attempt
    )
    await ami.wait_event("Newstate", Uniqueid=customer["Uniqueid"])
    await ami.send(Action="Hangup", Channel=attempt)
    await ami.wait_event("Hangup", Uniqueid=customer["Uniqueid"])
    end = await ami.wait_event("CtiOutcome", Attempt=attempt)
    assert (end["DialStatus"], end["Answered"]) == ("CANCEL", "")


async def test_a_call_from_outside_shows_its_exact_number_while_the_phone_rings(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    await set_phone(sandbox, extension, "never")
    for caller in ("0912345678", "+84912345679", "84912345680", "1900545555"):
        call = await call_in(sandbox, caller, to=f"02873000{extension}")
        leg = await ami.wait_event("Newchannel", CallerIDNum=caller)
        assert leg["Exten"] == f"02873000{extension}"
        ringing = await ami.wait_event(
            "Newstate", Linkedid=leg["Uniqueid"], ChannelStateDesc="Ringing"
        )
        assert ringing["ConnectedLineNum"] == caller
        assert ringing["Channel"].startswith(f"PJSIP/{extension}-")
        await hang_up_caller(sandbox, call)
        await ami.wait_event("Hangup", Uniqueid=leg["Uniqueid"])


async def test_the_main_number_rings_every_phone_of_the_queue_and_one_answer_stops_the_others(
    sandbox: SandboxInfo, ami: RawAmi
) -> None:
    with hold("queue"):
        await set_phone(sandbox, sandbox.extensions[-1], "0")
        await call_in(sandbox, "0981234567", seconds=2)
        leg = await ami.wait_event("Newchannel", CallerIDNum="0981234567")
        joined = await ami.wait_event("QueueCallerJoin", Uniqueid=leg["Uniqueid"])
        assert joined["Queue"] == sandbox.queue
        connected = await ami.wait_event("AgentConnect", Uniqueid=leg["Uniqueid"])
        await ami.wait_event("Hangup", Uniqueid=leg["Uniqueid"])
        rung = [
            f["Channel"].split("-")[0]
            for f in ami.frames
            if f.get("Event") == "Newchannel" and f["Linkedid"] == leg["Uniqueid"]
        ][1:]
        # Phones that another test has in use just now are not rung: ringinuse = no.
        assert set(rung) >= {connected["Interface"]}
        assert len(rung) >= 3
        await set_phone(sandbox, sandbox.extensions[-1], "0.5")


async def test_a_caller_who_gives_up_in_the_queue_is_told_as_abandoned(
    sandbox: SandboxInfo, ami: RawAmi
) -> None:
    with hold("queue"):
        for extension in sandbox.extensions:
            await set_phone(sandbox, extension, "never")
        call = await call_in(sandbox, "0981234568")
        leg = await ami.wait_event("Newchannel", CallerIDNum="0981234568")
        await ami.wait_event("Newstate", Linkedid=leg["Uniqueid"], ChannelStateDesc="Ringing")
        await hang_up_caller(sandbox, call)
        await ami.wait_event("QueueCallerAbandon", Uniqueid=leg["Uniqueid"])
        for extension in sandbox.extensions:
            await set_phone(sandbox, extension, "0.5")


async def test_a_redirect_moves_the_customer_to_another_phone_and_frees_the_first(
    sandbox: SandboxInfo, ami: RawAmi, extension: str, other_extension: str
) -> None:
    await call_in(sandbox, "0971234567", to=f"02873000{extension}", seconds=30)
    customer = await ami.wait_event("Newchannel", CallerIDNum="0971234567")
    first = await ami.wait(
        lambda f: is_leg(f, "BridgeEnter", extension) and f["Linkedid"] == customer["Uniqueid"]
    )
    answer = await ami.send(
        Action="Redirect",
        Channel=customer["Channel"],
        Context="cti-extension",
        Exten=other_extension,
        Priority="1",
    )
    assert answer["Response"] == "Success"
    await ami.wait_event("Hangup", Uniqueid=first["Uniqueid"])
    ringing = await ami.wait(lambda f: is_leg(f, "Newstate", other_extension))
    assert ringing["ConnectedLineNum"] == "0971234567"
    await ami.wait(lambda f: is_leg(f, "BridgeEnter", other_extension))
    await ami.send(Action="Hangup", Channel=customer["Channel"])
    await ami.wait_event("Hangup", Uniqueid=customer["Uniqueid"])


async def dial_from_phone(sandbox: SandboxInfo, extension: str, number: str) -> None:
    async with RawAmi(sandbox.carrier) as carrier:
        await carrier.send(
            Action="Originate",
            Channel=f"PJSIP/{number}@phone-{extension}",
            Context="phone-dials",
            Exten="s",
            Priority="1",
            Async="true",
        )


async def test_a_phone_may_dial_a_colleague(
    sandbox: SandboxInfo, ami: RawAmi, extension: str, other_extension: str
) -> None:
    await dial_from_phone(sandbox, extension, other_extension)
    leg = await ami.wait(lambda f: is_leg(f, "Newchannel", extension))
    assert leg["CallerIDNum"] == extension
    await ami.wait(lambda f: is_leg(f, "BridgeEnter", other_extension))
    await ami.send(Action="Hangup", Channel=leg["Channel"])
    await ami.wait_event("Hangup", Uniqueid=leg["Uniqueid"])


async def test_a_number_outside_dialled_from_a_phone_never_reaches_the_trunk(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    await dial_from_phone(sandbox, extension, "0900000001")
    leg = await ami.wait(lambda f: is_leg(f, "Newchannel", extension))
    await ami.wait_event("Hangup", Uniqueid=leg["Uniqueid"])
    assert not [
        f
        for f in ami.frames
        if f.get("Event") == "Newchannel" and f is not leg and f["Linkedid"] == leg["Uniqueid"]
    ]


async def test_a_phone_that_nobody_answers_is_told_as_ringing_until_the_caller_gives_up(
    sandbox: SandboxInfo, ami: RawAmi, extension: str
) -> None:
    await set_phone(sandbox, extension, "never")
    call = await call_in(sandbox, "0961234567", to=f"02873000{extension}")
    await ami.wait_event("DeviceStateChange", Device=f"PJSIP/{extension}", State="RINGING")
    await asyncio.sleep(0.2)
    await hang_up_caller(sandbox, call)
    leg = await ami.wait(lambda f: is_leg(f, "Hangup", extension))
    assert leg["Linkedid"] != leg["Uniqueid"]

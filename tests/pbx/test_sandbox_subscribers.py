"""Each subscriber the carrier plays: what is left in the outbox, and what is told on the way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from dialling import dial_campaign, name_attempt
from raw_ami import Frame, RawAmi

from cti.pbx.info import SandboxInfo
from cti.pbx.subscribers import Subscriber

ANSWERED = {
    Subscriber.PRESSES_1: ["1"],
    Subscriber.PRESSES_2: ["2"],
    Subscriber.PRESSES_3: ["3"],  # not a choice of this campaign: kept, and asked again
    Subscriber.PRESSES_9: ["9"],
    Subscriber.PRESSES_EARLY: ["1"],
    Subscriber.PRESSES_LATE: ["1"],
    Subscriber.PRESSES_WRONG_THEN_1: ["5", "1"],
    Subscriber.PRESSES_NOTHING: [],
    Subscriber.HANGS_UP: [],
    Subscriber.MACHINE: [],
    Subscriber.HELLO: ["1"],
}
FAILED = {
    Subscriber.BUSY: ("17", "SIP 486 Busy Here"),
    Subscriber.NO_ANSWER: ("19", "SIP 180 Ringing"),
    Subscriber.CONGESTION: ("34", "SIP 503 Service Unavailable"),
    Subscriber.REJECTED: ("21", "SIP 603 Decline"),
    Subscriber.INVALID: ("1", "SIP 404 Not Found"),
}


@dataclass
class Played:
    """One call that is over."""

    attempt: str
    outbox: dict[str, str]
    events: list[Frame]

    def find(self, name: str) -> list[Frame]:
        return [e for e in self.events if name in (e.get("Event"), e.get("UserEvent"))]

    @property
    def end(self) -> list[str]:
        return self.outbox["end"].split("|")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def played(sandbox: SandboxInfo) -> AsyncIterator[dict[Subscriber, Played]]:
    """All of them called at the same time: half a minute instead of three."""
    attempts = {who: name_attempt() for who in Subscriber}
    async with RawAmi(sandbox.pbx) as ami:
        for who, attempt in attempts.items():
            ring = 2000 if who is Subscriber.NO_ANSWER else 30_000
            await dial_campaign(
                ami, sandbox, who.make_number(7), attempt=attempt, wait=2, ring_ms=ring
            )
        await asyncio.gather(
            *(ami.wait_event("Hangup", Uniqueid=a, seconds=60) for a in attempts.values())
        )
        outboxes = {who: await ami.read_outbox(a) for who, a in attempts.items()}
        yield {
            who: Played(
                attempt,
                outboxes[who],
                [f for f in ami.frames if attempt in (f.get("Attempt"), f.get("Uniqueid"))],
            )
            for who, attempt in attempts.items()
        }


@pytest.mark.parametrize("who", ANSWERED, ids=lambda who: who.name)
def test_each_key_of_an_answered_call_is_in_the_outbox_as_one_step(
    played: dict[Subscriber, Played], who: Subscriber
) -> None:
    call = played[who]
    steps = [call.outbox[str(n)].split("|") for n in range(1, len(call.outbox))]
    assert [(kind, key) for kind, key, _ in steps] == [("reply", key) for key in ANSWERED[who]]
    told = [(e["Step"], e["Key"], e["At"]) for e in call.find("CtiReply")]
    assert told == [(str(n), key, at) for n, (_, key, at) in enumerate(steps, 1)]


@pytest.mark.parametrize("who", ANSWERED, ids=lambda who: who.name)
def test_an_answered_call_ends_with_cause_16_and_its_times(
    played: dict[Subscriber, Played], who: Subscriber
) -> None:
    kind, cause, tech, answered, ended, dial_status = played[who].end
    assert (kind, cause, tech, dial_status) == ("end", "16", "SIP 200 OK", "")
    assert played[who].find("CtiAnswered")[0]["At"] == answered
    assert 0.3 < float(ended) - float(answered) < 60


@pytest.mark.parametrize("who", FAILED, ids=lambda who: who.name)
def test_a_call_that_is_not_answered_leaves_its_true_cause(
    played: dict[Subscriber, Played], who: Subscriber
) -> None:
    call = played[who]
    kind, cause, tech, answered, ended, dial_status = call.end
    assert (kind, cause, tech) == ("end", *FAILED[who])
    assert (answered, dial_status) == ("", "")
    assert float(ended) > 0
    assert call.outbox.keys() == {"end"}
    assert not call.find("CtiAnswered")


@pytest.mark.parametrize("who", Subscriber, ids=lambda who: who.name)
def test_the_outcome_event_says_what_the_outbox_says(
    played: dict[Subscriber, Played], who: Subscriber
) -> None:
    (event,) = played[who].find("CtiOutcome")
    fields = ("Cause", "TechCause", "Answered", "Ended", "DialStatus")
    assert [event[name] for name in fields] == played[who].end[1:]


@pytest.mark.parametrize("who", Subscriber, ids=lambda who: who.name)
def test_hangup_and_originate_response_carry_the_attempts_id(
    played: dict[Subscriber, Played], who: Subscriber
) -> None:
    (hangup,) = played[who].find("Hangup")
    assert hangup["Cause"] == played[who].end[1]
    (response,) = played[who].find("OriginateResponse")
    assert response["Response"] == ("Success" if who in ANSWERED else "Failure")


@pytest.mark.parametrize("who", Subscriber, ids=lambda who: who.name)
def test_a_prompt_that_is_there_is_never_replaced(
    played: dict[Subscriber, Played], who: Subscriber
) -> None:
    assert played[who].events
    assert not played[who].find("CtiPromptMissing")


def test_a_valid_key_ends_the_call_and_a_wrong_one_does_not(
    played: dict[Subscriber, Played],
) -> None:
    def stays(who: Subscriber) -> float:
        last = float(played[who].outbox["1"].split("|")[2])
        return float(played[who].end[4]) - last

    assert stays(Subscriber.PRESSES_1) < 5  # the word of thanks
    assert stays(Subscriber.PRESSES_3) > 8  # "not a choice", the prompt again, goodbye


def test_an_early_key_interrupts_the_prompt_and_a_late_one_waits_for_its_end(
    played: dict[Subscriber, Played],
) -> None:
    def replies_after(who: Subscriber) -> float:
        return float(played[who].outbox["1"].split("|")[2]) - float(played[who].end[3])

    assert replies_after(Subscriber.PRESSES_EARLY) < 2
    assert replies_after(Subscriber.PRESSES_LATE) > 4  # the prompt is four and a half long


async def test_a_second_originate_of_a_live_attempt_is_refused_by_the_pbx(
    sandbox: SandboxInfo, ami: RawAmi
) -> None:
    attempt, number = name_attempt(), Subscriber.NO_ANSWER.make_number(8)
    await dial_campaign(ami, sandbox, number, attempt=attempt)
    await ami.wait_event("Newstate", Uniqueid=attempt)
    second = await dial_campaign(ami, sandbox, number, attempt=attempt)
    refused = await ami.wait_event("OriginateResponse", ActionID=second["ActionID"])
    assert (refused["Response"], refused["Reason"]) == ("Failure", "0")
    await ami.send(Action="Hangup", Channel=attempt)
    end = await ami.wait_event("CtiOutcome", Attempt=attempt)
    assert end["Cause"] == "0"
    assert len([f for f in ami.frames if f.get("Event") == "Newchannel"]) == 1


async def test_a_live_attempt_is_found_by_its_id_after_a_lost_connection(
    sandbox: SandboxInfo, ami: RawAmi
) -> None:
    attempt = name_attempt()
    await dial_campaign(ami, sandbox, Subscriber.NO_ANSWER.make_number(9), attempt=attempt)
    await ami.wait_event("Newstate", Uniqueid=attempt)
    async with RawAmi(sandbox.pbx) as another:
        await another.send(Action="Status", Variables="CTI_ATTEMPT", ActionID="st")
        await another.wait_event("StatusComplete")
        live = [f for f in another.frames if f.get("Event") == "Status"]
        assert f"CTI_ATTEMPT={attempt}" in [f.get("Variable") for f in live]
        await another.send(Action="Hangup", Channel=attempt)
    await ami.wait_event("CtiOutcome", Attempt=attempt)

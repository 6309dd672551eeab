"""The gate on both databases: what it looks up, and what it writes down."""

import asyncio
from dataclasses import replace
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from set_clock import SetClock

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.compliance.dnc import Dnc
from cti.compliance.dnc_store import Origin
from cti.compliance.gate import Ask, Decision
from cti.compliance.lists import Entry
from cti.compliance.messages import NumberRefused
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.db import Database
from cti.schema import attempts, consents, gate_decisions

MOBILE = "+84912345678"
ADVERTISING = Ask("0912345678", MOBILE, "campaign", "advertising")
CARE = replace(ADVERTISING, purpose="care")


class Yes(NamedTuple):
    decision_id: str
    reason: str | None = None


async def check(db: Database, gate: Gate, *asks: Ask) -> list[Decision]:
    async with db.write() as unit:
        return await gate.check(unit, asks)


async def agree(db: Database, clock: SetClock, e164: str, channel: str = "voice") -> None:
    async with db.write() as unit:
        await unit.connection.execute(
            sa.insert(consents).values(
                e164=e164, channel=channel, scope="ads", evidence="call 1", given_at=clock.now
            )
        )


async def attempt(db: Database, clock: SetClock, decision: Decision, **values: object) -> None:
    row = {
        "id": f"at_{decision.id}",
        "kind": "campaign",
        "pbx": "pbx",
        "trunk": "carrier",
        "e164": MOBILE,
        "decision_id": decision.id,
        "live": False,
        "outcome": "busy",
        "created_at": clock.now,
        "sent_at": clock.now,
    }
    async with db.write() as unit:
        await unit.connection.execute(sa.insert(attempts).values(row | values))


async def test_every_decision_is_stored_with_its_reasons_and_the_rules(
    db: Database, gate: Gate, clock: SetClock
) -> None:
    decisions = await check(db, gate, ADVERTISING, CARE, Ask("xin chào", None, "manual", "care"))
    assert [decision.verdict for decision in decisions] == ["deny", "allow", "deny"]
    async with db.read() as connection:
        rows = {row.id: row for row in await connection.execute(sa.select(gate_decisions))}
    stored = [rows[decision.id] for decision in decisions]
    assert [row.reasons for row in stored] == [["consent.missing"], [], ["number.invalid"]]
    assert [row.e164 for row in stored] == [MOBILE, MOBILE, None]
    assert stored[2].typed == "xin chào"
    assert {row.rules for row in stored} == {"vietnam/2026-01-01"}
    assert {row.at for row in stored} == {clock.now}


async def test_peeking_says_the_same_and_stores_nothing(db: Database, gate: Gate) -> None:
    decisions = await gate.peek([ADVERTISING, CARE])
    assert [decision.verdict for decision in decisions] == ["deny", "allow"]
    async with db.read() as connection:
        count = await connection.scalar(sa.select(sa.func.count()).select_from(gate_decisions))
    assert count == 0


async def test_consent_for_calls_opens_advertising_until_it_is_withdrawn(
    db: Database, gate: Gate, clock: SetClock
) -> None:
    await agree(db, clock, MOBILE, "sms")
    assert (await gate.peek([ADVERTISING]))[0].reasons == ["consent.missing"]
    await agree(db, clock, MOBILE)
    assert (await gate.peek([ADVERTISING]))[0].verdict == "allow"
    async with db.write() as unit:
        await unit.connection.execute(sa.update(consents).values(withdrawn_at=clock.now))
    assert (await gate.peek([ADVERTISING]))[0].reasons == ["consent.missing"]


async def test_one_advertising_call_in_24_hours_whoever_made_it(
    db: Database, gate: Gate, clock: SetClock
) -> None:
    await agree(db, clock, MOBILE)
    (first,) = await check(db, gate, ADVERTISING)
    await attempt(db, clock, first)
    clock.advance(hours=2)
    manual = replace(ADVERTISING, channel="manual")
    later, by_hand, care = await gate.peek([ADVERTISING, manual, CARE])
    assert (later.verdict, later.reasons) == ("deny", ["cap.24h"])
    assert (by_hand.verdict, care.verdict) == ("confirm", "allow")
    clock.advance(hours=22)
    assert (await gate.peek([ADVERTISING]))[0].verdict == "allow"


@pytest.mark.parametrize("outcome", ["not_placed", "agent_no_answer"])
async def test_a_call_that_never_reached_for_the_customer_does_not_count(
    db: Database, gate: Gate, clock: SetClock, outcome: str
) -> None:
    await agree(db, clock, MOBILE)
    (first,) = await check(db, gate, ADVERTISING)
    await attempt(db, clock, first, outcome=outcome)
    assert (await gate.peek([ADVERTISING]))[0].verdict == "allow"


async def test_care_calls_do_not_count_as_advertising(
    db: Database, gate: Gate, clock: SetClock
) -> None:
    await agree(db, clock, MOBILE)
    (care,) = await check(db, gate, CARE)
    await attempt(db, clock, care)
    assert (await gate.peek([ADVERTISING]))[0].verdict == "allow"


async def test_a_number_that_is_being_called_is_not_called_by_another(
    db: Database, gate: Gate, clock: SetClock
) -> None:
    (first,) = await check(db, gate, CARE)
    await attempt(db, clock, first, live=True, outcome=None)
    clock.advance(days=3)
    manual = replace(CARE, channel="manual")
    for decision in await gate.peek([CARE, manual]):
        assert (decision.verdict, decision.reasons) == ("deny", ["active_attempt"])


async def test_of_two_asks_for_one_number_in_a_batch_one_goes(db: Database, gate: Gate) -> None:
    other = replace(CARE, e164="+84987654321")
    decisions = await check(db, gate, CARE, other, replace(CARE, campaign_id=None, typed="84912"))
    assert [decision.verdict for decision in decisions] == ["allow", "allow", "deny"]
    assert decisions[2].reasons == ["active_attempt"]


@pytest.mark.requirement("R246", "R247")
async def test_a_confirmed_call_is_allowed_once_asked_and_kept_on_record(
    db: Database, gate: Gate, dnc: Dnc, clock: SetClock, agent: Caller
) -> None:
    async with db.write() as unit:
        entry = Entry(84912345678, voice=True, sms=False)
        await dnc.put(unit, "national", [entry], Origin("import", clock.now))
    ask = Ask("0912345678", MOBILE, "manual", "care", user_id=agent.user_id, rights=agent.rights)
    (asked,) = await check(db, gate, ask)
    assert (asked.verdict, asked.reasons) == ("confirm", ["dnc.national.voice"])
    clock.advance(seconds=20)
    (again,) = await check(db, gate, replace(ask, confirmed=Yes(asked.id, "Khách hẹn")))
    assert (again.verdict, again.confirmed) == ("allow", True)
    async with db.read() as connection:
        row = (
            await connection.execute(
                sa.select(gate_decisions).where(gate_decisions.c.id == again.id)
            )
        ).one()
    assert (row.confirmed, row.reason, row.user_id) == (True, "Khách hẹn", agent.user_id)
    (campaign,) = await gate.peek([CARE])
    assert campaign.verdict == "deny"


async def test_a_refusal_is_in_force_for_every_campaign_when_it_is_committed(
    db: Database, gate: Gate, dnc: Dnc, bus: Bus
) -> None:
    heard: list[NumberRefused] = []
    bus.subscribe(NumberRefused, heard.append)
    async with db.write() as unit:
        await dnc.refuse(unit, MOBILE, attempt_id="at_1")
        assert not dnc.contains("internal", "voice", 84912345678)
    assert heard == [NumberRefused(MOBILE, "at_1")]
    (decision,) = await gate.peek([CARE])
    assert (decision.verdict, decision.reasons) == ("deny", ["refused"])


async def test_a_refusal_that_was_rolled_back_never_was(db: Database, gate: Gate, dnc: Dnc) -> None:
    async def refuse_and_fail() -> None:
        async with db.write() as unit:
            await dnc.refuse(unit, MOBILE, attempt_id="at_1")
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await refuse_and_fail()
    assert (await gate.peek([CARE]))[0].verdict == "allow"


async def test_lists_are_the_same_after_a_restart(
    db: Database, dnc: Dnc, bus: Bus, clock: SetClock
) -> None:
    async with db.write() as unit:
        await dnc.refuse(unit, MOBILE)
        only_sms = Entry(84987654321, voice=False, sms=True)
        await dnc.put(unit, "national", [only_sms], Origin("import", clock.now))
    restarted = Dnc(db, bus, clock)
    await restarted.load()
    for lists in (dnc, restarted):
        assert lists.contains("internal", "refused", 84912345678)
        assert lists.contains("internal", "sms", 84912345678)
        assert lists.contains("national", "sms", 84987654321)
        assert not lists.contains("national", "voice", 84987654321)
        assert not lists.contains("internal", "voice", 84987654321)


async def test_american_numbers_are_asked_by_their_own_clocks(
    db: Database, dnc: Dnc, clock: SetClock, gate: Gate
) -> None:
    american = Gate(db, dnc, load_rules("us-tsr"), clock, gate._zone, region="US")
    await agree(db, clock, "+16502530000")
    ask = replace(ADVERTISING, typed="650-253-0000", e164="+16502530000")
    assert (await american.peek([ask]))[0].reasons == ["window"]  # 21:00 in California
    clock.advance(hours=-1)
    assert (await american.peek([ask]))[0].verdict == "allow"

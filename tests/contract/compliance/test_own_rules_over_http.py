"""The installation's own calling rules: stored, audited, in force for the next call."""

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from asking import Client, ask
from set_clock import SetClock

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.compliance.dnc import Dnc
from cti.compliance.dnc_store import Origin
from cti.compliance.gate import Ask
from cti.compliance.lists import Entry
from cti.compliance.rule_book import RuleBook
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.db import Database
from cti.schema import audit_log

LISTED = "dnc.national.voice"
MANUAL = Ask(typed="0912345678", e164="+84912345678", channel="manual", purpose="care")


@pytest.mark.requirement("R246", "R247")
async def test_an_admin_makes_the_question_a_refusal_and_it_counts_at_once(
    client: Client,
    who: list[Caller],
    admin: Caller,
    agent: Caller,
    gate: Gate,
    dnc: Dnc,
    db: Database,
    clock: SetClock,
) -> None:
    async with db.write() as unit:
        await dnc.put(
            unit, "national", [Entry(84912345678, voice=True, sms=True)], Origin("manual", clock())
        )
    (before,) = await gate.peek([MANUAL])
    assert before.verdict == "confirm"
    who.append(agent)
    assert (await ask(client, "PUT", "rules", json={"revision": 0, "answers": {}}))[0] == 403
    who.append(admin)
    status, page = await ask(client, "GET", "rules")
    assert status == 200
    rules = {rule["reason"]: rule for rule in page["rules"]}
    assert rules[LISTED]["choices"] == ["confirm", "stated", "deny"]
    assert [page["laws"][name] for name in rules[LISTED]["sources"]] == ["Nghị định 91/2020/NĐ-CP"]
    assert (page["hours"]["start"], page["hours"]["end"]) == ("08:00", "17:00")
    wanted = {"revision": page["revision"], "answers": {LISTED: "deny", "window": "confirm"}}
    status, changed = await ask(client, "PUT", "rules", json=wanted)
    assert status == 200
    now = {rule["reason"]: rule for rule in changed["rules"]}
    assert (now[LISTED]["manual"], now[LISTED]["by_profile"]) == ("deny", "confirm")
    assert [change["answers"] for change in changed["changes"]] == [{LISTED: "deny"}]
    assert changed["changes"][0]["by"]["name"] == admin.name
    (after,) = await gate.peek([MANUAL])
    assert (after.verdict, after.rules) == ("deny", "vietnam/2026-01-01/1")
    async with db.read() as connection:
        query = sa.select(audit_log.c.action, audit_log.c.detail)
        [line] = (await connection.execute(query)).all()
    assert line.action == "rules.changed"
    assert line.detail == {"before": {}, "after": {LISTED: "deny"}, "revision": 1}


async def test_a_server_that_starts_anew_keeps_the_rules(
    client: Client, who: list[Caller], admin: Caller, db: Database, clock: SetClock
) -> None:
    who.append(admin)
    for revision, mode in enumerate(("deny", "stated")):
        body = {"revision": revision, "answers": {LISTED: mode}}
        assert (await ask(client, "PUT", "rules", json=body))[0] == 200
    fresh = Gate(
        db, Dnc(db, Bus(), clock), load_rules("vietnam"), clock, ZoneInfo("Asia/Ho_Chi_Minh")
    )
    await RuleBook(db, fresh, clock).load()
    assert fresh.rules.label == "vietnam/2026-01-01/2"
    assert fresh.rules.answers[LISTED].care_only
    british = Gate(db, Dnc(db, Bus(), clock), load_rules("uk-ofcom"), clock, ZoneInfo("UTC"))
    await RuleBook(db, british, clock).load()  # what was made of another profile counts there only
    assert british.rules.answers[LISTED].mode == "confirm"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"revision": 0, "answers": {"number.emergency": "confirm"}}, 400, "rules.fixed"),
        ({"revision": 0, "answers": {"refused": "confirm"}}, 400, "rules.fixed"),
        ({"revision": 0, "answers": {LISTED: "reasoned"}}, 400, "rules.fixed"),
        ({"revision": 5, "answers": {LISTED: "deny"}}, 409, "rules.changed"),
        ({"revision": 0, "answers": {"weather": "deny"}}, 422, "invalid"),
        ({"revision": 0, "answers": {LISTED: "allow"}}, 422, "invalid"),
    ],
)
async def test_what_an_installation_may_not_decide_is_refused_whole(
    client: Client,
    who: list[Caller],
    admin: Caller,
    gate: Gate,
    body: dict[str, object],
    status: int,
    code: str,
) -> None:
    who.append(admin)
    answered, problem = await ask(client, "PUT", "rules", json=body)
    assert (answered, problem["code"]) == (status, code)
    assert gate.rules == load_rules("vietnam")

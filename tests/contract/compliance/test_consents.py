"""Consent to advertising, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from asking import Client, ask
from set_clock import SetClock

from cti.accounts.rights import Caller
from cti.compliance.dnc import Dnc
from cti.compliance.gate import Ask
from cti.compliance.service import Gate
from cti.db import Database
from cti.schema import audit_log

MOBILE = "+84912345678"
ADVERTISING = Ask("0912345678", MOBILE, "campaign", "advertising")
FORM = {"scope": "Hội thảo, gọi, 1 lần/tháng", "evidence": "Phiếu đăng ký 12/11"}


async def test_a_campaign_may_call_who_agreed_until_they_take_it_back(
    client: Client, who: list[Caller], admin: Caller, agent: Caller, gate: Gate, db: Database
) -> None:
    who.append(admin)
    numbers = ["0912 345 678", "84912345678", "0987654321", "abc", "115"]
    status, report = await ask(client, "POST", "consents", json=FORM | {"numbers": numbers})
    assert (status, report) == (201, {"given": 2, "already": 0, "invalid": ["abc", "115"]})
    assert (await gate.peek([ADVERTISING]))[0].verdict == "allow"
    _, report = await ask(client, "POST", "consents", json=FORM | {"numbers": numbers[:1]})
    assert (report["given"], report["already"]) == (0, 1)
    who.append(agent)
    assert (await ask(client, "DELETE", "consents/0912345678"))[0] == 204
    assert (await gate.peek([ADVERTISING]))[0].reasons == ["consent.missing"]
    status, problem = await ask(client, "DELETE", "consents/0912345678")
    assert (status, problem["code"]) == (404, "consent.not_found")
    who.append(admin)
    _, page = await ask(client, "GET", "consents", params={"number": "0912345678"})
    (line,) = page["rows"]
    assert line["evidence"] == FORM["evidence"]
    assert line["withdrawn_at"] is not None
    async with db.read() as connection:
        actions = (await connection.execute(sa.select(audit_log.c.action))).scalars().all()
    assert actions == ["consent.given", "consent.withdrawn"]


async def test_lifting_a_refusal_does_not_bring_the_old_consent_back(
    client: Client, who: list[Caller], admin: Caller, gate: Gate, dnc: Dnc, db: Database
) -> None:
    who.append(admin)
    await ask(client, "POST", "consents", json=FORM | {"numbers": [MOBILE]})
    async with db.write() as unit:
        await dnc.refuse(unit, MOBILE, attempt_id="at_1")
    path = "dnc/internal/%2B84912345678?reason=Kh%C3%A1ch+g%E1%BB%8Di+l%E1%BA%A1i"
    assert (await ask(client, "DELETE", path))[0] == 204
    assert (await gate.peek([ADVERTISING]))[0].reasons == ["consent.missing"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"numbers": []}, "invalid"),
        ({"numbers": [MOBILE], "evidence": " "}, "invalid"),
        ({"numbers": [MOBILE], "channel": "fax"}, "invalid"),
        ({"numbers": [MOBILE], "given_at": "2026-11-20T10:00:00"}, "invalid"),
        ({"numbers": [MOBILE], "given_at": "0001-01-01T00:00:00+14:00"}, "invalid"),
        ({"numbers": [MOBILE], "given_at": "2199-01-01T00:00:00Z"}, "consent.in_future"),
    ],
)
async def test_consent_without_its_proof_is_none(
    client: Client, who: list[Caller], admin: Caller, change: dict[str, object], code: str
) -> None:
    who.append(admin)
    status, problem = await ask(client, "POST", "consents", json=FORM | change)
    assert (status, problem["code"]) == (422 if code == "invalid" else 400, code)


async def test_consent_is_prior(
    client: Client, who: list[Caller], admin: Caller, agent: Caller, clock: SetClock
) -> None:
    who.append(admin)
    soon = (clock.now + timedelta(minutes=1)).isoformat()
    form = FORM | {"numbers": [MOBILE], "given_at": soon}
    assert (await ask(client, "POST", "consents", json=form))[1]["code"] == "consent.in_future"
    who.append(agent)
    assert (await ask(client, "POST", "consents", json=FORM | {"numbers": [MOBILE]}))[0] == 403

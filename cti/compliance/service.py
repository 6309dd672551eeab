"""The gate with its facts: whoever is about to dial asks `Gate.check` in the same transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers.timezone import UNKNOWN_TIMEZONE, time_zones_for_number
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.clock import Clock
from cti.compliance import gate_store as store
from cti.compliance.dnc import Dnc
from cti.compliance.gate import Ask, Decision, EarlierDecision, Facts, decide
from cti.compliance.gate_store import History
from cti.compliance.lists import to_number
from cti.compliance.rules import Reason, Rules
from cti.db import Database, Unit
from cti.ids import new_id
from cti.phones import Number, parse

NOTHING = History(active=False, advertised=0)


class Gate:
    """May this call go out? One answer for campaigns, people and the API alike."""

    def __init__(
        self,
        db: Database,
        dnc: Dnc,
        rules: Rules,
        clock: Clock,
        zone: ZoneInfo,
        *,
        region: str = "VN",
    ) -> None:
        self.rules = rules
        self._db = db
        self._dnc = dnc
        self._clock = clock
        self._zone = zone
        self._region = region

    async def check(self, unit: Unit, asks: Sequence[Ask]) -> list[Decision]:
        """One stored decision per ask, in their order, inside the caller's write transaction.

        Of several asks for one number in a batch, the first that is allowed goes out; the others
        hear `active_attempt`.
        """
        if not asks:
            return []
        now = self._clock()
        gathered = await self._gather(unit.connection, asks, now)
        decisions: list[Decision] = []
        taken: set[str] = set()
        rows: list[dict[str, Any]] = []
        for ask, number in zip(asks, gathered.numbers, strict=True):
            facts = self._make_facts(ask, number, gathered, also_active=number.e164 in taken)
            decision = decide(ask, facts, self.rules, now, decision_id=new_id("gd"))
            if decision.verdict == "allow" and number.e164 is not None:
                taken.add(number.e164)
            decisions.append(decision)
            rows.append(_make_row(ask, number, decision, now))
        await store.save_decisions(unit.connection, rows)
        return decisions

    async def peek(self, asks: Sequence[Ask]) -> list[Decision]:
        """What `check` would say now, with nothing stored: for badges before the click."""
        if not asks:
            return []
        now = self._clock()
        async with self._db.read() as connection:
            gathered = await self._gather(connection, asks, now)
        return [
            decide(ask, self._make_facts(ask, number, gathered), self.rules, now)
            for ask, number in zip(asks, gathered.numbers, strict=True)
        ]

    async def _gather(
        self, connection: AsyncConnection, asks: Sequence[Ask], now: datetime
    ) -> "_Gathered":
        numbers = [parse(ask.e164 or ask.typed, self._region) for ask in asks]
        callable_ones = {number.e164 for number in numbers if number.e164 is not None}
        advertising = {
            number.e164
            for ask, number in zip(asks, numbers, strict=True)
            if ask.purpose == "advertising" and number.e164 is not None
        }
        history: dict[str, History] = {}
        if callable_ones:
            since = now - self._counted() if advertising else now
            history = await store.read_history(connection, callable_ones, since)
        consenting: set[str] = set()
        if advertising and self._asks_consent():
            consenting = await store.find_consenting(connection, advertising)
        earlier: dict[str, EarlierDecision] = {}
        if ids := {ask.confirmed.decision_id for ask in asks if ask.confirmed is not None}:
            earlier = await store.find_decisions(connection, ids)
        return _Gathered(numbers, history, consenting, earlier)

    def _counted(self) -> timedelta:
        return timedelta(hours=self.rules.cap.hours if self.rules.cap else 0)

    def _asks_consent(self) -> bool:
        answer = self.rules.answers[Reason.CONSENT]
        return answer.campaign is not None or answer.manual is not None

    def _make_facts(
        self, ask: Ask, number: Number, gathered: "_Gathered", *, also_active: bool = False
    ) -> Facts:
        e164 = number.e164
        clocks = self._find_clocks(e164)
        earlier = gathered.earlier.get(ask.confirmed.decision_id) if ask.confirmed else None
        if e164 is None:
            return Facts(number, clocks, self._zone, earlier=earlier)
        digits = to_number(e164)
        history = gathered.history.get(e164, NOTHING)
        contains = self._dnc.contains
        return Facts(
            number,
            clocks,
            self._zone,
            refused=contains("internal", "refused", digits),
            dnc_internal=contains("internal", "voice", digits),
            dnc_national=contains("national", "voice", digits),
            consented=e164 in gathered.consenting,
            active=history.active or also_active,
            advertised=history.advertised,
            earlier=earlier,
        )

    def _find_clocks(self, e164: str | None) -> tuple[ZoneInfo, ...]:
        if self.rules.hours is None or self.rules.hours.clock == "operator" or e164 is None:
            return (self._zone,)
        return _find_zones(e164) or (self._zone,)


@lru_cache(maxsize=50_000)
def _find_zones(e164: str) -> tuple[ZoneInfo, ...]:
    """Every zone the number may ring in; a number without a place (toll-free) has many."""
    names = time_zones_for_number(phonenumbers.parse(e164))
    return tuple(ZoneInfo(name) for name in names if name != UNKNOWN_TIMEZONE)


class _Gathered(NamedTuple):
    """Facts of a batch, looked up together; `numbers` in the order of the asks."""

    numbers: list[Number]
    history: dict[str, History]
    consenting: set[str]
    earlier: dict[str, EarlierDecision]


def _make_row(ask: Ask, number: Number, decision: Decision, now: datetime) -> dict[str, Any]:
    reason = ask.confirmed.reason if ask.confirmed is not None and decision.confirmed else None
    return {
        "id": decision.id,
        "at": now,
        "verdict": decision.verdict,
        "reasons": decision.reasons,
        "rules": decision.rules,
        "channel": ask.channel,
        "purpose": ask.purpose,
        "e164": number.e164,
        "typed": ask.typed[:64] if number.e164 is None else None,
        "campaign_id": ask.campaign_id,
        "member_id": ask.member_id,
        "user_id": ask.user_id,
        "confirmed": decision.confirmed,
        "reason": reason,
    }

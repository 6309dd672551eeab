"""The DNC lists as people work with them: look, add, take off."""

from typing import Final

import phonenumbers
from sqlalchemy import RowMapping

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.compliance import dnc_store as store
from cti.compliance.dnc import Dnc
from cti.compliance.dnc_store import Origin
from cti.compliance.errors import NotANumberError, NotListedError, ReasonMissingError
from cti.compliance.gate import Ask
from cti.compliance.lists import Entry, ListName, to_e164, to_number
from cti.compliance.service import Gate
from cti.compliance.shapes import DncEntry, DncForm, DncPage, NumberReport
from cti.db import Database
from cti.phones import Number, display, parse
from cti.shapes import NumberBadge, read_person

PAGE: Final = 100
MAX_E164: Final = 15


class DncRegister:
    """Use cases of the DNC page and the number tester."""

    def __init__(
        self, db: Database, dnc: Dnc, gate: Gate, clock: Clock, *, region: str = "VN"
    ) -> None:
        self._db = db
        self._dnc = dnc
        self._gate = gate
        self._clock = clock
        self._region = region

    async def read(self, name: ListName, q: str | None, after: int | None) -> DncPage:
        """A page of a list by rising number; `q` is how a number begins, as typed."""
        prefixes = find_prefixes(q or "", self._region)
        async with self._db.read() as connection:
            rows = await store.read_page(
                connection, name, prefixes=prefixes, after=after, limit=PAGE + 1
            )
            total = (
                await store.count(connection, name, prefixes)
                if prefixes
                else self._dnc.lists.count(name)
            )
        more = len(rows) > PAGE
        entries = [_make_entry(row, self._region) for row in rows[:PAGE]]
        return DncPage(
            rows=entries, next=str(rows[PAGE - 1]["number"]) if more else None, total=total
        )

    async def add(self, caller: Caller, form: DncForm) -> DncEntry:
        """Put a number on a list. What it is barred for already stays barred."""
        e164 = self._require_number(form.number)
        number = to_number(e164)
        now = self._clock()
        async with self._db.write() as unit:
            before = await store.find(unit.connection, form.list, number)
            voice, sms = form.voice, form.sms
            if before is not None:
                voice, sms = voice or before.voice, sms or before.sms
            if not (voice or sms):
                voice = sms = True
            origin = Origin("manual", now, form.reason, user_id=caller.user_id)
            await self._dnc.put(unit, form.list, [Entry(number, voice, sms)], origin)
            await record_audit(
                unit.connection,
                caller,
                "dnc.added",
                f"phone/{e164}",
                {"list": form.list, "voice": voice, "sms": sms, "reason": form.reason},
                at=now,
            )
            (row,) = await store.read_page(
                unit.connection, form.list, prefixes=(), after=number - 1, limit=1
            )
            return _make_entry(row, self._region)

    async def lift(self, caller: Caller, name: ListName, typed: str, reason: str) -> None:
        """Take a number off a list: the only way a refusal ends. Audited, with the reason."""
        if not reason.strip():
            raise ReasonMissingError
        e164 = self._require_number(typed)
        number = to_number(e164)
        async with self._db.write() as unit:
            before = await store.find(unit.connection, name, number)
            if before is None:
                raise NotListedError(list=name, number=e164)
            await self._dnc.remove(unit, name, [number])
            await record_audit(
                unit.connection,
                caller,
                "dnc.lifted",
                f"phone/{e164}",
                {"list": name, "refused": before.refused, "reason": reason.strip()},
                at=self._clock(),
            )

    async def test_number(self, caller: Caller, typed: str) -> NumberReport:
        """Everything known about a number, and what the gate would say of calling it now."""
        number = parse(typed, self._region)
        manual, campaign = await self._gate.peek(
            [
                Ask(
                    typed,
                    number.e164,
                    "manual",
                    "care",
                    user_id=caller.user_id,
                    rights=caller.rights,
                ),
                Ask(typed, number.e164, "campaign", "advertising"),
            ]
        )
        return NumberReport(
            typed=typed,
            e164=number.e164,
            display=number.display,
            kind=number.kind,
            carrier=number.carrier,
            mended=number.mended,
            manual=_make_badge(number, manual.verdict, manual.reasons),
            campaign=_make_badge(number, campaign.verdict, campaign.reasons),
        )

    def _require_number(self, typed: str) -> str:
        number = parse(typed, self._region)
        if number.e164 is None:
            raise NotANumberError(number=typed)
        return number.e164


def find_prefixes(q: str, region: str) -> list[str]:
    """How E.164 numbers without the + begin, for what somebody typed into the search box. Pure."""
    digits = "".join(char for char in q if char in "0123456789")[:MAX_E164]
    if not digits:
        return []
    code = str(phonenumbers.country_code_for_region(region))
    if digits.startswith("0"):
        return [(code + digits[1:])[:MAX_E164]]
    return [digits, (code + digits)[:MAX_E164]]


def _make_badge(number: Number, verdict: str, reasons: list[str]) -> NumberBadge:
    return NumberBadge(
        verdict=verdict, reasons=reasons, display=number.display, carrier=number.carrier
    )


def _make_entry(row: RowMapping, region: str) -> DncEntry:
    e164 = to_e164(row["number"])
    return DncEntry(
        list=row["list"],
        e164=e164,
        display=display(e164, region),
        voice=row["voice"],
        sms=row["sms"],
        source=row["source"],
        reason=row["reason"],
        by=read_person(row, "user_id", "user"),
        added_at=row["added_at"],
    )

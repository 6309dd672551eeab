"""Consent to advertising: who agreed, to what, with what evidence, and who took it back.

Source: Decree 91/2020/ND-CP (prior consent; silence is none), Law 91/2025/QH15 (consent must show
who, when, content and scope; it can be withdrawn at any time). Lines are never deleted.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.compliance.errors import ConsentInFutureError, NotAgreedError, NotANumberError
from cti.compliance.shapes import Consent, ConsentChannel, ConsentForm, Consents, ConsentsGiven
from cti.db import Database
from cti.phones import parse
from cti.schema import consents

MAX_REPORTED: Final = 200
ASKED_AT_ONCE: Final = 500


class ConsentRegister:
    """Gives and takes consent."""

    def __init__(self, db: Database, clock: Clock, *, region: str = "VN") -> None:
        self._db = db
        self._clock = clock
        self._region = region

    async def give(self, caller: Caller, form: ConsentForm) -> ConsentsGiven:
        """Note that these numbers agreed; who had agreed before keeps the older evidence."""
        now = self._clock()
        given_at = form.given_at or now
        if given_at > now:
            raise ConsentInFutureError(given_at=given_at.isoformat())
        numbers = [parse(typed, self._region) for typed in form.numbers]
        wanted = dict.fromkeys(number.e164 for number in numbers if number.e164 is not None)
        invalid = [number.typed for number in numbers if number.e164 is None]
        async with self._db.write() as unit:
            there = await _find_agreed(unit.connection, list(wanted), form.channel)
            fresh = [e164 for e164 in wanted if e164 not in there]
            common = {
                "channel": form.channel,
                "scope": form.scope,
                "evidence": form.evidence,
                "given_at": given_at,
            }
            if fresh:
                rows = [common | {"e164": e164} for e164 in fresh]
                await unit.connection.execute(sa.insert(consents), rows)
                detail = {
                    "channel": form.channel,
                    "scope": form.scope,
                    "evidence": form.evidence,
                    "numbers": len(fresh),
                }
                subject = f"phone/{fresh[0]}" if len(fresh) == 1 else None
                await record_audit(
                    unit.connection, caller, "consent.given", subject, detail, at=now
                )
        return ConsentsGiven(
            given=len(fresh),
            already=len(wanted) - len(fresh),
            invalid=invalid[:MAX_REPORTED],
        )

    async def withdraw(self, caller: Caller, typed: str, channel: ConsentChannel) -> None:
        """The customer took it back. Raises NotANumberError, NotAgreedError."""
        e164 = self._require_number(typed)
        now = self._clock()
        async with self._db.write() as unit:
            if not await end_consents(unit.connection, e164, now, channel=channel):
                raise NotAgreedError(number=e164, channel=channel)
            await record_audit(
                unit.connection,
                caller,
                "consent.withdrawn",
                f"phone/{e164}",
                {"channel": channel},
                at=now,
            )

    async def read(self, typed: str) -> Consents:
        """All that a number ever agreed to, the newest first."""
        statement = (
            sa.select(consents)
            .where(consents.c.e164 == self._require_number(typed))
            .order_by(consents.c.id.desc())
        )
        async with self._db.read() as connection:
            rows = (await connection.execute(statement)).mappings()
            return Consents(rows=[Consent.model_validate(dict(row)) for row in rows])

    def _require_number(self, typed: str) -> str:
        number = parse(typed, self._region)
        if number.e164 is None:
            raise NotANumberError(number=typed)
        return number.e164


async def end_consents(
    connection: AsyncConnection,
    e164: str,
    now: datetime,
    *,
    channel: ConsentChannel | None = None,
) -> bool:
    """End what a number agreed to, on one channel or on all; whether there was anything."""
    statement = (
        sa.update(consents)
        .where(consents.c.e164 == e164, consents.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    if channel is not None:
        statement = statement.where(consents.c.channel == channel)
    return (await connection.execute(statement)).rowcount > 0


async def _find_agreed(
    connection: AsyncConnection, numbers: list[str], channel: str
) -> Collection[str]:
    found: set[str] = set()
    for start in range(0, len(numbers), ASKED_AT_ONCE):  # SQLite binds a limited number of values
        statement = sa.select(consents.c.e164).where(
            consents.c.e164.in_(numbers[start : start + ASKED_AT_ONCE]),
            consents.c.channel == channel,
            consents.c.withdrawn_at.is_(None),
        )
        found.update((await connection.execute(statement)).scalars())
    return found

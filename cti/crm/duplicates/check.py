"""The one check for duplicates: forms, edits, the API, imports and merges go through it (R126)."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.clock import Clock
from cti.crm.duplicates.errors import DuplicateError, DuplicateSuspectedError
from cti.crm.duplicates.finder import Found, find_duplicates, lock_keys
from cti.crm.duplicates.keys import (
    DEFAULT_RULES,
    Candidate,
    Criterion,
    Keys,
    Rules,
    Severity,
    make_keys,
)
from cti.crm.duplicates.shapes import DuplicateMatch
from cti.crm.settings_store import read_setting
from cti.db import Database, Unit
from cti.schema import customers, users

SETTING = "duplicates"  # {criterion: severity}
MOST_TOLD = 10


async def find_rules(connection: AsyncConnection) -> Rules:
    """What the admin decided for each criterion (R120, R124)."""
    found = await read_setting(connection, SETTING)
    decided = found if isinstance(found, dict) else {}
    return {
        criterion: Severity(decided.get(criterion.value, DEFAULT_RULES[criterion]))
        for criterion in Criterion
    }


class DuplicateCheck:
    """Says what a customer would duplicate, and refuses it when the rules say so."""

    def __init__(self, db: Database, clock: Clock, region: str) -> None:
        self._db = db
        self._clock = clock
        self._region = region

    async def check(
        self,
        unit: Unit,
        caller: Caller,
        candidate: Candidate,
        own_id: int | None = None,
        *,
        confirmed: bool | None = None,
    ) -> list[DuplicateMatch]:
        """What the candidate duplicates and is only warned of.

        Raises DuplicateError for what is blocked, and DuplicateSuspectedError for the rest when
        `confirmed` is False, which means: ask first.
        """
        keys = {0: make_keys(candidate, self._region)}
        own = {} if own_id is None else {0: own_id}
        matches = (await self.check_batch(unit, caller, keys, own)).get(0, [])
        blocked = [one for one in matches if one.severity == "block"]
        if blocked:
            raise DuplicateError(**tell_matches(blocked))
        if matches and confirmed is False:
            raise DuplicateSuspectedError(**tell_matches(matches))
        await self.record(unit, caller, matches)
        return matches

    async def check_batch(
        self,
        unit: Unit,
        caller: Caller,
        wanted: Mapping[int, Keys],
        own: Mapping[int, int] | None = None,
        rules: Rules | None = None,
    ) -> dict[int, list[DuplicateMatch]]:
        """What each of several candidates duplicates; a few statements for all of them.

        Once per transaction: it locks the keys until the end. Nothing is raised or recorded.
        `rules` as they are now, by whoever has read them.
        """
        rules = rules or await find_rules(unit.connection)
        active = [criterion for criterion in Criterion if rules[criterion] is not Severity.OFF]
        if not active or not wanted:
            return {}
        compared = {
            candidate: {one: keys[one] for one in active if one in keys}
            for candidate, keys in wanted.items()
        }
        await lock_keys(unit.connection, compared.values())
        found = await find_duplicates(unit.connection, compared, active, own)
        return await _describe(unit.connection, caller, rules, found)

    @asynccontextmanager
    async def disclosing(self, caller: Caller) -> AsyncIterator[None]:
        """Record what a refusal told of others' customers (X14), after it undid everything."""
        try:
            yield
        except (DuplicateError, DuplicateSuspectedError) as error:
            told = [
                DuplicateMatch.model_validate(one)
                for one in error.params["matches"]  # type: ignore[attr-defined]  # made by tell_matches
            ]
            if any(one.customer_id is None for one in told):
                async with self._db.write() as unit:
                    await self.record(unit, caller, told)
            raise

    async def record(self, unit: Unit, caller: Caller, told: Iterable[DuplicateMatch]) -> None:
        """Write down what was told of customers that the caller may not see (X14)."""
        hidden = [one for one in told if one.customer_id is None]
        if hidden:
            detail = {"matches": [{"code": one.code, "field": one.field} for one in hidden]}
            await record_audit(
                unit.connection,
                caller,
                "customer.disclosed",
                "customers/duplicates",
                detail,
                at=self._clock(),
            )


async def _describe(
    connection: AsyncConnection,
    caller: Caller,
    rules: Rules,
    found: Mapping[int, list[Found]],
) -> dict[int, list[DuplicateMatch]]:
    """Name, code and owner of what was found, those whose rule is worst first."""
    ids = sorted({one.customer_id for of_one in found.values() for one in of_one})
    if not ids:
        return {}
    rows = await connection.execute(
        select(
            customers.c.id,
            customers.c.name,
            customers.c.code,
            users.c.name.label("owner"),
            customers_visible(caller).label("visible"),
        )
        .select_from(customers.outerjoin(users, users.c.id == customers.c.owner_id))
        .where(customers.c.id.in_(ids))
    )
    known = {row.id: row for row in rows}
    described: dict[int, list[DuplicateMatch]] = {}
    for candidate, of_one in found.items():
        matches = [
            DuplicateMatch(
                field=one.criterion.value,
                severity=rules[one.criterion].value,
                customer=known[one.customer_id].name,
                code=known[one.customer_id].code,
                owner=known[one.customer_id].owner,
                customer_id=one.customer_id if known[one.customer_id].visible else None,
            )
            for one in of_one
        ]
        matches.sort(key=lambda match: match.severity != "block")  # stable
        described[candidate] = matches[:MOST_TOLD]
    return described


def tell_matches(matches: list[DuplicateMatch]) -> dict[str, object]:
    """The parts of R122's message, and everything that was found."""
    first = matches[0]
    return {
        "field": first.field,
        "customer": first.customer,
        "owner": first.owner,
        "matches": [match.model_dump() for match in matches],
    }

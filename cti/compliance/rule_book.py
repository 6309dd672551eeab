"""The calling rules in force: a profile, and what the installation made of it (R247, ruling X1)."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.compliance.errors import RuleFixedError, RulesChangedError
from cti.compliance.rules import Answer, Reason, Rules, amend
from cti.compliance.service import Gate
from cti.compliance.shapes import (
    CallingRule,
    CallingRules,
    LegalCap,
    LegalHoursView,
    RuleChange,
    RulesEdit,
)
from cti.db import Database
from cti.schema import rule_changes, users
from cti.shapes import Person

SHOWN = 20
"""Changes that the page tells of; the audit log has them all."""


class RuleBook:
    """Keeps the gate's rules what the table says. Its changes count for the very next call."""

    def __init__(self, db: Database, gate: Gate, clock: Clock) -> None:
        self._db, self._gate, self._clock = db, gate, clock
        self._profile = gate.rules

    async def load(self) -> None:
        """Put the installation's own answers in force. Part of the start."""
        async with self._db.read() as connection:
            revision, own = await self._find_own(connection)
        self._adopt(amend(self._profile, own, revision))

    async def describe(self) -> CallingRules:
        """The rules in force, where each comes from, and who changed them."""
        async with self._db.read() as connection:
            changes = await self._list_changes(connection)
        rules = self._gate.rules
        return CallingRules(
            name=rules.name,
            version=rules.version,
            in_force=rules.in_force,
            revision=rules.revision,
            laws=rules.sources,
            hours=None
            if rules.hours is None
            else LegalHoursView(
                days=sorted(rules.hours.window.days),
                start=rules.hours.window.start,
                end=rules.hours.window.end,
                clock=rules.hours.clock,
            ),
            cap=None
            if rules.cap is None
            else LegalCap(calls=rules.cap.calls, hours=rules.cap.hours),
            rules=[self._show(reason, rules.answers[reason]) for reason in Reason],
            changes=changes,
        )

    async def change(self, caller: Caller, form: RulesEdit) -> CallingRules:
        """Answer people as the form says; what it leaves out is as the profile has it.

        Raises RuleFixedError for what an installation may not decide, RulesChangedError when
        somebody else was first.
        """
        own = self._check(form)
        try:
            async with self._db.write() as unit:
                revision, before = await self._find_own(unit.connection)
                if revision != form.revision:
                    raise RulesChangedError
                row = {
                    "revision": revision + 1,
                    "profile": self._profile.name,
                    "answers": own,
                    "user_id": caller.user_id,
                    "at": self._clock(),
                }
                await unit.connection.execute(sa.insert(rule_changes), row)
                await record_audit(
                    unit.connection,
                    caller,
                    "rules.changed",
                    f"rules/{self._profile.name}",
                    {"before": before, "after": own, "revision": revision + 1},
                    at=self._clock(),
                )
                unit.after_commit(lambda: self._adopt(amend(self._profile, own, revision + 1)))
        except IntegrityError as error:  # two at once, on a database that lets them
            raise RulesChangedError from error
        return await self.describe()

    def _check(self, form: RulesEdit) -> dict[str, str]:
        own: dict[str, str] = {}
        for reason, mode in form.answers.items():
            answer = self._profile.answers[reason]
            if mode not in answer.choices:
                raise RuleFixedError(reason=reason.value, mode=mode.value)
            if mode is not answer.mode:
                own[reason.value] = mode.value
        return own

    def _adopt(self, rules: Rules) -> None:
        if rules.revision >= self._gate.rules.revision:  # commits may tell out of order
            self._gate.rules = rules

    def _show(self, reason: Reason, answer: Answer) -> CallingRule:
        profile = self._profile.answers[reason]
        return CallingRule(
            reason=reason,
            campaign=answer.campaign,
            manual=answer.mode,
            by_profile=profile.mode,
            override=answer.override,
            purposes=sorted(answer.purposes),
            sources=answer.sources,
            choices=list(profile.choices),
        )

    async def _find_own(self, connection: AsyncConnection) -> tuple[int, dict[str, str]]:
        """The newest revision, and the answers that hold for this profile, reason → mode."""
        newest = await connection.scalar(sa.select(sa.func.max(rule_changes.c.revision)))
        query = (
            sa.select(rule_changes.c.answers)
            .where(rule_changes.c.profile == self._profile.name)
            .order_by(rule_changes.c.revision.desc())
            .limit(1)
        )
        answers = await connection.scalar(query)
        return newest or 0, answers or {}

    async def _list_changes(self, connection: AsyncConnection) -> list[RuleChange]:
        query = (
            sa.select(rule_changes, users.c.name, users.c.extension, users.c.role)
            .join(users, users.c.id == rule_changes.c.user_id, isouter=True)
            .where(rule_changes.c.profile == self._profile.name)
            .order_by(rule_changes.c.revision.desc())
            .limit(SHOWN)
        )
        return [
            RuleChange(
                revision=row.revision,
                at=row.at,
                by=None
                if row.user_id is None
                else Person(id=row.user_id, name=row.name, extension=row.extension, role=row.role),
                answers=row.answers,
            )
            for row in await connection.execute(query)
        ]

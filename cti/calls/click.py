"""Click-to-call: gate, ledger, then the agent's phone, then the customer's."""

import logging
from datetime import datetime

import sqlalchemy as sa

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError, UnsafeValueError
from cti.calls import ledger
from cti.calls.desk_phones import DeskPhones
from cti.calls.dialling import build_click
from cti.calls.errors import (
    ActiveAttemptError,
    BusyAgentError,
    CallFailedError,
    ConfirmError,
    DeniedError,
    NoExtensionError,
    PbxDownError,
    PhoneUnregisteredError,
)
from cti.calls.facts import CLICK, MAX_SEND_DELAY, OutcomeFact
from cti.calls.identity import Identities, Match
from cti.calls.ledger import NewAttempt
from cti.calls.lines import PbxLines
from cti.calls.node import PbxNode
from cti.calls.outcome import Outcome
from cti.calls.shapes import Confirmation, PlaceCall
from cti.calls.targets import Target, find_target
from cti.calls.whose import identify, settle_on_contact
from cti.clock import Clock
from cti.compliance.gate import Ask, Decision
from cti.compliance.service import Gate
from cti.db import Database, Unit
from cti.ids import new_id
from cti.schema import audit_log

log = logging.getLogger(__name__)

CONFIRMED = "call.confirmed"
TOO_LATE = "too late to send"


class ClickToCall:
    """Places calls for people."""

    def __init__(
        self,
        db: Database,
        gate: Gate,
        lines: PbxLines,
        clock: Clock,
        *,
        phones: DeskPhones,
        identities: Identities,
        match: Match,
        region: str = "VN",
    ) -> None:
        self._db, self._gate, self._lines, self._clock = db, gate, lines, clock
        self._phones, self._identities, self._match = phones, identities, match
        self._region = region
        self._placing: set[str] = set()  # extensions whose call is on its way to the PBX

    async def place(self, caller: Caller, form: PlaceCall) -> str:
        """Ring the caller's phone and then dial; returns the call's id, which is the attempt's.

        Raises NoExtensionError, PbxDownError, PhoneUnregisteredError, BusyAgentError,
        NumberMissingError, PhoneNotFoundError; DeniedError, ConfirmError or ActiveAttemptError
        by the gate; CallFailedError when the PBX says no.
        """
        extension, node = self._check_phone(caller)
        self._placing.add(extension)
        try:
            return await self._place(caller, form, extension, node)
        finally:
            self._placing.discard(extension)

    async def _place(self, caller: Caller, form: PlaceCall, extension: str, node: PbxNode) -> str:
        async with self._db.read() as connection:
            target = await find_target(connection, caller, form, self._region)
        attempt_id, reserved_at = new_id("at"), self._clock()
        async with self._db.write() as unit:
            decision = await self._decide(unit, caller, form, target)
            refused = decision.verdict != "allow" or target.e164 is None
            if not refused:
                reserved_at = self._clock()
                wanted = self._make_attempt(attempt_id, node, caller, target, decision, reserved_at)
                refused = bool(await ledger.reserve(unit, [wanted]))
        if refused:  # raised here, after the commit: the decision stays on record
            raise _explain(decision, target)
        await self._expect(attempt_id, caller, target)
        self._lines.note(attempt_id, "gate", verdict=decision.verdict, reasons=decision.reasons)
        if self._clock() - reserved_at > MAX_SEND_DELAY:
            # Reconciling may have taken it for one that was never sent, and be right.
            self._settle(node, attempt_id, Outcome.NOT_PLACED, TOO_LATE)
            raise CallFailedError(message=TOO_LATE)
        await self._send(node, attempt_id, extension, target.e164 or "")
        return attempt_id

    def _check_phone(self, caller: Caller) -> tuple[str, PbxNode]:
        extension = caller.extension
        if extension is None:
            raise NoExtensionError
        node = self._lines.find_for(extension)
        if node is None or node.why_down is not None:
            raise PbxDownError(why=node.why_down if node else "pbx.not_configured")
        if not node.phones.is_registered(extension):
            raise PhoneUnregisteredError(extension=extension)
        busy = self._phones.read_state(extension) in {"ringing", "talking"}
        if busy or extension in self._placing:
            raise BusyAgentError(extension=extension)
        return extension, node

    async def _decide(
        self, unit: Unit, caller: Caller, form: PlaceCall, target: Target
    ) -> Decision:
        confirmed = form.confirmation
        if confirmed is not None and await _is_used(unit, confirmed):
            confirmed = None  # one yes is for one call: it is asked anew
        ask = Ask(
            typed=target.typed,
            e164=target.e164,
            channel="manual",
            purpose=form.purpose,
            user_id=caller.user_id,
            rights=caller.rights,
            confirmed=confirmed,
        )
        (decision,) = await self._gate.check(unit, [ask])
        if confirmed is not None and decision.confirmed:
            await record_audit(
                unit.connection,
                caller,
                CONFIRMED,
                _name_decision(confirmed),
                {
                    "decision": decision.id,
                    "number": target.e164,
                    "reasons": decision.reasons,
                    "reason": confirmed.reason,
                    "not_advertising": confirmed.not_advertising,
                },
                at=self._clock(),
            )
        return decision

    def _make_attempt(
        self,
        attempt_id: str,
        node: PbxNode,
        caller: Caller,
        target: Target,
        decision: Decision,
        now: datetime,
    ) -> NewAttempt:
        self._lines.begin(attempt_id, now)
        return NewAttempt(
            attempt_id,
            CLICK,
            node.name,
            node.trunk,
            target.e164 or "",
            now,
            decision_id=decision.id,
            contact_id=target.contact_id,
            user_id=caller.user_id,
        )

    async def _expect(self, attempt_id: str, caller: Caller, target: Target) -> None:
        """Have the card ready before the phone rings."""
        identity = identify(target.e164, self._region)
        identity.number, identity.user_id = target.typed, caller.user_id
        identity.contact_id = target.contact_id
        if target.e164 is not None:
            identity.matches = await self._match(target.e164)
        settle_on_contact(identity)
        self._identities.expect(attempt_id, identity)

    async def _send(self, node: PbxNode, attempt_id: str, extension: str, e164: str) -> None:
        try:
            action = build_click(
                attempt_id,
                extension=extension,
                e164=e164,
                trunk=node.trunk,
                caller_id=node.caller_id,
            )
            self._lines.spend(node.name, node.trunk, 1)
            await node.send(action)
        except LinkDownError as error:
            self._settle(node, attempt_id, Outcome.NOT_PLACED, error.code)
            raise PbxDownError(why=node.why_down) from error
        except (ActionRefusedError, UnsafeValueError) as error:
            self._settle(node, attempt_id, Outcome.FAILED, str(error))
            raise CallFailedError(message=str(error)) from error
        except FateUnknownError:
            # It may be ringing already; the card will tell. Sending it again is what we never do.
            node.look_up()
        else:
            async with self._db.write() as unit:
                await ledger.mark_sent(unit, {attempt_id: self._clock()})

    def _settle(self, node: PbxNode, attempt_id: str, outcome: Outcome, why: str) -> None:
        node.report([OutcomeFact(attempt_id, outcome, None, why, None, self._clock())])
        self._identities.forget(attempt_id)


def _explain(decision: Decision, target: Target) -> DeniedError | ConfirmError | ActiveAttemptError:
    if decision.verdict == "confirm":
        return ConfirmError(
            decision_id=decision.id,
            reasons=decision.reasons,
            needs_reason=decision.needs_reason,
            care_only=decision.care_only,
        )
    if target.e164 is None:
        return DeniedError(decision_id=decision.id, reasons=decision.reasons or ["number.invalid"])
    if decision.verdict == "allow" or decision.reasons == ["active_attempt"]:
        return ActiveAttemptError()  # the gate or, a moment later, the ledger found one
    return DeniedError(decision_id=decision.id, reasons=decision.reasons)


def _name_decision(confirmed: Confirmation) -> str:
    return f"decision/{confirmed.decision_id}"


async def _is_used(unit: Unit, confirmed: Confirmation) -> bool:
    query = sa.select(audit_log.c.id).where(
        audit_log.c.subject == _name_decision(confirmed), audit_log.c.action == CONFIRMED
    )
    return (await unit.connection.execute(query.limit(1))).first() is not None

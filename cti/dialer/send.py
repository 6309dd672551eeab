"""Sends the Originates of attempts that are in the ledger. Never one twice."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from cti.ami.actions import Action, build_originate
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError, UnsafeValueError
from cti.calls import ledger
from cti.calls.dialling import make_national
from cti.calls.facts import MAX_SEND_DELAY, OutcomeFact
from cti.calls.outcome import Outcome
from cti.clock import Clock
from cti.db import Database, Unit
from cti.dialer.draw import Placement
from cti.dialer.lines import Lines
from cti.dialer.plan import Plan

log = logging.getLogger(__name__)

NOTED_WITHIN_S = 0.5
"""When Originates went out is noted in the next draw's transaction; without one, after this."""


class Sender:
    """The dialer's mouth."""

    def __init__(self, database: Database, lines: Lines, clock: Clock, public_url: str) -> None:
        self._database = database
        self._lines = lines
        self._clock = clock
        self._public_url = public_url
        self._sent: dict[str, datetime] = {}  # that the ledger does not say yet
        self._noting: asyncio.Task[None] | None = None

    async def send(self, plan: Plan, placements: Sequence[Placement]) -> None:
        """Originate each; what could not be sent is reported as not placed."""
        if not placements:
            return
        await asyncio.gather(*(self._send_one(plan, row) for row in placements))
        if self._sent and (self._noting is None or self._noting.done()):
            self._noting = asyncio.create_task(self._note_later(), name="note sent")

    async def finish(self) -> None:
        """Note now what is not noted yet: at stop, when nothing is sent any more."""
        if self._noting is not None:
            self._noting.cancel()
            await asyncio.gather(self._noting, return_exceptions=True)
        await self._note()

    async def _note_later(self) -> None:
        await asyncio.sleep(NOTED_WITHIN_S)
        try:
            await self._note()
        except Exception:
            log.exception("what was sent could not be noted, comes with the next draw")

    async def _note(self) -> None:
        if self._sent:
            async with self._database.write() as unit:
                await self.note_in(unit)

    async def note_in(self, unit: Unit) -> None:
        """Note it in a transaction that is made in any case: one less per round."""
        sent = dict(self._sent)
        await ledger.mark_sent(unit, sent)
        unit.after_commit(lambda: self._forget(sent))

    def _forget(self, sent: dict[str, datetime]) -> None:
        for attempt_id in sent:
            self._sent.pop(attempt_id, None)

    async def _send_one(self, plan: Plan, placement: Placement) -> None:
        attempt_id = placement.attempt_id
        if self._clock() - placement.reserved_at > MAX_SEND_DELAY:
            # Reconciling may have taken it for one that was never sent, and be right.
            self._report(plan, attempt_id, Outcome.NOT_PLACED, "too late to send")
            return
        try:
            await self._lines.send(plan.pbx, build_call(plan, placement, self._public_url))
        except LinkDownError:
            self._report(plan, attempt_id, Outcome.NOT_PLACED, "link down")
        except (ActionRefusedError, UnsafeValueError) as error:
            log.warning("originate refused", extra={"attempt": attempt_id, "why": str(error)})
            self._report(plan, attempt_id, Outcome.FAILED, str(error))
        except FateUnknownError:
            # It may be ringing. Looking it up is all that may be done.
            self._lines.look_up(plan.pbx)
        else:
            self._sent[attempt_id] = self._clock()

    def _report(self, plan: Plan, attempt_id: str, outcome: Outcome, why: str) -> None:
        fact = OutcomeFact(attempt_id, outcome, None, why, None, self._clock())
        self._lines.report(plan.pbx, [fact])


def build_call(plan: Plan, placement: Placement, public_url: str) -> Action:
    """The Originate of one campaign call."""
    return build_originate(
        attempt=placement.attempt_id,
        channel=f"PJSIP/{make_national(placement.e164)}@{plan.trunk}",
        context="cti-campaign",
        caller_id=plan.caller_id,
        ring_seconds=plan.ring_s,
        variables={
            "CTI_PROMPT": prompt_url(public_url, plan.prompt_sha256),
            "CTI_KEYS": plan.valid_keys,
            "CTI_REFUSE": plan.refuse_key,
            "CTI_REPEATS": str(plan.repeats),
            "CTI_WAIT": str(plan.key_wait_s),
        },
    )


def prompt_url(public_url: str, sha256: str) -> str:
    """Where the PBX fetches a prompt; the name is of its content, so it may cache."""
    return f"{public_url}/api/v1/prompt-files/{sha256}.wav"

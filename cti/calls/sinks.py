"""Who acts on the facts about an attempt: one sink for each kind of attempt."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from cti.calls import ledger
from cti.calls.facts import AnsweredFact, AttemptRow, Fact, OutcomeFact, ReplyFact
from cti.db import Unit


class FactSink(Protocol):
    """Applies facts about the attempts of one kind, in the caller's transaction."""

    async def apply(
        self, unit: Unit, facts: Sequence[Fact], attempts: Mapping[str, AttemptRow]
    ) -> None:
        """Apply them all; what raises rolls the transaction back, and they come again.

        Facts are grouped by attempt; within one: answered, replies by step, outcome. A fact
        that was applied before may come again and must change nothing. `attempts` has every
        attempt named in `facts`, as it stood before them.
        """


CampaignFacts = FactSink
"""What the dialer implements, for attempts of kind `campaign`."""


class ClickFacts:
    """Settles click-to-call attempts; what the agent sees comes from the tracker."""

    async def apply(
        self, unit: Unit, facts: Sequence[Fact], attempts: Mapping[str, AttemptRow]
    ) -> None:
        """See FactSink."""
        for fact in facts:
            match fact:
                case AnsweredFact(attempt_id=attempt_id, at=at):
                    if attempts[attempt_id].answered_at is None:
                        await ledger.mark_answered(unit, attempt_id, at)
                case ReplyFact():
                    pass  # nobody asks for a key in a talk between people
                case OutcomeFact():
                    await ledger.settle(
                        unit,
                        fact.attempt_id,
                        fact.outcome,
                        ended_at=fact.ended_at,
                        cause=fact.cause,
                        tech_cause=fact.tech_cause,
                        answered_at=fact.answered_at,
                    )

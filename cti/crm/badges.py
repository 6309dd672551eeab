"""Numbers with what the gate would say of them: one question for a whole page."""

from collections.abc import Mapping, Sequence
from typing import Any

from cti.accounts.rights import Caller
from cti.compliance.gate import Ask, Decision
from cti.compliance.service import Gate
from cti.crm.shapes import Phone
from cti.phones import Number, parse
from cti.shapes import NumberBadge


class Badges:
    """Dresses stored phones for the screen."""

    def __init__(self, gate: Gate, region: str) -> None:
        self._gate = gate
        self._region = region

    async def dress(
        self, caller: Caller, phones: Mapping[int, Sequence[Mapping[str, Any]]]
    ) -> dict[int, list[Phone]]:
        """Phones by contact, each with its badge; `phones` are rows of the table, by contact."""
        rows = [row for of_one in phones.values() for row in of_one]
        if not rows:
            return {contact_id: [] for contact_id in phones}
        decisions = await self._gate.peek([_ask(caller, row) for row in rows])
        dressed: dict[int, list[Phone]] = {contact_id: [] for contact_id in phones}
        for row, decision in zip(rows, decisions, strict=True):
            number = parse(row["e164"] or row["typed"], self._region)
            dressed[row["contact_id"]].append(_make_phone(row, decision, number))
        return dressed


def _ask(caller: Caller, row: Mapping[str, Any]) -> Ask:
    return Ask(
        typed=row["typed"],
        e164=row["e164"],
        channel="manual",
        purpose="care",
        campaign_id=None,
        member_id=None,
        user_id=caller.user_id,
        rights=caller.rights,
        confirmed=None,
        window=None,
    )


def _make_phone(row: Mapping[str, Any], decision: Decision, number: Number) -> Phone:
    badge = NumberBadge(
        verdict=decision.verdict,
        reasons=list(decision.reasons),
        display=number.display,
        carrier=number.carrier,
    )
    return Phone(
        id=row["id"],
        typed=row["typed"],
        e164=row["e164"],
        label=row["label"],
        is_primary=row["is_primary"],
        badge=badge,
    )

"""A call as an agent's desk and the call list show it. Pure."""

from collections.abc import Mapping
from typing import Any

from cti.calls.call import Call
from cti.calls.shapes import CallCard
from cti.calls.whose import Identity
from cti.crm.shapes import ContactMatch
from cti.phones import parse
from cti.shapes import Person, read_person


def make_card(
    call: Call, identity: Identity, agent: Person | None, outcome: str | None
) -> CallCard:
    """The card of a live call, or of one that has just ended."""
    return CallCard(
        id=call.id,
        kind=call.kind,
        direction=call.direction,
        state=call.state,
        number=identity.number or call.number,
        display=identity.display or call.number or "",
        carrier=identity.carrier,
        did=call.did,
        matches=identity.matches,
        contact_id=identity.contact_id,
        customer_id=identity.customer_id,
        agent=agent,
        started_at=call.started_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        outcome=outcome,
        cause=call.cause,
        disposition=None,
        wrapped=False,
    )


def read_card(row: Mapping[str, Any], region: str) -> CallCard:
    """The card of a stored call; `row` as `store.CARD` selects it."""
    number = parse(row["e164"] or row["number"] or "", region)
    return CallCard(
        id=row["id"],
        kind=row["kind"],
        direction=row["direction"],
        state=row["state"],
        number=row["number"],
        display=number.display,
        carrier=number.carrier,
        did=row["did"],
        matches=_read_match(row),
        contact_id=row["contact_id"],
        customer_id=row["customer_id"],
        agent=read_person(row, "user_id", "agent"),
        started_at=row["started_at"],
        answered_at=row["answered_at"],
        ended_at=row["ended_at"],
        outcome=row["outcome"],
        cause=row["cause"],
        disposition=row["disposition"],
        wrapped=row["wrapped_at"] is not None,
    )


def _read_match(row: Mapping[str, Any]) -> list[ContactMatch]:
    if row["contact_id"] is None or row["contact_name"] is None:
        return []
    return [
        ContactMatch(
            contact_id=row["contact_id"],
            customer_id=row["contact_customer_id"],
            name=row["contact_name"],
            customer=row["customer_name"],
            customer_kind=row["customer_kind"],
            title=row["contact_title"],
            owner=read_person(row, "owner_id", "owner"),
        )
    ]

"""Writing the further contacts that rows name (R090): many at a time, as their own contacts are."""

from collections.abc import Sequence
from datetime import datetime

from cti.crm.importing.cells import show_typed
from cti.crm.importing.deciding import Other, Work
from cti.crm.importing.rows import Ids
from cti.crm.importing.sending import Sending
from cti.schema import contacts, phones

PHONE = ("id", "contact_id", "typed", "e164", "is_primary", "position")

Pairs = Sequence[tuple[Work, Other]]


async def write_others(sending: Sending, works: Sequence[Work], ids: Ids, now: datetime) -> None:
    """Create and change them; what was before goes to what undoing reads."""
    pairs = [(work, other) for work in works for other in work.others]
    if not pairs:
        return
    await _insert(sending, [pair for pair in pairs if pair[1].makes], ids, now)
    changed = [
        (other.contact_id or 0, {**other.contact, "updated_at": now})
        for _, other in pairs
        if other.contact and not other.makes
    ]
    await sending.update(contacts, changed)
    await _write_phones(sending, [other for _, other in pairs], ids)
    for work in works:
        if work.others and not work.makes_customer and work.before is not None:
            work.before["o"] = [other.before for other in work.others]


async def _insert(sending: Sending, made: Pairs, ids: Ids, now: datetime) -> None:
    for work, other in made:
        other.contact_id = other.before["nc"] = next(ids.contacts)
        work.detail[other.of] = [None, other.contact["name"]]
    columns = sorted({name for _, other in made for name in other.contact})
    fixed = ("id", "customer_id", "is_primary", "created_at", "updated_at")
    rows = [
        (
            other.contact_id,
            work.customer_id,
            other.is_primary,
            now,
            now,
            *map(other.contact.get, columns),
        )
        for work, other in made
    ]
    await sending.insert(contacts, [*fixed, *columns], rows)


async def _write_phones(sending: Sending, others: Sequence[Other], ids: Ids) -> None:
    rows = []
    for one in others:
        added = []
        for position, number in enumerate(one.phones, start=one.phone_position):
            added.append(next(ids.phones))
            typed, is_primary = show_typed(number), position == 0
            rows.append((added[-1], one.contact_id, typed, number.e164, is_primary, position))
        if added and not one.makes:
            one.before["np"] = added
    await sending.insert(phones, PHONE, rows)

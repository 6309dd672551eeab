"""What holds of customers and contacts, whoever stores them. Pure."""

from collections.abc import Mapping, Sequence
from enum import Enum

from cti.crm.errors import NameMissingError, OwnerFixedError
from cti.text import clean_line


class Unset(Enum):
    """Tells "not said" from "said: nobody"."""

    UNSET = "unset"


UNSET = Unset.UNSET

Diff = dict[str, list[object]]
"""What changed: field → [before, after]."""


def name_both(customer: str | None, contact: str | None) -> tuple[str, str]:
    """The names of a new customer and of its first contact; one stands for the other.

    Raises NameMissingError when there is neither (R006).
    """
    own, person = clean_line(customer or ""), clean_line(contact or "")
    if not own and not person:
        raise NameMissingError
    return own or person, person or own


def choose_owner(user_id: int, wanted: int | Unset | None, *, free: bool) -> int | None:
    """The owner of a new customer.

    An agent's is the agent, who can't choose (R009, R324: OwnerFixedError); others, who are
    `free`, may name anybody or nobody, and own it themselves when they say nothing.
    """
    if not free:
        if wanted not in (UNSET, None, user_id):
            raise OwnerFixedError
        return user_id
    return user_id if isinstance(wanted, Unset) else wanted


def choose_primary(flags: Sequence[bool], kept: int | None) -> int | None:
    """Which of several is the primary one, as an index; None when there are none.

    `flags` says which were asked for: the first of them wins. Otherwise the one that was primary
    before (`kept`, an index) stays, and failing that the first becomes it.
    """
    if not flags:
        return None
    if True in flags:
        return flags.index(True)
    return 0 if kept is None else kept


def diff(before: Mapping[str, object], after: Mapping[str, object]) -> Diff:
    """The fields of `after` whose value is another than in `before`."""
    return {
        field: [before.get(field), value]
        for field, value in after.items()
        if before.get(field) != value
    }


REFERRER_IDS = "referrer_ids"


def note_referrers(before: int | None, after: int | None) -> Diff:
    """Beside names in a line of history, which customers they are: not all who read see them."""
    return {} if before is None and after is None else {REFERRER_IDS: [before, after]}


def make_code(customer_id: int, attempt: int) -> str:
    """The code of a customer that was given none: KH000123, KH000123-2 if a user took that."""
    code = f"KH{customer_id:06d}"
    return code if attempt == 1 else f"{code}-{attempt}"

"""How every change begins and ends: the row locked and the right checked; told once committed."""

from typing import Literal

from sqlalchemy import RowMapping

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.crm import contact_store, store
from cti.crm.errors import (
    ContactNotFoundError,
    CustomerNotFoundError,
    NotDeletableError,
    NotEditableError,
)
from cti.crm.messages import CustomerChanged
from cti.db import Unit


async def lock_customer(
    unit: Unit,
    caller: Caller,
    customer_id: int,
    may: Literal["can_edit", "can_delete"] = "can_edit",
) -> RowMapping:
    """The customer's row, nobody else's to change until this unit ends.

    Raises CustomerNotFoundError when the caller can't see it, NotEditableError (NotDeletableError)
    when that is all they can do: an unowned customer is first claimed (ruling X13).
    """
    row = await store.find_customer(unit.connection, caller, customer_id, lock=True)
    if row is None:
        raise CustomerNotFoundError(id=customer_id)
    if not row[may]:
        refused = NotDeletableError if may == "can_delete" else NotEditableError
        raise refused(id=customer_id)
    return row


async def lock_contact(
    unit: Unit, caller: Caller, contact_id: int
) -> tuple[contact_store.Row, RowMapping]:
    """A contact and its customer, locked as by `lock_customer`. Raises ContactNotFoundError."""
    customer_id = await contact_store.find_customer_of(unit.connection, caller, contact_id)
    if customer_id is None:
        raise ContactNotFoundError(id=contact_id)
    customer = await lock_customer(unit, caller, customer_id)
    # Read after the lock: somebody may have deleted it while we waited.
    contact = await contact_store.find_contact(unit.connection, contact_id)
    if contact is None:
        raise ContactNotFoundError(id=contact_id)
    return contact, customer


def tell(unit: Unit, bus: Bus, customer_id: int, *, is_back: bool = False) -> None:
    """Say that the customer changed, or is there again, once that is true."""
    unit.after_commit(lambda: bus.publish(CustomerChanged(customer_id, is_back=is_back)))

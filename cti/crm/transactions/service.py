"""Quick transactions ("Giao dịch nhanh", R180–R182): what a talk led to, kept in one step."""

from sqlalchemy import insert

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.crm import store
from cti.crm.catalogues.store import find_type
from cti.crm.converting import make_customer
from cti.crm.editing import lock_customer, tell
from cti.crm.transactions.errors import TransactionNameEmptyError
from cti.crm.transactions.shapes import TransactionForm, TransactionView
from cti.db import Database
from cti.schema import transactions
from cti.shapes import Person
from cti.text import clean, clean_line


class Transactions:
    """Writes transactions; the timeline reads them."""

    def __init__(self, db: Database, bus: Bus, clock: Clock) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock

    async def add(self, caller: Caller, customer_id: int, form: TransactionForm) -> TransactionView:
        """Attach a transaction to a customer (R182).

        One of a type that is so marked, an order or a contract, makes a customer of a lead or a
        contact, in the same unit of work (R015, R017).

        Raises CustomerNotFoundError, NotEditableError, ValueUnknownError,
        TransactionNameEmptyError.
        """
        now = self._clock()
        name = clean_line(form.name)[:300]
        if not name:
            raise TransactionNameEmptyError
        values = {
            "customer_id": customer_id,
            "call_id": form.call_id,
            "name": name,
            "type_id": form.type_id,
            "description": clean(form.description or "") or None,
            "created_by": caller.user_id,
            "created_at": now,
        }
        async with self._db.write() as unit:
            connection = unit.connection
            customer = await lock_customer(unit, caller, customer_id)
            chosen = await find_type(connection, form.type_id)
            made = await connection.execute(
                insert(transactions).returning(transactions.c.id), values
            )
            transaction_id: int = made.scalar_one()
            detail = {"transaction": [None, name], "type": [None, chosen.label]}
            await store.append_log(
                connection, customer_id, caller.user_id, now, "transaction.created", detail
            )
            made_customer = chosen.makes_customer and await make_customer(
                connection, customer, caller.user_id, now
            )
            tell(unit, self._bus, customer_id)
        return TransactionView(
            id=transaction_id,
            customer_id=customer_id,
            name=name,
            type=chosen,
            description=values["description"],
            call_id=form.call_id,
            made_customer=made_customer,
            by=Person(
                id=caller.user_id,
                name=caller.name,
                extension=caller.extension,
                role=caller.role.value,
            ),
            created_at=now,
        )

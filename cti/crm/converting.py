"""A lead or a contact becomes a customer: by hand (R016), or by an order or a contract (R017)."""

from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm import store

CUSTOMER = "customer"


async def make_customer(
    connection: AsyncConnection, row: RowMapping, user_id: int, now: datetime
) -> bool:
    """Move a locked customer's row to the stage of a customer, with a line in its history.

    Whether that changed anything: who is a customer already stays one.
    """
    if row["stage"] == CUSTOMER:
        return False
    values = {"stage": CUSTOMER, "updated_at": now, "version": row["version"] + 1}
    await store.update_customer(connection, row["id"], values)
    detail = {"stage": [row["stage"], CUSTOMER]}
    await store.append_log(connection, row["id"], user_id, now, "customer.converted", detail)
    return True

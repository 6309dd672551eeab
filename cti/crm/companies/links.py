"""Which company a contact belongs to (ruling X3).

A company is a customer that is an organisation. Its own contacts belong to it; a contact of
another customer may be linked to it by `company_id`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm import store
from cti.crm.errors import CompanyFixedError, CompanyUnknownError
from cti.crm.shapes import CompanyLink, CompanyRef
from cti.schema import customers
from cti.text import clean_line, make_key

ORGANISATION = "organisation"


def wants_new_company(form: CompanyLink) -> str | None:
    """The name of the company that is to be made with the contact, if any."""
    return clean_line(form.company_name or "")[:300] or None


async def resolve_company(
    connection: AsyncConnection,
    caller: Caller,
    form: CompanyLink,
    customer: RowMapping | Mapping[str, Any],
    now: datetime,
) -> dict[str, int | None]:
    """The column `company_id` as the form wants it; empty when the form says nothing of it.

    `customer` is the contact's (id, kind, owner_id). A company that is new has the same owner
    (R057, made at once). Raises CompanyUnknownError, CompanyFixedError.
    """
    name = wants_new_company(form)
    wanted = form.company_id
    if name is None and "company_id" not in form.model_fields_set:
        return {}
    if customer["kind"] == ORGANISATION:
        if name is not None or wanted not in (None, customer["id"]):
            raise CompanyFixedError(id=customer["id"])
        return {"company_id": None}
    if name is not None:
        return {"company_id": await _create(connection, caller, name, customer["owner_id"], now)}
    if wanted is not None and await find_company(connection, caller, wanted) is None:
        raise CompanyUnknownError(id=wanted)
    return {"company_id": wanted}


async def find_company(
    connection: AsyncConnection, caller: Caller, company_id: int
) -> CompanyRef | None:
    """An organisation that the caller may see."""
    row = await connection.execute(
        select(customers.c.id, customers.c.name).where(
            customers.c.id == company_id,
            customers.c.kind == ORGANISATION,
            customers_visible(caller),
        )
    )
    found = row.first()
    return None if found is None else CompanyRef(id=found.id, name=found.name)


async def find_companies(
    connection: AsyncConnection, caller: Caller, ids: Sequence[int]
) -> dict[int, CompanyRef]:
    """Those of the companies that the caller may see."""
    if not ids:
        return {}
    rows = await connection.execute(
        select(customers.c.id, customers.c.name).where(
            customers.c.id.in_(list(ids)),
            customers.c.kind == ORGANISATION,
            customers_visible(caller),
        )
    )
    return {row.id: CompanyRef(id=row.id, name=row.name) for row in rows}


async def _create(
    connection: AsyncConnection,
    caller: Caller,
    name: str,
    owner_id: int | None,
    now: datetime,
) -> int:
    company_id = await store.insert_customer(
        connection,
        {
            "name": name,
            "name_key": make_key(name),
            "kind": ORGANISATION,
            "stage": "contact",
            "owner_id": owner_id,
            "created_by": caller.user_id,
            "created_at": now,
            "updated_at": now,
        },
    )
    detail = {"name": [None, name], "kind": [None, ORGANISATION]}
    await store.append_log(connection, company_id, caller.user_id, now, "customer.created", detail)
    return company_id

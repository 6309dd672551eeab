"""The HTTP operation of the lookup across ownership."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.lookup.service import CustomerLookup, LookupQuery
from cti.crm.lookup.shapes import LookupPage
from cti.endpoint import API, caller, endpoint

LOOKUP = web.AppKey("lookup", CustomerLookup)

Word = Annotated[str, Field(max_length=200)]


@endpoint(Right.CUSTOMERS_LOOKUP)
async def look_up_customers(
    request: web.Request,
    code: Word = "",
    name: Word = "",
    owner_id: RowId | None = None,
    address: Word = "",
    office_address: Word = "",
    phone: Annotated[str, Field(max_length=64)] = "",
) -> r200[LookupPage]:
    """Whether a customer is there, whoever owns it: name, code, owner and addresses only. Audited.

    All criteria that are given must fit; one is needed at least.
    """
    query = LookupQuery(code, name, owner_id, address, office_address, phone)
    return await request.app[LOOKUP].find(caller(request), query)


def add_routes(app: web.Application, lookup: CustomerLookup) -> None:
    """Put the lookup and its operation into the app."""
    app[LOOKUP] = lookup
    app.router.add_get(f"{API}/lookup", look_up_customers)

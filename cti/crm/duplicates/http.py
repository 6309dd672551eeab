"""HTTP operations on duplicates."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.duplicates.keys import Criterion
from cti.crm.duplicates.service import Duplicates
from cti.crm.duplicates.shapes import (
    CriterionName,
    DuplicatePage,
    DuplicateRules,
    DuplicateRulesView,
)
from cti.endpoint import API, caller, endpoint

DUPLICATES = web.AppKey("duplicates", Duplicates)


@endpoint(Right.CONTACTS_VIEW)
async def get_duplicate_rules(request: web.Request) -> r200[DuplicateRulesView]:
    """Which criteria are off, warned of, or block."""
    return await request.app[DUPLICATES].get_rules()


@endpoint(Right.DIRECTORY_CONFIGURE)
async def set_duplicate_rules(
    request: web.Request, body: DuplicateRules
) -> r200[DuplicateRulesView]:
    """Set the severity of the criteria that are sent."""
    return await request.app[DUPLICATES].set_rules(caller(request), body)


@endpoint(Right.CUSTOMERS_MERGE)
async def list_duplicates(
    request: web.Request,
    field: CriterionName,
    cursor: Annotated[str, Field(max_length=2000)] = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
) -> r200[DuplicatePage]:
    """Customers that have the same already, group by group."""
    return await request.app[DUPLICATES].find_page(
        caller(request), Criterion(field), cursor or None, limit
    )


def add_routes(app: web.Application, duplicates: Duplicates) -> None:
    """Put the duplicates and their operations into the app."""
    app[DUPLICATES] = duplicates
    app.router.add_get(f"{API}/duplicates", list_duplicates)
    app.router.add_get(f"{API}/duplicates/rules", get_duplicate_rules)
    app.router.add_patch(f"{API}/duplicates/rules", set_duplicate_rules)

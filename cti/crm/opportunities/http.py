"""HTTP operations on opportunities."""

from datetime import date
from typing import Annotated, Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.opportunities.service import Opportunities
from cti.crm.opportunities.shapes import (
    Opportunity,
    OpportunityChange,
    OpportunityForm,
    OpportunityPage,
    OpportunityStage,
)
from cti.crm.opportunities.store import OpportunityQuery, OpportunitySort
from cti.endpoint import API, caller, endpoint

OPPORTUNITIES = web.AppKey("opportunities", Opportunities)

Text = Annotated[str, Field(max_length=200)]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]
Stage = Literal["all"] | OpportunityStage
Owner = Literal["all", "mine", "none"]


@endpoint(Right.CONTACTS_VIEW)
async def list_opportunities(
    request: web.Request,
    q: Text = "",
    stage: Stage = "all",
    owner: Owner = "all",
    customer_id: RowId | None = None,
    contact_id: RowId | None = None,
    expected_from: date | None = None,
    expected_to: date | None = None,
    sort: OpportunitySort = "created",
    order: Literal["asc", "desc"] = "desc",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[OpportunityPage]:
    """Opportunities of the customers one sees, by stage, owner, customer, contact or day."""
    wanted = OpportunityQuery(
        q, stage, owner, customer_id, contact_id, expected_from, expected_to, sort, order, cursor,
        limit,
    )  # fmt: skip
    return await request.app[OPPORTUNITIES].find_page(caller(request), wanted)


@endpoint(Right.CONTACTS_EDIT)
async def create_opportunity(
    request: web.Request, customer_id: RowId, /, body: OpportunityForm
) -> r201[Opportunity]:
    """Add an opportunity to a customer and one of its contacts."""
    return await request.app[OPPORTUNITIES].create(caller(request), customer_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def get_opportunity(request: web.Request, opportunity_id: RowId, /) -> r200[Opportunity]:
    """One opportunity, with the campaigns that its customer is in."""
    return await request.app[OPPORTUNITIES].get(caller(request), opportunity_id)


@endpoint(Right.CONTACTS_EDIT)
async def change_opportunity(
    request: web.Request, opportunity_id: RowId, /, body: OpportunityChange
) -> r200[Opportunity]:
    """Change what is sent, win, lose, cancel or reopen it; 409 if somebody was faster."""
    return await request.app[OPPORTUNITIES].change(caller(request), opportunity_id, body)


def add_routes(app: web.Application, opportunities: Opportunities) -> None:
    """Put the service and its operations into the app."""
    app[OPPORTUNITIES] = opportunities
    one = f"{API}/opportunities/{{opportunity_id:[0-9]+}}"
    app.router.add_get(f"{API}/opportunities", list_opportunities)
    app.router.add_post(f"{API}/customers/{{customer_id:[0-9]+}}/opportunities", create_opportunity)
    app.router.add_get(one, get_opportunity)
    app.router.add_patch(one, change_opportunity)

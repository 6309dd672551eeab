"""HTTP operations on reports."""

from datetime import date
from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200
from pydantic import Field

from cti.accounts.rights import Right
from cti.endpoint import API, caller, endpoint
from cti.reports.period import PeriodName
from cti.reports.service import KpiReport
from cti.reports.shapes import Kpi, KpiEntries, KpiPart

KPI = web.AppKey("kpi", KpiReport)

UserId = Annotated[int, Field(ge=0, le=2**53)]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]


@endpoint(Right.CUSTOMERS_KPI)
async def get_kpi(
    request: web.Request,
    period: PeriodName = "month",
    first: date | None = None,
    last: date | None = None,
    user_id: UserId | None = None,
) -> r200[Kpi]:
    """New customers and interactions of a period, by employee; 400 report.period.

    With `user_id` the sources are of their customers alone; 0 is for those without an owner.
    """
    report = request.app[KPI]
    days = report.find_period(period, first, last)
    return await report.count(caller(request), days, user_id)


@endpoint(Right.CUSTOMERS_KPI)
async def list_kpi_entries(
    request: web.Request,
    part: KpiPart = "calls",
    period: PeriodName = "month",
    first: date | None = None,
    last: date | None = None,
    user_id: UserId | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[KpiEntries]:
    """What stands behind a figure of `get_kpi`, the newest first, of one employee or of all."""
    report = request.app[KPI]
    days = report.find_period(period, first, last)
    return await report.list_entries(
        caller(request), days, part, user_id=user_id, cursor=cursor or None, limit=limit
    )


def add_routes(app: web.Application, report: KpiReport) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[KPI] = report
    app.router.add_get(f"{API}/reports/kpi", get_kpi)
    app.router.add_get(f"{API}/reports/kpi/entries", list_kpi_entries)

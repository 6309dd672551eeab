"""HTTP operations on what is done by itself."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200

from cti.accounts.rights import Right
from cti.crm.automation.settings import AutomationSettings
from cti.crm.automation.shapes import Automation, AutomationView
from cti.endpoint import API, caller, endpoint

SETTINGS = web.AppKey("automation_settings", AutomationSettings)


@endpoint(Right.CONTACTS_VIEW)
async def get_automation(request: web.Request) -> r200[AutomationView]:
    """What is done by itself; forms of appointments begin with it."""
    return await request.app[SETTINGS].get()


@endpoint(Right.DIRECTORY_CONFIGURE)
async def set_automation(request: web.Request, body: Automation) -> r200[AutomationView]:
    """Set what is done by itself; what is left out is as it is at first."""
    return await request.app[SETTINGS].change(caller(request), body)


def add_routes(app: web.Application, settings: AutomationSettings) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[SETTINGS] = settings
    app.router.add_get(f"{API}/settings/automation", get_automation)
    app.router.add_put(f"{API}/settings/automation", set_automation)

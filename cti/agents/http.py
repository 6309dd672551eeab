"""HTTP operations on one's own state."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200

from cti.accounts.rights import Right
from cti.agents.service import Presences
from cti.agents.shapes import PresenceForm, PresenceView
from cti.endpoint import API, caller, endpoint

PRESENCES = web.AppKey("presences", Presences)


def add_routes(app: web.Application, presences: Presences) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[PRESENCES] = presences
    app.router.add_put(f"{API}/me/presence", set_presence)


@endpoint(Right.SIGNED_IN)
async def set_presence(request: web.Request, body: PresenceForm) -> r200[PresenceView]:
    """Be ready, pause with a reason, or go offline."""
    return await request.app[PRESENCES].change(caller(request), body)

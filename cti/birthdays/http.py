"""The HTTP operation on colleagues' birthdays."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200

from cti.accounts.rights import Right
from cti.birthdays.service import BirthdayReminder
from cti.birthdays.shapes import Birthdays
from cti.endpoint import API, endpoint

BIRTHDAYS = web.AppKey("birthdays", BirthdayReminder)


@endpoint(Right.SIGNED_IN)
async def list_birthdays(request: web.Request) -> r200[Birthdays]:
    """Colleagues whose birthday is still to come this month, or today."""
    return await request.app[BIRTHDAYS].list()


def add_routes(app: web.Application, birthdays: BirthdayReminder) -> None:
    """Put the service into the app, and its operation onto its router."""
    app[BIRTHDAYS] = birthdays
    app.router.add_get(f"{API}/birthdays", list_birthdays)

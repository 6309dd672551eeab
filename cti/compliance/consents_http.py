"""Consent to advertising over HTTP."""

from typing import Annotated

from aiohttp import web
from aiohttp.web import Request
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.compliance.consents import ConsentRegister
from cti.compliance.shapes import ConsentChannel, ConsentForm, Consents, ConsentsGiven
from cti.endpoint import API, caller, endpoint

CONSENTS = web.AppKey("consents", ConsentRegister)

Typed = Annotated[str, Field(min_length=1, max_length=64)]


def add_routes(app: web.Application, consents: ConsentRegister) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[CONSENTS] = consents
    app.router.add_get(f"{API}/consents", list_consents)
    app.router.add_post(f"{API}/consents", give_consent)
    app.router.add_delete(f"{API}/consents/{{number}}", withdraw_consent)


@endpoint(Right.DNC_VIEW)
async def list_consents(request: Request, number: Typed) -> r200[Consents]:
    """All that a number ever agreed to, the newest first.

    Tags: dnc
    """
    return await request.app[CONSENTS].read(number)


@endpoint(Right.DNC_EDIT)
async def give_consent(request: Request, body: ConsentForm) -> r201[ConsentsGiven]:
    """Note that customers agreed to advertising; without it no such campaign calls them.

    Tags: dnc
    """
    return await request.app[CONSENTS].give(caller(request), body)


@endpoint(Right.CALL)
async def withdraw_consent(
    request: Request, number: Typed, /, channel: ConsentChannel = "voice"
) -> r204:
    """The customer took it back: whoever hears it may note it.

    Tags: dnc
    """
    await request.app[CONSENTS].withdraw(caller(request), number, channel)
    return web.Response(status=204)

"""HTTP operations on calls."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r202, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.calls.service import Calls
from cti.calls.shapes import (
    Attach,
    AttemptTrace,
    CallCard,
    CallDetail,
    CallPage,
    CallPlaced,
    Dispositions,
    PlaceCall,
    Transfer,
    WrapUp,
)
from cti.endpoint import API, caller, endpoint

CALLS = web.AppKey("calls", Calls)

CallId = Annotated[str, Field(max_length=64)]
Limit = Annotated[int, Field(ge=1, le=200)]
Cursor = Annotated[str, Field(max_length=2000)]
CustomerId = Annotated[int, Field(ge=1, le=2**63 - 1)]


def add_routes(app: web.Application, calls: Calls) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[CALLS] = calls
    app.router.add_post(f"{API}/calls", place_call)
    app.router.add_get(f"{API}/calls", list_calls)
    app.router.add_get(f"{API}/calls/{{call_id}}", get_call)
    app.router.add_post(f"{API}/calls/{{call_id}}/hangup", hang_up)
    app.router.add_post(f"{API}/calls/{{call_id}}/transfer", transfer_call)
    app.router.add_post(f"{API}/calls/{{call_id}}/attach", attach_contact)
    app.router.add_post(f"{API}/calls/{{call_id}}/wrap-up", wrap_up)
    app.router.add_get(f"{API}/dispositions", list_dispositions)
    app.router.add_get(f"{API}/attempts/{{attempt_id}}", get_attempt)


@endpoint(Right.CALL)
async def place_call(request: web.Request, body: PlaceCall) -> r202[CallPlaced]:
    """Ring one's own phone, then dial. 409 call.confirm asks, 403 call.denied says no."""
    call_id = await request.app[CALLS].place(caller(request), body)
    return CallPlaced(call_id=call_id)


@endpoint(Right.CALL)
async def list_calls(
    request: web.Request,
    mine: bool = False,  # noqa: FBT001, FBT002 - aiohttp-pydantic reads the query from it
    customer_id: CustomerId | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[CallPage]:
    """Calls, newest first: one's own, a customer's, or all that one may see."""
    return await request.app[CALLS].list_page(
        caller(request), mine=mine, customer_id=customer_id, cursor=cursor or None, limit=limit
    )


@endpoint(Right.CALL)
async def get_call(request: web.Request, call_id: CallId, /) -> r200[CallDetail]:
    """A call with its legs."""
    return await request.app[CALLS].get(caller(request), call_id)


@endpoint(Right.CALL)
async def hang_up(request: web.Request, call_id: CallId, /) -> r204[None]:
    """Hang up, or cancel while it rings."""
    await request.app[CALLS].hang_up(caller(request), call_id)


@endpoint(Right.CALL)
async def transfer_call(request: web.Request, call_id: CallId, /, body: Transfer) -> r204[None]:
    """Send the customer to another extension."""
    await request.app[CALLS].transfer(caller(request), call_id, body)


@endpoint(Right.CALL)
async def attach_contact(request: web.Request, call_id: CallId, /, body: Attach) -> r200[CallCard]:
    """Say whose call it was."""
    return await request.app[CALLS].attach(caller(request), call_id, body)


@endpoint(Right.CALL)
async def wrap_up(request: web.Request, call_id: CallId, /, body: WrapUp) -> r200[CallCard]:
    """Finish the after-call work, with a disposition and a note."""
    return await request.app[CALLS].wrap_up(caller(request), call_id, body)


@endpoint(Right.CALL)
async def list_dispositions(request: web.Request) -> r200[Dispositions]:
    """What a call may be said to have come to."""
    return await request.app[CALLS].list_dispositions()


@endpoint(Right.CALL)
async def get_attempt(request: web.Request, attempt_id: CallId, /) -> r200[AttemptTrace]:
    """Why a call was not placed, or how it went, millisecond by millisecond."""
    return await request.app[CALLS].get_attempt(caller(request), attempt_id)

"""HTTP operations on API tokens. A token makes none: these want the session of a person."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.http import session_of
from cti.accounts.rights import Right
from cti.accounts.tokens import ApiTokens
from cti.accounts.tokens_shapes import TokenForm, TokenList, TokenMade
from cti.endpoint import API, endpoint

TOKENS = web.AppKey("tokens", ApiTokens)

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


@endpoint(Right.API_TOKENS)
async def list_tokens(request: web.Request) -> r200[TokenList]:
    """One's own API tokens."""
    return await request.app[TOKENS].list(session_of(request).caller)


@endpoint(Right.API_TOKENS)
async def create_token(request: web.Request, body: TokenForm) -> r201[TokenMade]:
    """Make an API token with some of one's own rights."""
    return await request.app[TOKENS].create(session_of(request).caller, body)


@endpoint(Right.API_TOKENS)
async def revoke_token(request: web.Request, token_id: RowId, /) -> r204[None]:
    """End one of one's own tokens at once."""
    await request.app[TOKENS].revoke(session_of(request).caller, token_id)


def add_routes(app: web.Application, tokens: ApiTokens) -> None:
    """Put the service and its operations into the app."""
    app[TOKENS] = tokens
    app.router.add_get(f"{API}/tokens", list_tokens)
    app.router.add_post(f"{API}/tokens", create_token)
    app.router.add_delete(f"{API}/tokens/{{token_id:[0-9]+}}", revoke_token)

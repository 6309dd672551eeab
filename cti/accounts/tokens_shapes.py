"""JSON shapes of API tokens."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cti.shapes import Form, Name, ToldOnce, View

Scope = Annotated[str, Field(min_length=1, max_length=64)]


class TokenForm(Form):
    """A token to be made."""

    name: Name
    scopes: list[Scope] = Field(
        min_length=1, max_length=100, description="Some of one's own rights, as in GET /session"
    )
    days: int | None = Field(
        default=90, ge=1, le=3650, description="Until it expires; null: it never does"
    )


class ApiToken(View):
    """A token as its owner sees it afterwards."""

    id: int
    name: str
    start: str = Field(description="How the token begins, to know it again by")
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    last_address: str | None
    revoked_at: datetime | None


class TokenMade(ToldOnce):
    """The one answer that has the token itself."""

    token: ApiToken
    secret: str = Field(description="Send it as `Authorization: Bearer …`; it is told this once")


class TokenList(View):
    """One's own tokens, the newest first."""

    rows: list[ApiToken]

"""API tokens: a program's way in, with some of the rights of the user who made it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from cti.accounts import tokens_store as store
from cti.accounts.audit import record_audit
from cti.accounts.callers import read_caller
from cti.accounts.grants import limit_grants
from cti.accounts.messages import TokenRevoked
from cti.accounts.rights import Caller, Right
from cti.accounts.service import TOKEN_BYTES, hash_token
from cti.accounts.tokens_errors import TokenNotFoundError, TokenScopeError
from cti.accounts.tokens_shapes import ApiToken, TokenForm, TokenList, TokenMade
from cti.bus import Bus
from cti.clock import Clock
from cti.db import Database

PREFIX = "cti_"
"""Tells what it is to who finds one in a log or a repository."""

SHOWN = 10
NOTED_EVERY = timedelta(minutes=1)
ADDRESS_LENGTH = 64


@dataclass(frozen=True, slots=True)
class TokenInForce:
    """A token and whose it is: their rights, as far as the token has them."""

    token_id: int
    token_hash: str
    caller: Caller
    expires_at: datetime | None


class ApiTokens:
    """Makes tokens, and knows whose one is."""

    def __init__(self, db: Database, clock: Clock, bus: Bus) -> None:
        self._db = db
        self._clock = clock
        self._bus = bus

    async def resolve(self, token: str, address: str) -> TokenInForce | None:
        """The user whose token it is, with those of their rights that it has; None for none.

        A right that the user loses is lost to the token as well.
        """
        now, token_hash = self._clock(), hash_token(token)
        async with self._db.read() as connection:
            row = await store.find_in_force(connection, token_hash, now)
        if row is None:
            return None
        last = row["last_used_at"]
        if last is None or now - last >= NOTED_EVERY or row["last_address"] != address:
            async with self._db.write() as unit:
                await store.note_use(
                    unit.connection, row["token_id"], now, address[:ADDRESS_LENGTH]
                )
        return _read_token(row, token_hash)

    async def renew(self, token: TokenInForce) -> TokenInForce | None:
        """The same token as it is now: rights may have changed. None: it is over."""
        async with self._db.read() as connection:
            row = await store.find_in_force(connection, token.token_hash, self._clock())
        return None if row is None else _read_token(row, token.token_hash)

    async def list(self, caller: Caller) -> TokenList:
        """The caller's own, the newest first; those revoked too."""
        async with self._db.read() as connection:
            rows = await store.list_tokens(connection, caller.user_id)
        return TokenList(rows=[ApiToken.model_validate(dict(row)) for row in rows])

    async def create(self, caller: Caller, form: TokenForm) -> TokenMade:
        """A new token; it is told this once and only its hash kept. Raises TokenScopeError."""
        own = {right.value for right in caller.rights}
        for scope in form.scopes:
            if scope not in own:
                raise TokenScopeError(scope=scope)
        now, secret = self._clock(), PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
        values = {
            "user_id": caller.user_id,
            "name": form.name,
            "start": secret[:SHOWN],
            "token_hash": hash_token(secret),
            "scopes": sorted(set(form.scopes)),
            "created_at": now,
            "expires_at": None if form.days is None else now + timedelta(days=form.days),
        }
        async with self._db.write() as unit:
            row = await store.insert_token(unit.connection, values)
            detail = {"name": form.name, "scopes": values["scopes"], "days": form.days}
            await record_audit(
                unit.connection, caller, "token.created", f"token/{row['id']}", detail, at=now
            )
        return TokenMade(token=ApiToken.model_validate(dict(row)), secret=secret)

    async def revoke(self, caller: Caller, token_id: int) -> None:
        """End one's own token at once. Raises TokenNotFoundError."""
        now = self._clock()
        async with self._db.write() as unit:
            row = await store.revoke(unit.connection, caller.user_id, token_id, now)
            if row is None:
                raise TokenNotFoundError(id=token_id)
            await record_audit(
                unit.connection, caller, "token.revoked", f"token/{token_id}",
                {"name": row["name"]}, at=now,
            )  # fmt: skip
            unit.after_commit(lambda: self._bus.publish(TokenRevoked(token_id)))


def _read_token(row: RowMapping, token_hash: str) -> TokenInForce:
    caller = read_caller(row)
    scopes = {right for right in Right if right.value in row["scopes"]}
    limited = replace(caller, given=limit_grants(caller.grants, scopes))
    return TokenInForce(row["token_id"], token_hash, limited, row["expires_at"])

"""Signing in and out, and who is who."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from cti.accounts import store
from cti.accounts.audit import record_audit
from cti.accounts.errors import SignInFailedError, TooManySignInsError
from cti.accounts.messages import SessionsEnded
from cti.accounts.passwords import Passwords
from cti.accounts.rights import ACTS_WITHIN, REACHES
from cti.accounts.shapes import Colleague, Language, Session, SignedInUser
from cti.accounts.store import SignedIn
from cti.accounts.throttle import Throttle, network_of
from cti.bus import Bus
from cti.clock import Clock
from cti.db import Database
from cti.settings import Settings

TOKEN_BYTES = 32  # 256 random bits
TRIES_PER_USER: Final = 5
TRIES_PER_ADDRESS: Final = 50  # a whole call centre may stand behind one address
TRY_PERIOD = timedelta(minutes=15)


class Accounts:
    """Sessions: who is signed in, from when to when."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        settings: Settings,
        bus: Bus | None = None,
        passwords: Passwords | None = None,
    ) -> None:
        self.db = db
        self.clock = clock
        self.bus = bus or Bus()
        self.passwords = passwords or Passwords()
        self._lasts = timedelta(hours=settings.session_hours)
        self._tries_by_user = Throttle(TRIES_PER_USER, TRY_PERIOD)
        self._tries_by_address = Throttle(TRIES_PER_ADDRESS, TRY_PERIOD)

    async def sign_in(
        self, username: str, password: str, address: str, user_agent: str
    ) -> tuple[str, Session]:
        """A new session and its token, which is told this once and only its hash kept.

        Raises SignInFailedError and, before any work is done, TooManySignInsError.
        """
        name = username.lower()
        network = network_of(address)
        self._count_try(name, network)
        user_id, stored = await self._find_password(name)
        if not await self.passwords.verify(stored, password) or user_id is None or stored is None:
            await self._record_failure(user_id, address)
            raise SignInFailedError
        self._tries_by_user.reset(f"{name} {network}")
        self._tries_by_address.give_back(network)
        token = await self._open_session(user_id, stored, password, address, user_agent)
        session = await self.resolve(token)
        if session is None:
            raise SignInFailedError
        return token, describe_session(session)

    async def resolve(self, token: str) -> SignedIn | None:
        """Whose token it is, while the session is in force."""
        async with self.db.read() as connection:
            return await store.find_session(connection, hash_token(token), self.clock())

    async def renew(self, session: SignedIn) -> SignedIn | None:
        """The same session as it is now: rights may have changed. None: it is over."""
        async with self.db.read() as connection:
            return await store.find_session(connection, session.token_hash, self.clock())

    async def sign_out(self, session: SignedIn, address: str | None = None) -> None:
        """End this session; its open sockets close."""
        ended = SessionsEnded(session.caller.user_id, session.token_hash)
        async with self.db.write() as unit:
            await store.delete_session(unit.connection, session.token_hash)
            await record_audit(
                unit.connection,
                session.caller,
                "logout",
                None,
                {},
                address=address,
                at=self.clock(),
            )
            unit.after_commit(lambda: self.bus.publish(ended))

    async def choose_language(self, session: SignedIn, language: Language) -> Session:
        """Change the language one reads; returns the session as it is now."""
        async with self.db.write() as unit:
            await store.update_user(unit.connection, session.caller.user_id, {"language": language})
        return describe_session(replace(session, language=language))

    async def people(self, *, gone: bool = False) -> list[Colleague]:
        """Everybody active, by name; those who were locked out too if `gone`."""
        async with self.db.read() as connection:
            return await store.list_people(connection, gone=gone)

    def _count_try(self, name: str, network: str) -> None:
        """Counted before the password is looked at, so that many at once count as many."""
        now = self.clock()
        wait = self._tries_by_address.take(network, now)
        if (
            wait is None
            and (wait := self._tries_by_user.take(f"{name} {network}", now)) is not None
        ):
            self._tries_by_address.give_back(network)  # it did no harm to the others
        if wait is not None:
            raise TooManySignInsError(retry_after_s=wait)

    async def _find_password(self, name: str) -> tuple[int | None, str | None]:
        if not name.isprintable():  # NUL and the like: no such user, and PostgreSQL would choke
            return None, None
        async with self.db.read() as connection:
            row = await store.find_password(connection, name)
        return row or (None, None)

    async def _record_failure(self, user_id: int | None, address: str) -> None:
        """An unknown name is not written down: people type passwords into that field."""
        subject = None if user_id is None else f"user/{user_id}"
        async with self.db.write() as unit:
            await record_audit(
                unit.connection,
                None,
                "login.failed",
                subject,
                {"known": user_id is not None},
                address=address,
                at=self.clock(),
            )

    async def _open_session(
        self, user_id: int, stored: str, password: str, address: str, user_agent: str
    ) -> str:
        fresh = stored
        if self.passwords.is_outdated(stored):
            fresh = await self.passwords.hash(password)
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self.clock()
        async with self.db.write() as unit:
            # Also the check that neither password nor user changed while we were hashing.
            if not await store.replace_password(unit.connection, user_id, stored, fresh):
                raise SignInFailedError
            values = {
                "token_hash": hash_token(token),
                "user_id": user_id,
                "csrf_token": secrets.token_urlsafe(TOKEN_BYTES),
                "created_at": now,
                "expires_at": now + self._lasts,
                "address": address[:64],
                "user_agent": user_agent[:300],
            }
            await store.insert_session(unit.connection, values)
            session = await store.find_session(unit.connection, hash_token(token), now)
            who = session.caller if session else None
            await record_audit(unit.connection, who, "login", None, {}, address=address, at=now)
        return token


def hash_token(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def describe_session(session: SignedIn) -> Session:
    """The session as the browser app wants it."""
    caller = session.caller
    return Session(
        user=SignedInUser(
            id=caller.user_id,
            name=caller.name,
            extension=caller.extension,
            role=caller.role.value,
            username=caller.username,
            language=session.language,
            rights=sorted(right.value for right in caller.rights),
            reach={
                right.value: sorted(caller.find_reach(right))
                for right in (*REACHES, *ACTS_WITHIN)
                if right in caller.rights
            },
            role_name=session.role_name,
        ),
        csrf_token=session.csrf_token,
        expires_at=session.expires_at,
    )

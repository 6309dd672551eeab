"""Making and changing users. Who may: Right.USERS_EDIT; owners are changed by owners only."""

import re
from typing import NoReturn

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts import store
from cti.accounts.audit import record_audit
from cti.accounts.errors import (
    ExtensionTakenError,
    LastOwnerError,
    OwnerOnlyError,
    TeamUnknownError,
    UsernameTakenError,
    UserNotFoundError,
)
from cti.accounts.messages import SessionsEnded, UserChanged
from cti.accounts.passwords import Passwords
from cti.accounts.rights import Caller, Role
from cti.accounts.shapes import User, UserChange, UserForm
from cti.bus import Bus
from cti.clock import Clock
from cti.db import Database

CLEARABLE = frozenset({"email", "team_id", "extension"})
"""Null in a change empties these; for the others it says nothing."""

ENDS_SESSIONS = frozenset({"role", "password", "active"})
TAKEN = re.compile(r"users[._](username|extension)\b")
"""How both databases name the constraint in their message."""


class Users:
    """The register of users."""

    def __init__(
        self, db: Database, clock: Clock, bus: Bus | None = None, passwords: Passwords | None = None
    ) -> None:
        self._db = db
        self._clock = clock
        self._bus = bus or Bus()
        self._passwords = passwords or Passwords()

    async def list(self) -> list[User]:
        """Every user, active or not."""
        async with self._db.read() as connection:
            return await store.list_users(connection)

    async def find_by_extension(self, extension: str) -> User | None:
        """The user whose phone it is; an extension identifies one user (R234)."""
        async with self._db.read() as connection:
            return await store.find_by_extension(connection, extension)

    async def create(self, caller: Caller | None, form: UserForm) -> User:
        """Add a user. `caller` is None for the command line, which may do everything.

        Raises UsernameTakenError, ExtensionTakenError, TeamUnknownError and OwnerOnlyError.
        """
        _check_owner_only(caller, form.role)
        password_hash = await self._passwords.hash(form.password)
        values = form.model_dump(exclude={"password"}) | {
            "role": form.role.value,
            "password_hash": password_hash,
            "created_at": self._clock(),
        }
        try:
            async with self._db.write() as unit:
                await _check_team(unit.connection, form.team_id)
                user_id = await store.insert_user(unit.connection, values)
                detail = form.model_dump(mode="json", exclude={"password"})
                await self._record(unit.connection, caller, "user.created", user_id, detail)
                unit.after_commit(lambda: self._bus.publish(UserChanged(user_id)))
        except IntegrityError as error:
            _explain_taken(error, form.username, form.extension)
        return User(id=user_id, active=True, **form.model_dump(exclude={"password"}))

    async def change(self, caller: Caller | None, user_id: int, form: UserChange) -> User:
        """Change what the form has. A new role or password, or locking out, ends the sessions.

        Raises as `create`, and UserNotFoundError and LastOwnerError.
        """
        wanted = {
            name: value
            for name, value in form.model_dump(exclude_unset=True).items()
            if value is not None or name in CLEARABLE
        }
        password_hash = await self._passwords.hash(form.password) if form.password else None
        try:
            async with self._db.write() as unit:
                changed = await self._change(
                    unit.connection, caller, user_id, wanted, password_hash
                )
                if ENDS_SESSIONS & changed.keys():
                    await store.delete_sessions(unit.connection, user_id)
                    ended = SessionsEnded(user_id, None)
                    unit.after_commit(lambda: self._bus.publish(ended))
                unit.after_commit(lambda: self._bus.publish(UserChanged(user_id)))
                after = await store.find_user(unit.connection, user_id)
        except IntegrityError as error:
            _explain_taken(error, None, form.extension)
        if after is None:
            raise UserNotFoundError(id=user_id)
        return after

    async def _change(
        self,
        connection: AsyncConnection,
        caller: Caller | None,
        user_id: int,
        wanted: dict[str, object],
        password_hash: str | None,
    ) -> dict[str, object]:
        """Within the transaction; returns what truly changed, as the audit log has it."""
        owners = await store.lock_owners(connection)
        before = await store.find_user(connection, user_id, lock=True)
        if before is None:
            raise UserNotFoundError(id=user_id)
        new_role = Role(str(wanted.get("role", before.role)))
        _check_owner_only(caller, before.role, new_role)
        stays_owner = new_role is Role.OWNER and wanted.get("active", before.active)
        if list(owners) == [user_id] and not stays_owner:
            raise LastOwnerError
        if wanted.get("team_id") is not None:
            await _check_team(connection, int(str(wanted["team_id"])))
        values = {
            name: value
            for name, value in wanted.items()
            if name != "password" and value != getattr(before, name)
        }
        detail: dict[str, object] = {
            name: [getattr(before, name), value] for name, value in values.items()
        }
        if password_hash is not None:
            values["password_hash"] = password_hash
            detail["password"] = "changed"  # noqa: S105 - says that, not what
        if values:
            await store.update_user(connection, user_id, values)
            await self._record(connection, caller, "user.changed", user_id, detail)
        return detail

    async def _record(
        self,
        connection: AsyncConnection,
        caller: Caller | None,
        action: str,
        user_id: int,
        detail: dict[str, object],
    ) -> None:
        subject = f"user/{user_id}"
        await record_audit(connection, caller, action, subject, detail, at=self._clock())


def _check_owner_only(caller: Caller | None, *roles: Role) -> None:
    if caller is not None and caller.role is not Role.OWNER and Role.OWNER in roles:
        raise OwnerOnlyError


async def _check_team(connection: AsyncConnection, team_id: int | None) -> None:
    if team_id is not None and not await store.team_exists(connection, team_id):
        raise TeamUnknownError(team_id=team_id)


def _explain_taken(error: IntegrityError, username: str | None, extension: str | None) -> NoReturn:
    found = TAKEN.search(str(error.orig))
    if found is None:
        raise error
    if found[1] == "username":
        raise UsernameTakenError(username=username) from error
    raise ExtensionTakenError(extension=extension) from error


async def create_user(db: Database, clock: Clock, form: UserForm) -> User:
    """Add a user from the command line or the demo, where nobody is signed in."""
    return await Users(db, clock).create(None, form)

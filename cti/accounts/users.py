"""Making and changing users. Who may: Right.USERS_EDIT; owners are changed by owners only."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NoReturn

from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts import role_store, store
from cti.accounts.audit import record_audit
from cti.accounts.errors import (
    BirthdayAheadError,
    DepartmentUnknownError,
    EmailTakenError,
    ExtensionTakenError,
    LastOwnerError,
    OwnerOnlyError,
    RoleUnknownError,
    SelfLockoutError,
    TeamUnknownError,
    TooStrongError,
    UsernameTakenError,
    UserNotFoundError,
)
from cti.accounts.grants import find_excess
from cti.accounts.messages import RightsChanged, SessionsEnded, UserChanged
from cti.accounts.passwords import Passwords
from cti.accounts.rights import Caller, Right, Role
from cti.accounts.role_store import StoredRole
from cti.accounts.shapes import User, UserChange, UserForm, UserPage
from cti.accounts.users_list import UserQuery, make_page
from cti.bus import Bus
from cti.clock import Clock
from cti.db import Database
from cti.schema import departments, teams

CLEARABLE = frozenset({"email", "team_id", "department_id", "extension", "birthday"})
"""Null in a change empties these; for the others it says nothing."""

ENDS_SESSIONS = frozenset({"password", "active"})
CHANGES_RIGHTS = frozenset({"role", "team_id", "department_id"})
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

    async def list(self, query: UserQuery | None = None) -> UserPage:
        """A page of the users, active or not."""
        async with self._db.read() as connection:
            rows = await store.list_users(connection)
        return make_page(rows, query or UserQuery())

    async def find_by_extension(self, extension: str) -> User | None:
        """The user whose phone it is; an extension identifies one user (R234)."""
        async with self._db.read() as connection:
            return await store.find_by_extension(connection, extension)

    async def create(self, caller: Caller | None, form: UserForm) -> User:
        """Add a user. `caller` is None for the command line, which may do everything.

        Raises UsernameTakenError, ExtensionTakenError, EmailTakenError, RoleUnknownError,
        TeamUnknownError, DepartmentUnknownError, OwnerOnlyError, TooStrongError and
        BirthdayAheadError.
        """
        _check_birthday(form.model_dump(), self._clock().date())
        password_hash = await self._passwords.hash(form.password)
        values = form.model_dump(exclude={"password", "role"}) | {
            "password_hash": password_hash,
            "created_at": self._clock(),
        }
        try:
            async with self._db.write() as unit:
                role = await _find_role(unit.connection, caller, form.role)
                values |= _role_columns(role)
                await _check_groups(unit.connection, values)
                await _check_email(unit.connection, form.email, None)
                user_id = await store.insert_user(unit.connection, values)
                detail = form.model_dump(mode="json", exclude={"password"})
                await self._record(unit.connection, caller, "user.created", user_id, detail)
                unit.after_commit(lambda: self._bus.publish(UserChanged(user_id)))
                made = await store.find_user(unit.connection, user_id)
        except IntegrityError as error:
            _explain_taken(error, form.username, form.extension)
        if made is None:
            raise UserNotFoundError(id=user_id)
        return made

    async def change(self, caller: Caller | None, user_id: int, form: UserChange) -> User:
        """Change what the form has. A new password, or locking out, ends the sessions.

        Raises as `create`, and UserNotFoundError, LastOwnerError and SelfLockoutError.
        """
        wanted = {
            name: value
            for name, value in form.model_dump(exclude_unset=True).items()
            if value is not None or name in CLEARABLE
        }
        _check_birthday(wanted, self._clock().date())
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
                if CHANGES_RIGHTS & changed.keys():
                    moved = RightsChanged(frozenset({user_id}))
                    unit.after_commit(lambda: self._bus.publish(moved))
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
        role = await _find_role(connection, caller, before.role_key)  # who is above is left alone
        if (key := wanted.pop("role", None)) is not None and key != role.key:
            role = await _find_role(connection, caller, str(key))
        active = wanted.get("active", before.active)
        if caller is not None and caller.user_id == user_id:
            _check_lockout(role, active=bool(active))
        if list(owners) == [user_id] and not (role.base is Role.OWNER and active):
            raise LastOwnerError
        await _check_groups(connection, wanted)
        if active:  # who was locked out leaves the address free, until they come back
            email = wanted.get("email", before.email)
            await _check_email(connection, None if email is None else str(email), user_id)
        values = {
            name: value
            for name, value in wanted.items()
            if name != "password" and value != getattr(before, name)
        }
        detail: dict[str, object] = {
            name: [_tell(getattr(before, name)), _tell(value)] for name, value in values.items()
        }
        if role.key != before.role_key:
            values |= _role_columns(role)
            detail["role"] = [before.role_key, role.key]
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


async def _find_role(connection: AsyncConnection, caller: Caller | None, key: str) -> StoredRole:
    """A role that the caller may give, or change the users of. None is the command line.

    Raises RoleUnknownError; OwnerOnlyError and TooStrongError when the role may do more than
    the caller, who could make themselves anything through it.
    """
    role = await role_store.find_role(connection, key)
    if role is None:
        raise RoleUnknownError(role=key)
    if caller is not None and caller.role is not Role.OWNER:
        if role.base is Role.OWNER:
            raise OwnerOnlyError
        if excess := find_excess(caller, role.grants):
            raise TooStrongError(rights=excess)
    return role


def _tell(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _check_birthday(values: Mapping[str, object], today: date) -> None:
    born = values.get("birthday")
    if isinstance(born, date) and born > today:
        raise BirthdayAheadError


def _role_columns(role: StoredRole) -> dict[str, object]:
    return {"role": role.base.value, "role_key": None if role.built_in else role.key}


def _check_lockout(role: StoredRole, *, active: bool) -> None:
    """Nobody locks themselves out, or moves themselves to where they can't come back from."""
    if not active or Right.USERS_EDIT not in role.grants:
        raise SelfLockoutError


async def _check_groups(connection: AsyncConnection, values: Mapping[str, object]) -> None:
    checks: tuple[tuple[str, Table, type[TeamUnknownError | DepartmentUnknownError]], ...] = (
        ("team_id", teams, TeamUnknownError),
        ("department_id", departments, DepartmentUnknownError),
    )
    for name, table, error in checks:
        group_id = values.get(name)
        if group_id is not None and not await store.group_exists(
            connection, table, int(str(group_id))
        ):
            raise error(**{name: group_id})


async def _check_email(connection: AsyncConnection, email: str | None, user_id: int | None) -> None:
    if email is not None and await store.has_email(connection, email, user_id):
        raise EmailTakenError(email=email)


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

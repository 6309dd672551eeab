"""Roles: the four built in, as the company changed them, and roles of its own (R315, R321)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts import role_store
from cti.accounts.audit import record_audit
from cti.accounts.errors import (
    RoleConflictError,
    RoleFixedError,
    RoleInUseError,
    RoleNameTakenError,
    RoleNotFoundError,
    SelfLockoutError,
    TooStrongError,
    UserNotFoundError,
)
from cti.accounts.grants import GIVEABLE, clean_reach, find_changes, find_excess
from cti.accounts.group_store import find_membership
from cti.accounts.messages import RightsChanged
from cti.accounts.rights import (
    ACTS_WITHIN,
    DEFAULTS,
    REACHES,
    Caller,
    Grants,
    Reaches,
    Right,
    Role,
)
from cti.accounts.role_store import StoredRole
from cti.accounts.roles_shapes import (
    EffectiveGrant,
    EffectiveRights,
    Grant,
    RoleChange,
    RoleForm,
    Roles,
    RoleView,
)
from cti.bus import Bus
from cti.clock import Clock
from cti.db import Database, Unit
from cti.ids import new_id

KEEPS = frozenset({Right.ROLES_EDIT, Right.USERS_EDIT})
"""What nobody takes away from themselves."""

GROUPS = {
    "customers": "customers",
    "contacts": "customers",
    "directory": "customers",
    "tasks": "work",
    "comments": "work",
    "care": "work",
    "call": "calls",
    "dnc": "calls",
    "rules": "calls",
    "campaigns": "campaigns",
    "members": "campaigns",
    "marketing": "campaigns",
}
"""The groups of the role page, by the right's first word; the rest is the administrator's."""


class RoleRegister:
    """The roles, and what each user may do by theirs."""

    def __init__(self, db: Database, clock: Clock, bus: Bus) -> None:
        self._db = db
        self._clock = clock
        self._bus = bus

    async def list(self) -> Roles:
        """Every role with all it may do."""
        async with self._db.read() as connection:
            found = await role_store.list_roles(connection)
            members = await role_store.count_holders(connection)
        return Roles(rows=[_describe(role, members.get(role.key, 0)) for role in found])

    async def create(self, caller: Caller, form: RoleForm) -> RoleView:
        """Add a role. Raises RoleNameTakenError, TooStrongError."""
        base = Role(form.base)
        wanted = _clean(form.grants)
        _check_excess(caller, wanted)
        role = StoredRole(new_id("r"), base, form.name, find_changes(base, wanted), 1)
        await self._save(
            caller, role, "role.created", {"name": [None, form.name]} | _tell({}, role)
        )
        return _describe(role, 0)

    async def change(self, caller: Caller, key: str, form: RoleChange) -> RoleView:
        """Change a role, at once also for those who are signed in.

        Raises RoleNotFoundError, RoleFixedError, RoleConflictError, RoleNameTakenError,
        TooStrongError, SelfLockoutError.
        """
        try:
            async with self._db.write() as unit:
                before = await _find(unit.connection, key)
                if before.version != form.version:
                    raise RoleConflictError
                role = await _apply(unit.connection, caller, before, form)
                detail = _tell(before.grants, role)
                if role.name != before.name:
                    detail["name"] = [before.name, role.name]
                if detail:
                    await role_store.save_role(unit.connection, role, self._clock())
                    await self._record(unit, caller, "role.changed", key, detail)
                    await self._announce(unit, key)
                members = await role_store.count_holders(unit.connection)
        except IntegrityError as error:
            raise RoleNameTakenError(name=form.name) from error
        return _describe(role, members.get(key, 0))

    async def delete(self, caller: Caller, key: str) -> None:
        """Take away a role that nobody has. Raises RoleNotFoundError, RoleFixedError, RoleInUse."""
        async with self._db.write() as unit:
            role = await _find(unit.connection, key)
            if role.built_in:
                raise RoleFixedError
            if holders := await role_store.list_holders(unit.connection, key):
                raise RoleInUseError(members=len(holders))
            await role_store.delete_role(unit.connection, key)
            await self._record(unit, caller, "role.deleted", key, {"name": [role.name, None]})

    async def explain(self, user_id: int) -> EffectiveRights:
        """What a user may do, how far, and why. Raises UserNotFoundError."""
        async with self._db.read() as connection:
            found = await find_membership(connection, user_id)
            if found is None:
                raise UserNotFoundError(id=user_id)
            role = await role_store.find_role(connection, found.role_key)
        if role is None:  # the row's foreign key says it can't be
            raise RoleNotFoundError(key=found.role_key)
        return EffectiveRights(
            user=found.person,
            role_key=role.key,
            role_name=role.name,
            team=found.team,
            leads=found.leads,
            department=found.department,
            grants=[
                _explain(replace(found.caller, given=role.grants), role, one) for one in LISTED
            ],
        )

    async def _save(
        self, caller: Caller, role: StoredRole, action: str, detail: dict[str, object]
    ) -> None:
        try:
            async with self._db.write() as unit:
                await role_store.save_role(unit.connection, role, self._clock())
                await self._record(unit, caller, action, role.key, detail)
        except IntegrityError as error:
            raise RoleNameTakenError(name=role.name) from error

    async def _record(
        self, unit: Unit, caller: Caller, action: str, key: str, detail: Mapping[str, object]
    ) -> None:
        await record_audit(unit.connection, caller, action, f"role/{key}", detail, at=self._clock())

    async def _announce(self, unit: Unit, key: str) -> None:
        holders = frozenset(await role_store.list_holders(unit.connection, key))
        unit.after_commit(lambda: self._bus.publish(RightsChanged(holders)))


LISTED = tuple(GIVEABLE.values())


async def _find(connection: AsyncConnection, key: str) -> StoredRole:
    role = await role_store.find_role(connection, key, lock=True)
    if role is None:
        raise RoleNotFoundError(key=key)
    return role


async def _apply(
    connection: AsyncConnection, caller: Caller, before: StoredRole, form: RoleChange
) -> StoredRole:
    """The role as it is to be. Raises what forbids it."""
    if before.base is Role.OWNER or (before.built_in and form.name is not None):
        raise RoleFixedError
    changes = before.changes
    if form.grants is not None:
        wanted = _clean(form.grants)
        _check_excess(caller, {r: wanted[r] for r in wanted if wanted[r] != before.grants.get(r)})
        mine = caller.user_id in await role_store.list_holders(connection, before.key)
        if mine and not wanted.keys() >= KEEPS & before.grants.keys():
            raise SelfLockoutError
        changes = find_changes(before.base, wanted)
    return replace(
        before, name=form.name or before.name, changes=changes, version=before.version + 1
    )


def _clean(grants: Mapping[Right, Iterable[str]]) -> Grants:
    return {
        right: clean_reach(right, reach)
        for right, reach in grants.items()
        if right is not Right.SIGNED_IN
    }


def _check_excess(caller: Caller, wanted: Grants) -> None:
    if excess := find_excess(caller, wanted):
        raise TooStrongError(rights=excess)


def _tell(before: Grants, role: StoredRole) -> dict[str, object]:
    """What the audit log says: right → [reach before, reach after]; None is "may not"."""
    after = role.grants
    return {
        right.value: [_sort(before.get(right)), _sort(after.get(right))]
        for right in LISTED
        if before.get(right) != after.get(right)
    }


def _describe(role: StoredRole, members: int) -> RoleView:
    grants = role.grants
    return RoleView(
        key=role.key,
        base=role.base,
        name=role.name,
        built_in=role.built_in,
        fixed=role.base is Role.OWNER,
        grants=[
            Grant(
                right=right,
                group=_group(right),
                has_reach=right in REACHES,
                reach=_sort(grants.get(right)),
                default=_sort(DEFAULTS[role.base].get(right)),
            )
            for right in LISTED
        ],
        members=members,
        version=role.version,
    )


def _explain(caller: Caller, role: StoredRole, right: Right) -> EffectiveGrant:
    said = role.grants.get(right)
    within = ACTS_WITHIN.get(right)
    has_reach = right in REACHES or within is not None
    counts = caller.find_reach(right) if has_reach else said
    meant = role.grants.get(within) if within is not None else said
    return EffectiveGrant(
        right=right,
        group=_group(right),
        has_reach=has_reach,
        reach=None if said is None else _sort(counts),
        within=within,
        source="base" if said == DEFAULTS[role.base].get(right) else "role",
        narrowed=said is not None and has_reach and counts != meant,
    )


def _sort(reach: Reaches | None) -> list[Any] | None:
    return None if reach is None else sorted(reach)


def _group(right: Right) -> str:
    return GROUPS.get(right.value.partition(".")[0], "admin")

"""Roles and what they may do. Pure. Source of the four roles: requirements R315, ruling X10."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who somebody is; one role each."""

    OWNER = "owner"  # admin + bulk delete
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    AGENT = "agent"


class Right(StrEnum):
    """What may be done; operations ask for rights, never for roles."""

    SIGNED_IN = "signed_in"  # everybody who is
    CALL = "call"
    CONTACTS_VIEW = "contacts.view"
    CONTACTS_EDIT = "contacts.edit"
    CAMPAIGNS_VIEW = "campaigns.view"
    CAMPAIGNS_EDIT = "campaigns.edit"
    CAMPAIGNS_RUN = "campaigns.run"
    MEMBERS_CHANGE = "members.change"
    DNC_VIEW = "dnc.view"
    DNC_EDIT = "dnc.edit"
    DNC_OVERRIDE = "dnc.override"  # call a number that refused us, with a reason
    PBX_VIEW = "pbx.view"
    USERS_EDIT = "users.edit"
    AUDIT_VIEW = "audit.view"
    BULK_DELETE = "customers.bulk_delete"
    CUSTOMERS_MERGE = "customers.merge"
    DIRECTORY_CONFIGURE = "directory.configure"  # pick lists, fields, rules of duplicates


AGENT_RIGHTS = frozenset(
    {
        Right.SIGNED_IN,
        Right.CALL,
        Right.CONTACTS_VIEW,
        Right.CONTACTS_EDIT,
    }
)
SUPERVISOR_RIGHTS = AGENT_RIGHTS | {
    Right.CAMPAIGNS_VIEW,
    Right.CAMPAIGNS_EDIT,
    Right.CAMPAIGNS_RUN,
    Right.MEMBERS_CHANGE,
    Right.DNC_VIEW,
    Right.CUSTOMERS_MERGE,
}
ADMIN_RIGHTS = SUPERVISOR_RIGHTS | {
    Right.DNC_EDIT,
    Right.DNC_OVERRIDE,
    Right.PBX_VIEW,
    Right.USERS_EDIT,
    Right.AUDIT_VIEW,
    Right.DIRECTORY_CONFIGURE,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: AGENT_RIGHTS,
    Role.SUPERVISOR: SUPERVISOR_RIGHTS,
    Role.ADMIN: ADMIN_RIGHTS,
    Role.OWNER: ADMIN_RIGHTS | {Right.BULK_DELETE},
}


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in user on whose behalf something is done."""

    user_id: int
    username: str
    name: str
    role: Role
    team_id: int | None
    extension: str | None

    @property
    def rights(self) -> frozenset[Right]:
        """What the role may do."""
        return RIGHTS[self.role]

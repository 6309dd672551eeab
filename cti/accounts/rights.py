"""Roles, what they may do, and how far that reaches. Pure.

Source: the four roles are R315 and ruling X10; reach is R316–R319. What a company changes of them,
and its own roles, are read by `cti.accounts.grants`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """Who somebody is; one each. A role of the company's own stands on one of these."""

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
    CUSTOMERS_CREATE = "customers.create"
    CUSTOMERS_DELETE = "customers.delete"
    CUSTOMERS_ASSIGN = "customers.assign"  # give to another owner
    CUSTOMERS_LOOKUP = "customers.lookup"  # who owns whom, whoever sees them (R145)
    CUSTOMERS_KPI = "customers.kpi"  # figures of the work of people within reach (R350)
    TASKS_EDIT = "tasks.edit"
    COMMENTS_WRITE = "comments.write"
    CARE_EDIT = "care.edit"  # transactions, appointments, meetings
    COMMERCE_EDIT = "commerce.edit"  # quotes, orders, contracts, receipts, payments
    MARKETING_SMS = "marketing.sms"  # templates of text messages; using one takes no right
    CAMPAIGNS_VIEW = "campaigns.view"
    CAMPAIGNS_EDIT = "campaigns.edit"
    CAMPAIGNS_RUN = "campaigns.run"
    MEMBERS_CHANGE = "members.change"
    DNC_VIEW = "dnc.view"
    DNC_EDIT = "dnc.edit"
    DNC_OVERRIDE = "dnc.override"  # call a number that refused us, with a reason
    RULES_EDIT = "rules.edit"  # the calling rules, where the law leaves them open (R247)
    PBX_VIEW = "pbx.view"
    USERS_EDIT = "users.edit"
    ROLES_EDIT = "roles.edit"
    AUDIT_VIEW = "audit.view"
    CUSTOMERS_BULK_EDIT = "customers.bulk_edit"  # fields of many at once; each as far as edit
    CUSTOMERS_EXPORT = "customers.export"
    CUSTOMERS_IMPORT = "customers.import"
    BULK_DELETE = "customers.bulk_delete"
    CUSTOMERS_MERGE = "customers.merge"
    VIEWS_SHARE = "views.share"  # show a saved view of a list to everybody
    API_TOKENS = "api.tokens"  # let programs act in one's name
    WEBHOOKS_EDIT = "webhooks.edit"  # have other systems told of what happens
    DIRECTORY_CONFIGURE = "directory.configure"  # pick lists, fields, rules of duplicates


AGENT_RIGHTS = frozenset(
    {
        Right.SIGNED_IN,
        Right.CALL,
        Right.CONTACTS_VIEW,
        Right.CONTACTS_EDIT,
        Right.CUSTOMERS_CREATE,
        Right.CUSTOMERS_DELETE,
        Right.CUSTOMERS_ASSIGN,
        Right.CUSTOMERS_LOOKUP,
        Right.CUSTOMERS_KPI,
        Right.TASKS_EDIT,
        Right.COMMENTS_WRITE,
        Right.CARE_EDIT,
        Right.COMMERCE_EDIT,
    }
)
SUPERVISOR_RIGHTS = AGENT_RIGHTS | {
    Right.CAMPAIGNS_VIEW,
    Right.CAMPAIGNS_EDIT,
    Right.CAMPAIGNS_RUN,
    Right.MEMBERS_CHANGE,
    Right.DNC_VIEW,
    Right.MARKETING_SMS,
    Right.CUSTOMERS_MERGE,
    Right.VIEWS_SHARE,
    Right.API_TOKENS,
    Right.CUSTOMERS_BULK_EDIT,
    Right.CUSTOMERS_EXPORT,
    Right.CUSTOMERS_IMPORT,
}
ADMIN_RIGHTS = SUPERVISOR_RIGHTS | {
    Right.DNC_EDIT,
    Right.DNC_OVERRIDE,
    Right.RULES_EDIT,
    Right.PBX_VIEW,
    Right.USERS_EDIT,
    Right.ROLES_EDIT,
    Right.AUDIT_VIEW,
    Right.WEBHOOKS_EDIT,
    Right.DIRECTORY_CONFIGURE,
}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: AGENT_RIGHTS,
    Role.SUPERVISOR: SUPERVISOR_RIGHTS,
    Role.ADMIN: ADMIN_RIGHTS,
    Role.OWNER: ADMIN_RIGHTS | {Right.BULK_DELETE},
}


class Reach(StrEnum):
    """Whose customers an action may be done to; several add up."""

    OWN = "own"  # those one owns or supports (ruling X13)
    TEAM = "team"  # those owned by members of one's team, or of a team one leads
    NOBODYS = "nobodys"  # those without an owner
    ALL = "all"


Reaches = frozenset[Reach]
Grants = Mapping[Right, Reaches]
"""What somebody may do: right → reach, which is empty where rows don't matter."""

NO_REACH: Reaches = frozenset()
OWN, TEAM, ALL = Reaches({Reach.OWN}), Reaches({Reach.OWN, Reach.TEAM}), Reaches({Reach.ALL})

REACHES: dict[Right, dict[Role, Reaches]] = {
    Right.CONTACTS_VIEW: {
        Role.AGENT: OWN | {Reach.NOBODYS},
        Role.SUPERVISOR: TEAM | {Reach.NOBODYS},
    },
    Right.CONTACTS_EDIT: {Role.AGENT: OWN, Role.SUPERVISOR: TEAM},
    Right.CUSTOMERS_DELETE: {Role.AGENT: OWN, Role.SUPERVISOR: TEAM},
    Right.CUSTOMERS_ASSIGN: {Role.AGENT: OWN, Role.SUPERVISOR: TEAM},
    Right.CUSTOMERS_KPI: {Role.AGENT: OWN, Role.SUPERVISOR: TEAM},
}
"""The rights that have a reach of their own, and it by role (R316–R319); of the others, all."""

ACTS_WITHIN: dict[Right, Right] = {
    Right.BULK_DELETE: Right.CUSTOMERS_DELETE,
    Right.CUSTOMERS_MERGE: Right.CONTACTS_EDIT,
    Right.CUSTOMERS_BULK_EDIT: Right.CONTACTS_EDIT,
    Right.CUSTOMERS_EXPORT: Right.CONTACTS_VIEW,
    Right.TASKS_EDIT: Right.CONTACTS_EDIT,
    Right.CARE_EDIT: Right.CONTACTS_EDIT,
    Right.COMMERCE_EDIT: Right.CONTACTS_EDIT,
    Right.COMMENTS_WRITE: Right.CONTACTS_VIEW,
}
"""Rights on customers that reach as far as another one does."""


def default_grants(role: Role) -> Grants:
    """What a built-in role may do when nobody changed it."""
    return {right: default_reach(role, right) for right in RIGHTS[role]}


def default_reach(role: Role, right: Right) -> Reaches:
    """How far a right of a built-in role reaches; empty for a right that has no reach."""
    return REACHES[right].get(role, ALL) if right in REACHES else NO_REACH


DEFAULTS: dict[Role, Grants] = {role: default_grants(role) for role in Role}


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in user on whose behalf something is done.

    `role` is the built-in one that theirs is, or stands on: ask for `rights`, never for it.
    `given` is what the company made of it; None for what the built-in role has.
    """

    user_id: int
    username: str
    name: str
    role: Role
    team_id: int | None
    extension: str | None
    department_id: int | None = None
    given: Grants | None = field(default=None, compare=False)

    @property
    def grants(self) -> Grants:
        """What they may do, and how far."""
        return DEFAULTS[self.role] if self.given is None else self.given

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do at all."""
        return frozenset(self.grants)

    def reaches_others(self, right: Right) -> bool:
        """Whether they may do this to more than what is their own."""
        return bool(self.find_reach(right) - OWN)

    def find_reach(self, right: Right) -> Reaches:
        """Whose customers they may do this to; never further than they see."""
        if right not in self.grants:
            return NO_REACH
        reach = self.grants.get(ACTS_WITHIN.get(right, right), NO_REACH)
        seen = self.grants.get(Right.CONTACTS_VIEW, NO_REACH)
        if Reach.ALL in seen:
            return reach
        return seen if Reach.ALL in reach else reach & seen

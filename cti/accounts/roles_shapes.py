"""JSON shapes of roles, of what somebody may do, and of teams and departments."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from cti.accounts.rights import Reach, Right, Role
from cti.shapes import Form, Person, Versioned, View, clean_name

ShortName = Annotated[
    str, StringConstraints(min_length=1, max_length=120), BeforeValidator(clean_name)
]
RoleKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
RowId = Annotated[int, Field(ge=1, le=2**53)]
Base = Literal["admin", "supervisor", "agent"]
Grants = dict[Right, list[Reach]]


class Grant(View):
    """One right of a role. Null is "may not"; a list is whose customers, empty: no matter whose."""

    right: Right
    group: str = Field(description="customers, work, calls, campaigns or admin")
    has_reach: bool
    reach: list[Reach] | None
    default: list[Reach] | None = Field(description="Of the built-in role that it stands on")


class RoleView(View):
    """A role with all it may do."""

    key: str
    base: Role
    name: str | None = Field(description="Null: a built-in role, which the app has words for")
    built_in: bool
    fixed: bool = Field(description="The owner's: may do everything, for ever")
    grants: list[Grant]
    members: int
    version: int


class Roles(View):
    """The four built in, then the company's own."""

    rows: list[RoleView]


class RoleForm(Form):
    """A role of the company's own, that stands on a built-in one."""

    name: ShortName
    base: Base = "agent"
    grants: Grants = Field(description="All that it may; a right that is left out is refused")


class RoleChange(Versioned):
    """Only what is sent is changed. The name of a built-in role stays."""

    name: ShortName | None = None
    grants: Grants | None = None


class EffectiveGrant(View):
    """What somebody may do, and why."""

    right: Right
    group: str
    has_reach: bool
    reach: list[Reach] | None = Field(description="As it counts; null: may not")
    within: Right | None = Field(description="It reaches as far as this right")
    source: Literal["base", "role"] = Field(
        description="From the built-in role, or as this role was changed"
    )
    narrowed: bool = Field(description="The role says more, but nobody does more than they see")


class EffectiveRights(View):
    """What one user may do."""

    user: Person
    role_key: str
    role_name: str | None
    team: str | None
    leads: list[str] = Field(description="Teams they lead: `team` reaches their members too")
    department: str | None
    grants: list[EffectiveGrant]


class Team(View):
    """A team, its active leaders and members."""

    id: int
    name: str
    leaders: list[Person]
    members: list[Person]


class Teams(View):
    """Every team, by name."""

    rows: list[Team]


class TeamForm(Form):
    """A new team."""

    name: ShortName
    leader_ids: list[RowId] = Field(default=[], max_length=50)
    member_ids: list[RowId] = Field(default=[], max_length=1000)


class TeamChange(Form):
    """Only what is sent is changed; a list, when sent, is the whole of it."""

    name: ShortName | None = None
    leader_ids: list[RowId] | None = Field(default=None, max_length=50)
    member_ids: list[RowId] | None = Field(default=None, max_length=1000)


class Department(View):
    """A department and its active members."""

    id: int
    name: str
    members: list[Person]


class Departments(View):
    """Every department, by name."""

    rows: list[Department]


class DepartmentForm(Form):
    """A new department."""

    name: ShortName
    member_ids: list[RowId] = Field(default=[], max_length=1000)


class DepartmentChange(Form):
    """Only what is sent is changed; a list, when sent, is the whole of it."""

    name: ShortName | None = None
    member_ids: list[RowId] | None = Field(default=None, max_length=1000)

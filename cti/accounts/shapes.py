"""JSON shapes of sign-in and users."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from cti.accounts.rights import Role
from cti.accounts.roles_shapes import RoleKey
from cti.shapes import Form, Name, Person, View, clean_name

Language = Literal["vi", "en"]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^\s@]+@[^\s@]+$"),
    BeforeValidator(clean_name),
]
"""An address as mail can go to it: nothing else is told apart."""
Born = Annotated[date, Field(ge=date(1900, 1, 1), description="The day of birth (R375)")]


class SignIn(Form):
    username: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=200)


class SignedInUser(Person):
    username: str
    language: Language
    rights: list[str]
    reach: dict[str, list[str]] = Field(
        description="Whose customers, of the rights that have a reach: own, team, nobodys, all"
    )
    role_name: str | None = Field(description="Null: a built-in role")


class Session(View):
    """Send `csrf_token` as X-CSRF-Token with every POST, PUT, PATCH and DELETE."""

    user: SignedInUser
    csrf_token: str
    expires_at: datetime


class Preferences(Form):
    language: Language


class UserForm(Form):
    username: str = Field(pattern=r"^[a-z0-9][a-z0-9._@-]{0,63}$")
    name: Name
    email: Email | None = None
    role: RoleKey = Field(description="The key of any role, built in or not")
    team_id: int | None = None
    department_id: int | None = None
    extension: str | None = Field(default=None, pattern=r"^[0-9]{2,8}$")
    language: Language = "vi"
    birthday: Born | None = None
    password: str = Field(min_length=10, max_length=200)


class UserChange(Form):
    name: Name | None = None
    email: Email | None = None
    role: RoleKey | None = None
    team_id: int | None = None
    department_id: int | None = None
    extension: str | None = Field(default=None, pattern=r"^[0-9]{2,8}$")
    language: Language | None = None
    birthday: Born | None = None
    password: str | None = Field(default=None, min_length=10, max_length=200)
    active: bool | None = None


class User(View):
    id: int
    username: str
    name: str
    email: str | None
    role: Role = Field(description="The built-in role that theirs is, or stands on")
    role_key: str
    role_name: str | None = Field(description="Null: a built-in one")
    team_id: int | None
    department_id: int | None
    extension: str | None
    language: Language
    birthday: date | None
    active: bool


class Colleague(Person):
    active: bool = Field(description="False: locked out; what is theirs stays theirs")


class People(View):
    """Everybody a record can be given to; those whom records still belong to, if asked for."""

    rows: list[Colleague]


class UserPage(View):
    rows: list[User]
    next: str | None = Field(description="The cursor of the next page")
    total: int = Field(description="How many fit in all")


class AuditLine(View):
    id: int
    at: datetime
    user: Person | None
    action: str
    subject: str | None
    detail: dict[str, object]
    address: str | None


class AuditPage(View):
    rows: list[AuditLine]
    next: str | None

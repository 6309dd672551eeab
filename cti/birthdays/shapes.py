"""JSON shapes of colleagues' birthdays."""

from datetime import date

from pydantic import Field

from cti.shapes import Person, View


class Birthday(View):
    """A colleague and their birthday this year. How old they become is theirs to tell."""

    person: Person
    role_name: str | None = Field(description="Null: a built-in role")
    team: str | None
    department: str | None
    day: date
    days_left: int = Field(description="0: it is today")


class Birthdays(View):
    """Those that are reminded of today, the next first."""

    rows: list[Birthday]

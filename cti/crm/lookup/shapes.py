"""JSON shapes of the lookup across ownership (R145–R148)."""

from pydantic import Field

from cti.shapes import Person, View


class LookupRow(View):
    """What tells a customer apart, and no more: also of one that somebody else owns."""

    id: int
    code: str
    name: str
    owner: Person | None
    address: str | None = Field(description="The registered one")
    office_address: str | None
    may_open: bool = Field(description="Whether the one who asks sees the customer itself")


class LookupPage(View):
    """The first that fit."""

    rows: list[LookupRow] = Field(description="At most 50, by name")
    more: bool = Field(description="There are more: ask for more precisely")

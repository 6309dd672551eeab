"""JSON shapes that several domains share. Each domain's own are in its `shapes.py`."""

from datetime import UTC, datetime
from typing import Annotated, Any, Protocol

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from cti.text import clean_line

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]


def clean_name(typed: object) -> object:
    """What was sent for a name, as `clean_line` has it; what is no text is for others to refuse."""
    return clean_line(typed) if isinstance(typed, str) else typed


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    BeforeValidator(clean_name),
]
"""What somebody or something is called: one line, with nothing in it that nobody sees."""


Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC)),
]
"""An instant as clients send it: far enough from the calendar's ends to be told in every zone."""


class Form(BaseModel):
    """What a client sends: an unknown field is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Versioned(Form):
    """A change of something that has versions: two who edit it at once must not undo each other.

    The version comes here or in If-Match; 428 precondition.required when in neither.
    """

    version: int | None = Field(
        default=None, description="The version that was edited, unless If-Match says it"
    )


class View(BaseModel):
    """What the server answers."""

    # What is sent has every field, also those with a default; the app's types say so.
    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


class ToldOnce(View):
    """An answer with a secret, of which only a hash is kept, or nothing that is ever told again."""


class Problem(View):
    """An error as problem+json (RFC 9457). `code` is stable; the app translates it."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    params: dict[str, object] = {}
    errors: list["FieldProblem"] = []


class FieldProblem(View):
    """One field that does not fit."""

    field: str = Field(description="Path with dots, e.g. `window.start`")
    code: str
    params: dict[str, object] = {}


class Person(View):
    """A user, as others see them."""

    id: int
    name: str
    extension: str | None
    role: str


class Row(Protocol):
    """A row of the database, or a dict like one."""

    def __getitem__(self, key: str, /) -> Any: ...  # noqa: ANN401 - any column's value


def read_person(row: Row, user_id: str, prefix: str) -> Person | None:
    """The user of a row: the id in column `user_id`, the rest in `prefix`_name, _extension, _role.

    None when there is no id.
    """
    if row[user_id] is None:
        return None
    return Person(
        id=row[user_id],
        name=row[f"{prefix}_name"],
        extension=row[f"{prefix}_extension"],
        role=row[f"{prefix}_role"],
    )


class NumberBadge(View):
    """What the gate would say of a number right now, before the click."""

    verdict: str = Field(description="allow | confirm | deny")
    reasons: list[str]
    display: str = Field(description="National format with blanks: 0912 345 678")
    carrier: str | None

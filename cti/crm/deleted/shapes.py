"""JSON shapes of deleted customers."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.shapes import Form, Person, View


class RestoreForm(Form):
    confirm_duplicates: bool | None = Field(
        default=None,
        description="As of creating: false asks first about what is only warned of, true is sure",
    )


class DeletedCustomer(View):
    """A customer that was deleted, and can come back."""

    id: int
    code: str
    name: str
    kind: Literal["person", "organisation"]
    owner: Person | None
    deleted_at: datetime
    deleted_by: str | None


class DeletedPage(View):
    rows: list[DeletedCustomer]
    next: str | None

"""JSON shapes of deleted customers."""

from datetime import datetime
from typing import Literal

from cti.shapes import Person, View


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

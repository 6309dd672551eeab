"""JSON shapes of merging two customers and of undoing it."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.crm.catalogues.shapes import RowId
from cti.crm.duplicates.shapes import DuplicateMatch
from cti.crm.fields.shapes import FieldKey
from cti.crm.shapes import CompanyRef, Customer
from cti.shapes import Form, Person, View

Side = Literal["kept", "gone"]


class MergeForm(Form):
    """Merge `gone_id` into the customer of the address."""

    gone_id: RowId
    version: int = Field(description="Of the one that is kept, as it was read")
    gone_version: int
    choose: dict[FieldKey, Side] = Field(
        default={},
        max_length=300,
        description="Whose value each field gets; left out: the kept one's unless it is empty",
    )
    dry_run: bool = Field(default=False, description="Say what would be, and do nothing")


class MergedField(View):
    """A field in which the two differ; `kept` and `gone` as they are told in the history."""

    field: str
    kept: object
    gone: object
    taken: Side


class MergeResult(View):
    merge_id: int | None = Field(description="To undo it; null: a dry run")
    fields: list[MergedField]
    moved: dict[str, int] = Field(
        description="How many of what move over: contacts, calls, notes, tasks and so on"
    )
    warnings: list[DuplicateMatch] = Field(description="Others that the result is like")
    customer: Customer | None = Field(description="Null: a dry run")


class UndoResult(View):
    """`left` are fields that somebody changed since the merge: they stay as they are now."""

    kept: Customer
    restored: Customer
    left: list[str]


class MergeLine(View):
    id: int
    at: datetime
    by: Person | None
    kept: CompanyRef
    gone: CompanyRef
    undone_at: datetime | None


class MergeList(View):
    rows: list[MergeLine]

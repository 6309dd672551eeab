"""JSON shapes of imports."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cti.crm.catalogues.shapes import CatalogueValue
from cti.shapes import Form, Person, View

Purpose = Literal["upsert", "delete"]
ImportKind = Literal["customers", "contacts", "companies"]
StateName = Literal[
    "draft",
    "checking",
    "checked",
    "running",
    "finished",
    "cancelled",
    "failed",
    "undoing",
    "undone",
]
ResultName = Literal["new", "changed", "unchanged", "duplicate", "invalid", "deleted", "not_found"]
RowFilter = Literal[
    "all",
    "new",
    "changed",
    "unchanged",
    "duplicate",
    "invalid",
    "deleted",
    "not_found",
    "refused",
    "mended",
    "warned",
    "dnc",
    "skipped",
]
Rule = Literal["overwrite", "only_if_empty", "never"]
Letter = Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")]
Key = Annotated[str, Field(min_length=1, max_length=80)]
SheetRow = Annotated[int, Field(ge=1, le=1_048_576)]


class ImportField(View):
    """Something that a column can be."""

    key: str = Field(description="As in GET /fields, and supporters, company, contact.company")
    label: str | None = Field(description="Of a field of one's own; null: named by its key")
    header: str = Field(description="The column's name in the template")
    kind: Literal["text", "number", "date", "choice", "choices", "user", "users", "phones"]
    required: bool
    can_match: bool = Field(description="Whether rows can be matched by it (`key`)")
    options: list[CatalogueValue]


class ImportFieldList(View):
    rows: list[ImportField]


class ImportColumn(View):
    """A column of the file."""

    letter: str
    header: str = Field(description="Empty: the file has none here")
    samples: list[str] = Field(description="Its first three values")
    field: str | None = Field(description="What it is taken for; null: not imported")
    rule: Rule = Field(description="What of an existing customer it changes; a blank cell: nothing")
    origin: Literal["guessed", "remembered", "chosen"] | None


class ColumnChoice(Form):
    letter: Letter
    field: Key | None
    rule: Rule = "overwrite"


class ImportChange(Form):
    """Only what is sent is changed. A checked import becomes a draft again."""

    sheet: int | None = Field(default=None, ge=0, le=1000, description="Position among `sheets`")
    header_row: int | None = Field(default=None, ge=0, le=1000, description="0: there is none")
    first_row: SheetRow | None = Field(
        default=None, description="From row N, as the spreadsheet numbers them, inclusive"
    )
    last_row: SheetRow | None = Field(default=None, description="To row M, inclusive")
    columns: list[ColumnChoice] | None = Field(
        default=None, max_length=200, description="Columns that are left out stay as they are"
    )
    key: list[Key] | None = Field(
        default=None,
        max_length=5,
        description="Fields that a row must share with a customer, all of them, to be that one; "
        "empty: every row is a new customer",
    )
    default_kind: Literal["person", "organisation"] | None = Field(
        default=None, description="Of new customers whose row does not say (customers only)"
    )


class ImportCounts(View):
    """Rows by what became of them; of one that was only checked, what would."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicate: int = 0
    invalid: int = 0
    deleted: int = 0
    not_found: int = 0
    mended: int = Field(default=0, description="Rows with a value that was put right")
    warned: int = Field(default=0, description="Rows taken in that should be looked at")
    dnc: int = Field(default=0, description="Rows with a number on a Do-Not-Call list")
    restored: int = Field(default=0, description="Of an undo: customers that are as they were")
    removed: int = Field(default=0, description="Of an undo: new customers taken away again")
    skipped: int = Field(default=0, description="Of an undo: edited since, left alone")


class ImportProgress(View):
    """How far it is. Also sent in the live topic `import/<id>`, as the entry `progress`."""

    state: StateName
    phase: Literal["waiting", "reading", "rows", "done"]
    done: int = Field(description="Rows")
    total: int
    rows_per_second: float | None
    seconds_left: float | None
    counts: ImportCounts


class ImportFailure(View):
    """Why an import as a whole could not go on."""

    code: str
    params: dict[str, object]


class ImportSummary(View):
    """A line of the history."""

    id: int
    purpose: Purpose
    kind: ImportKind
    file_name: str
    state: StateName
    user: Person
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    total: int
    counts: ImportCounts
    can_undo: bool


class Import(ImportSummary):
    sheets: list[str]
    sheet: int
    header_row: int
    last_sheet_row: int = Field(description="The number of the last row that holds something")
    first_row: int | None
    last_row: int | None
    columns: list[ImportColumn]
    key: list[str]
    default_kind: Literal["person", "organisation"]
    started_at: datetime | None
    progress: ImportProgress
    error: ImportFailure | None
    previewed: bool = Field(description="Whether a trial run was looked at before it began")
    mine: bool = Field(description="Whether `import/<id>` can be followed: by who uploaded it only")


class ImportPage(View):
    rows: list[ImportSummary]
    next: str | None


class ImportProblem(View):
    """Something to say about a cell, or about the whole row when `letter` is null.

    error: the row is not taken in (red). warning: it is, but look. mend: the value was put right
    (yellow), from `params.from` to `params.to`.
    """

    letter: str | None
    field: str | None
    level: Literal["error", "warning", "mend"]
    code: str
    params: dict[str, object]


class ImportRow(View):
    number: int = Field(description="As the spreadsheet numbers its rows")
    cells: list[str] = Field(description="By column, in the order of `columns`")
    result: ResultName | None = Field(description="Null: not looked at yet")
    problems: list[ImportProblem]
    customer_id: int | None = Field(description="Whom it made, changed or deleted")
    undone: Literal["restored", "deleted", "skipped"] | None


class ImportRowPage(View):
    rows: list[ImportRow]
    next: str | None


class CellChange(Form):
    letter: Letter
    value: str = Field(max_length=10_000)


class RowChange(Form):
    """Cells of a row, typed anew; the row is checked again at once."""

    cells: list[CellChange] = Field(min_length=1, max_length=200)


class ImportRowChanged(View):
    row: ImportRow
    also: list[ImportRow] = Field(
        description="Rows below that are matched by the same as it is now, or was: checked too"
    )
    counts: ImportCounts

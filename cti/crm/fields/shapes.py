"""JSON shapes of the directory's fields, and of the values that customers have in them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StrictFloat, StrictInt, StrictStr

from cti.crm.catalogues.shapes import CatalogueValue, RowId
from cti.shapes import Form, Text, View

CustomKind = Literal["text", "number", "date", "choice", "choices"]
Option = Annotated[StrictStr, Field(max_length=200)] | StrictInt
CustomRaw = (
    Annotated[StrictStr, Field(max_length=4000)]
    | StrictInt
    | StrictFloat
    | Annotated[list[Option], Field(max_length=200)]
    | None
)
FieldKey = Annotated[str, Field(min_length=1, max_length=80)]


class FieldView(View):
    """A field of the directory: forms, filters, import and export are made of these."""

    key: str = Field(description="Of one's own: custom.<key>; of a contact: contact.<name>")
    of: Literal["customer", "contact"]
    kind: Literal["text", "number", "date", "choice", "choices", "user", "time", "phones"]
    label: str | None = Field(description="Null: a standard field, which the app names by its key")
    required: bool
    can_require: bool
    can_edit: bool
    only: Literal["organisation", "person"] | None = Field(
        description="The kind of customer that has the field; null: both"
    )
    filter: Literal["text", "range", "any"] = Field(
        description="How lists are filtered by it: contains, from–to, any of"
    )
    catalogue: str | None
    options: list[CatalogueValue]
    custom_id: int | None


class FieldList(View):
    rows: list[FieldView]


class CustomFieldForm(Form):
    label: str = Field(min_length=1, max_length=200)
    kind: CustomKind
    required: bool = False
    options: list[str] = Field(
        default=[], max_length=200, description="First values of choice and choices, in order"
    )


class CustomFieldChange(Form):
    """Only what is sent is changed; the kind stays, and options are changed as a catalogue."""

    label: str | None = Field(default=None, min_length=1, max_length=200)
    required: bool | None = None
    position: int | None = Field(default=None, ge=0, le=10_000)


class RequiredFields(Form):
    """The standard fields that must be filled."""

    keys: list[FieldKey] = Field(max_length=100)
    was: list[FieldKey] | None = Field(
        default=None, max_length=100, description="As they were read: others meanwhile, a conflict"
    )


class ReferrerForm(Form):
    """Who brought the customer: an existing customer or a user (R340)."""

    kind: Literal["customer", "user"]
    id: RowId


class Referrer(View):
    kind: Literal["customer", "user"]
    id: int
    name: str | None = Field(description="Null: of a customer that the caller may not see")


class Profile(Form):
    """What else is known of a customer; all of it optional unless a field is required."""

    source_id: RowId | None = None
    group_id: RowId | None = None
    relationship_id: RowId | None = None
    size_id: RowId | None = None
    sector_id: RowId | None = None
    tax_code: str | None = Field(default=None, max_length=40)
    fax: str | None = Field(default=None, max_length=64)
    birthday: date | None = None
    office_address: Text | None = None
    province: str | None = Field(default=None, max_length=100)
    referrer: ReferrerForm | None = None
    custom: dict[FieldKey, CustomRaw] | None = Field(
        default=None,
        max_length=200,
        description="Values of fields of one's own, by key; an option by its id or label",
    )


class ProfileView(View):
    source_id: int | None = None
    group_id: int | None = None
    relationship_id: int | None = None
    size_id: int | None = None
    sector_id: int | None = None
    tax_code: str | None = None
    fax: str | None = None
    birthday: date | None = None
    office_address: str | None = None
    province: str | None = None
    last_contact_at: datetime | None = None
    custom: dict[str, object] = Field(
        default={}, description="Text, number, YYYY-MM-DD, an option's id or a list of ids, by key"
    )


class ContactProfile(Form):
    """What else is known of a contact (R055)."""

    source_id: RowId | None = None
    facebook: str | None = Field(default=None, max_length=300)
    utm_source: str | None = Field(default=None, max_length=200)
    utm_medium: str | None = Field(default=None, max_length=200)
    utm_campaign: str | None = Field(default=None, max_length=200)
    utm_term: str | None = Field(default=None, max_length=200)
    utm_content: str | None = Field(default=None, max_length=200)


class ContactProfileView(View):
    source_id: int | None = None
    facebook: str | None = None
    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None
    utm_term: str | None = None
    utm_content: str | None = None

"""JSON shapes of templates of text messages ("Mẫu sms")."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from cti.crm.catalogues.shapes import RowId
from cti.shapes import Form, Name, Person, Versioned, View

LONGEST = 1600
"""Characters of a text: what ten messages of the GSM alphabet hold."""

Body = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    Field(description="Merge fields in braces, as {Tên khách hàng} or {Customer name}"),
]


class TemplateForm(Form):
    name: Name
    body: Body


class TemplateChange(Versioned):
    """Only what is sent is changed."""

    name: Name | None = None
    body: Body | None = None


class SmsSizeView(View):
    """How the networks count a text."""

    encoding: Literal["gsm7", "ucs2"]
    units: int
    parts: int = Field(description="Messages that it is sent as, and paid for")
    left: int = Field(description="What still fits into the last of them")
    outside: str = Field(description="Letters because of which it is no GSM text, the first few")


class Template(View):
    id: int
    version: int
    name: str
    body: str
    unknown: list[str] = Field(description="Fields in it that there are not")
    size: SmsSizeView = Field(description="Without what its fields are filled with")
    by: Person | None = Field(description="Who changed it last")
    can_edit: bool
    created_at: datetime
    updated_at: datetime


class TemplatePage(View):
    rows: list[Template]
    next: str | None
    total: int


class MergeFieldView(View):
    key: str
    of: Literal["customer", "contact"] = Field(description="The recipient that fills it")
    name_vi: str
    name_en: str


class MergeFields(View):
    rows: list[MergeFieldView]


class PreviewForm(Form):
    """A text, and who would get it: a customer, a contact, or nobody yet."""

    body: Annotated[str, Field(max_length=LONGEST)]
    customer_id: RowId | None = None
    contact_id: RowId | None = None

    @model_validator(mode="after")
    def _one_recipient(self) -> Self:
        if self.customer_id is not None and self.contact_id is not None:
            message = "either customer_id or contact_id"
            raise ValueError(message)
        return self


class FieldTrouble(View):
    field: str = Field(description="As it is written in the text")
    why: Literal["unknown", "recipient", "empty"] = Field(
        description="There is no such field; this recipient can't fill it; it is empty there"
    )


class SmsNumber(View):
    """A number that the message could go to."""

    phone_id: int
    contact: str
    typed: str
    display: str
    e164: str | None
    reasons: list[str] = Field(description="Against it, by the lists of who wants no messages")
    barred: bool = Field(description="Not to be written to, whatever the message says")


class Preview(View):
    text: str
    problems: list[FieldTrouble]
    size: SmsSizeView = Field(description="Without its fields as long as there is no recipient")
    recipient: str | None = Field(description="Their name")
    numbers: list[SmsNumber] = Field(description="The primary contact's first")

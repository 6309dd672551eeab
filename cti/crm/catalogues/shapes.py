"""JSON shapes of pick lists."""

from typing import Annotated

from pydantic import Field

from cti.shapes import Form, View

RowId = Annotated[int, Field(ge=1, le=2**53)]
"""An id as JavaScript can hold it; a larger one is refused before a database chokes on it."""

Label = Annotated[str, Field(min_length=1, max_length=200)]


class CatalogueValue(View):
    id: int
    label: str


class ListedValue(CatalogueValue):
    makes_customer: bool = Field(
        description="Of transaction_type: one of these makes a customer of a contact"
    )
    renews: bool = Field(description="Of contract_type: a contract of this type renews one")


class CatalogueView(View):
    """A pick list with its values in order."""

    name: str = Field(
        description="size, sector, contact_source, source, group, relationship, "
        "transaction_type, contract_type or field.<id>"
    )
    values: list[ListedValue]


class Catalogues(View):
    rows: list[CatalogueView]


class ValueForm(Form):
    label: Label
    makes_customer: bool = Field(default=False, description="Of transaction_type alone")
    renews: bool = Field(default=False, description="Of contract_type alone")


class ValueChange(Form):
    """Only what is sent is changed."""

    label: Label | None = None
    makes_customer: bool | None = Field(default=None, description="Of transaction_type alone")
    renews: bool | None = Field(default=None, description="Of contract_type alone")
    position: int | None = Field(
        default=None, ge=0, le=10_000, description="Where it goes, from 0; the others make room"
    )

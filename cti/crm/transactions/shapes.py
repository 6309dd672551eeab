"""JSON shapes of quick transactions."""

from datetime import datetime

from pydantic import Field

from cti.crm.catalogues.shapes import CatalogueValue, RowId
from cti.shapes import Form, Person, Text, View


class TransactionForm(Form):
    """The customer is that of the address: it is never asked for (R181)."""

    name: str = Field(min_length=1, max_length=300)
    type_id: RowId = Field(description="A value of the pick list `transaction_type`")
    description: Text | None = None
    call_id: str | None = Field(default=None, max_length=64, description="The call it came out of")


class TransactionView(View):
    id: int
    customer_id: int
    name: str
    type: CatalogueValue
    description: str | None
    call_id: str | None
    made_customer: bool = Field(description="By this one a lead or a contact became a customer")
    by: Person
    created_at: datetime

"""JSON shapes of notifications, for HTTP and for the live topic `me`."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cti.shapes import Form, Person, View

RowId = Annotated[int, Field(ge=1, le=2**53)]


class CustomerRef(View):
    id: int
    name: str


class NotificationView(View):
    """One thing to know. `kind` is a code that the app has words for, `params` fill them.

    Of a customer that the reader may not see (any more), `customer` is null and `params` is empty.
    """

    id: int
    kind: str
    at: datetime
    read: bool
    by: Person | None = Field(description="Whose doing it is; null: the server's")
    customer: CustomerRef | None
    params: dict[str, object]


class NotificationPage(View):
    rows: list[NotificationView]
    next: str | None
    unread: int


class ReadForm(Form):
    """Which were read: these, or everything up to one."""

    ids: list[RowId] = Field(default=[], max_length=200)
    up_to: RowId | None = Field(default=None, description="This one and every older one")


class BellView(View):
    """Entry `bell` of the topic `me`; also the answer to reading."""

    unread: int
    newest: int = Field(description="Id of the newest notification, 0 when there is none")

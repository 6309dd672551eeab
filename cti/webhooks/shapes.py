"""JSON shapes of webhooks, and of what is sent to them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from cti.shapes import Form, Name, Person, ToldOnce, Versioned, View

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Kind = Annotated[str, Field(pattern=r"^[a-z_]{1,30}\.(\*|[a-z_]{1,30})$")]
Url = Annotated[str, Field(min_length=8, max_length=2000)]
DeliveryState = Literal["waiting", "done", "failed"]


class WebhookFilter(Form):
    """Of which customers: any of the values in every field that has some."""

    kind: list[Literal["person", "organisation"]] = Field(default=[], max_length=2)
    stage: list[Literal["lead", "contact", "customer"]] = Field(default=[], max_length=3)
    owner_id: list[RowId] = Field(default=[], max_length=200)


class WebhookForm(Form):
    name: Name
    url: Url
    kinds: list[Kind] = Field(
        default=[], max_length=100, description="customer.created, customer.*; empty: every event"
    )
    filter: WebhookFilter = WebhookFilter()
    active: bool = True


class WebhookChange(Versioned):
    """Only what is sent is changed."""

    name: Name | None = None
    url: Url | None = None
    kinds: list[Kind] | None = Field(default=None, max_length=100)
    filter: WebhookFilter | None = None
    active: bool | None = None


class Webhook(View):
    id: int
    version: int
    name: str
    url: str
    kinds: list[str]
    filter: WebhookFilter
    active: bool
    by: Person | None
    created_at: datetime
    waiting: int = Field(description="Deliveries that are still to be made")
    failed: int = Field(description="Deliveries that were given up, of the last two weeks")
    last_at: datetime | None = Field(description="When it was last delivered to")


class WebhookList(View):
    rows: list[Webhook]
    kinds: list[str] = Field(description="The kinds of events there are")


class WebhookMade(ToldOnce):
    webhook: Webhook
    secret: str = Field(description="Signs what is sent; it is told this once")


class WebhookSecret(ToldOnce):
    secret: str


class Delivery(View):
    id: int
    event_id: str = Field(description="The same at every try: tells an event that came twice")
    kind: str
    subject: str
    state: DeliveryState
    tries: int
    status: int | None = Field(description="The receiver's HTTP status at the last try")
    answer: str | None = Field(description="Its first words, or why there was none")
    created_at: datetime
    due_at: datetime = Field(description="When a waiting one is tried next")
    ended_at: datetime | None
    body: str = Field(description="What was sent")


class DeliveryPage(View):
    rows: list[Delivery]
    next: str | None

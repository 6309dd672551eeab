"""JSON shapes of customers, contacts, phones, notes and the timeline."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.crm.catalogues.shapes import RowId as RowId  # noqa: PLC0414 - for those who use both
from cti.crm.duplicates.shapes import Confirmable, DuplicateMatch
from cti.crm.fields.shapes import (
    ContactProfile,
    ContactProfileView,
    Profile,
    ProfileView,
    Referrer,
)
from cti.shapes import Form, NumberBadge, Person, Text, Versioned, View

Kind = Literal["person", "organisation"]
Stage = Literal["lead", "contact", "customer"]


class PhoneForm(Form):
    """A number as typed. One that can't be called is saved all the same, and says so."""

    id: RowId | None = Field(default=None, description="Of an existing phone, to keep it")
    typed: str = Field(min_length=1, max_length=64)
    label: str | None = Field(default=None, max_length=40)
    is_primary: bool = False


class PhoneReading(View):
    """How a number is understood while it is being typed (R007)."""

    typed: str
    callable: bool = Field(
        description="False: saved all the same, but it can't be called, and calls from it are not "
        "matched"
    )
    display: str
    kind: str = Field(description="mobile, landline, toll_free, premium, emergency or invalid")
    carrier: str | None
    mended: str | None = Field(description="old_prefix, excel_float or lost_zero: what was mended")


class Phone(View):
    id: int
    typed: str
    e164: str | None = Field(description="Null: saved, but cannot be called or matched")
    label: str | None
    is_primary: bool
    badge: NumberBadge


class CompanyLink(Form):
    """The company of a contact that is no organisation's own; inside one it is that one (X3)."""

    company_id: RowId | None = Field(default=None, description="An organisation; null: none")
    company_name: str | None = Field(
        default=None, max_length=300, description="A new company of this name, made at once (R057)"
    )


class PersonForm(ContactProfile, CompanyLink):
    name: str = Field(min_length=1, max_length=300)
    title: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=254)
    address: Text | None = None
    description: Text | None = None
    phones: list[PhoneForm] = Field(default=[], max_length=20)


class ContactForm(PersonForm, Confirmable):
    """A further contact of a customer."""


class FirstContactForm(PersonForm):
    """The contact of the create form: it is named like the customer when it has no name (R006)."""

    name: str | None = Field(default=None, max_length=300)  # type: ignore[assignment]  # wider


class ContactChange(ContactProfile, CompanyLink, Confirmable):
    """Only what is sent is changed; `phones`, when sent, is the whole list."""

    version: int | None = Field(
        default=None, description="If told, here or in If-Match, a newer one is a conflict"
    )
    name: str | None = Field(default=None, min_length=1, max_length=300)
    title: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=254)
    address: Text | None = None
    description: Text | None = None
    phones: list[PhoneForm] | None = Field(default=None, max_length=20)


class CompanyRef(View):
    id: int
    name: str


class Contact(ContactProfileView):
    id: int
    customer_id: int
    version: int
    name: str
    title: str | None
    email: str | None
    address: str | None
    description: str | None
    is_primary: bool
    phones: list[Phone]
    company: CompanyRef | None = None
    warnings: list[DuplicateMatch] = Field(
        default=[], description="Only of a change just made: what it duplicates"
    )


class CustomerForm(Profile, Confirmable):
    """At least a customer name or a contact name (R006); phone and e-mail are the contact's."""

    name: str | None = Field(default=None, max_length=300)
    code: str | None = Field(default=None, max_length=40, description="Made when left out")
    kind: Kind = "person"
    stage: Stage = "contact"
    owner_id: RowId | None = Field(
        default=None,
        description="Left out: who creates it. Null: nobody. An agent can't choose: it is them",
    )
    supporter_ids: list[RowId] = Field(default=[], max_length=50)
    address: Text | None = None
    email: str | None = Field(default=None, max_length=254)
    website: str | None = Field(default=None, max_length=300)
    description: Text | None = None
    contact: FirstContactForm | None = None
    create_opportunity: bool = Field(
        default=False, description="Make an opportunity with the customer, for its contact (R008)"
    )
    more_contacts: list[PersonForm] = Field(
        default=[], max_length=20, description="Further people, of an organisation say (R020)"
    )


class CustomerChange(Profile, Confirmable, Versioned):
    """Only what is sent is changed."""

    name: str | None = Field(default=None, min_length=1, max_length=300)
    code: str | None = Field(default=None, min_length=1, max_length=40)
    kind: Kind | None = None
    stage: Stage | None = None
    owner_id: RowId | None = None
    supporter_ids: list[RowId] | None = Field(default=None, max_length=50)
    address: Text | None = None
    email: str | None = Field(default=None, max_length=254)
    website: str | None = Field(default=None, max_length=300)
    description: Text | None = None


class Membership(View):
    """A campaign the customer is in."""

    member_id: int
    campaign_id: int
    campaign: str
    state: str | None


class Customer(ProfileView):
    id: int
    version: int
    code: str
    name: str
    kind: Kind
    stage: Stage
    owner: Person | None
    supporters: list[Person]
    address: str | None
    email: str | None
    website: str | None
    description: str | None
    contacts: list[Contact]
    campaigns: list[Membership]
    can_edit: bool
    can_delete: bool
    can_assign: bool
    can_claim: bool
    created_at: datetime
    updated_at: datetime
    referrer: Referrer | None = None
    warnings: list[DuplicateMatch] = Field(
        default=[], description="Only of a change just made: what it duplicates"
    )


class ContactRow(View):
    """A line of the contact list."""

    id: int
    customer_id: int
    name: str
    customer: str
    customer_kind: Kind
    company: CompanyRef | None = Field(description="Where they work; null also if not to be seen")
    title: str | None
    email: str | None
    address: str | None
    facebook: str | None
    owner: Person | None = Field(description="Of the customer")
    is_primary: bool
    phones: list[Phone]
    created_at: datetime
    updated_at: datetime


class ContactPage(View):
    rows: list[ContactRow]
    next: str | None
    total: int
    more: bool = Field(description="True: there are more than `total`, and counting stopped there")


class NoteForm(Form):
    body: str = Field(min_length=1, max_length=10_000)
    contact_id: RowId | None = None
    call_id: str | None = Field(default=None, max_length=64)


TimelineKind = Literal[
    "call",
    "note",
    "comment",
    "transaction",
    "meeting",
    "appointment",
    "task",
    "reply",
    "change",
]


class TimelineEntry(View):
    """One thing in a customer's history, newest first.

    `kind` call: detail has the call (direction, kind, number, outcome, seconds, disposition);
    note: body; comment: body, likes, replies_to; transaction: name, type, description, call_id;
    appointment and meeting: title, place, starts_at, description, contact, cancelled; task: title,
    due_at, state, assignee; reply: campaign, key, state_before, state_after; change: action,
    fields.
    """

    id: str
    kind: TimelineKind
    at: datetime
    by: Person | None
    detail: dict[str, object]


class Timeline(View):
    rows: list[TimelineEntry]
    next: str | None


class ContactMatch(View):
    """A contact that a number belongs to, as a screen pop shows it."""

    contact_id: int
    customer_id: int
    name: str
    customer: str
    customer_kind: Kind
    title: str | None
    owner: Person | None

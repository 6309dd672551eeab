"""Commercial documents in SQL. They are seen by whoever sees their customer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    and_,
    case,
    false,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.accounts.visibility import customers_visible, customers_within
from cti.crm.catalogues.errors import ValueUnknownError
from cti.crm.commerce.errors import NumberTakenError
from cti.crm.commerce.ledger import Entry
from cti.crm.commerce.rules import Kind, make_number
from cti.crm.deals import where_owner
from cti.crm.paging import Key, Order
from cti.crm.store import OWNER_COLUMNS, owners
from cti.ids import new_id
from cti.schema import catalogue_values, commercial_documents, contacts, customers, users
from cti.text import clean_line, fold, make_key

MOST_WORDS = 8

papers = commercial_documents
about = papers.alias("about")
makers = users.alias("makers")

DocumentSort = Literal["created", "day", "amount"]
SORTS: dict[DocumentSort, Key] = {
    "created": Key(papers.c.created_at, "time"),
    "day": Key(papers.c.day, "day"),
    "amount": Key(papers.c.amount, "number"),
}


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents are wanted; of days both ends count."""

    q: str = ""
    kind: str = "all"
    status: str = "all"
    owner: str = "all"
    customer_id: int | None = None
    contact_id: int | None = None
    about_id: int | None = None
    created_by: int | None = None
    day_from: date | None = None
    day_to: date | None = None
    ends_from: date | None = None
    ends_to: date | None = None
    sort: DocumentSort = "created"
    order: Literal["asc", "desc"] = "desc"
    cursor: str = ""
    limit: int = 50


async def find_page(
    connection: AsyncConnection, caller: Caller, query: DocumentQuery
) -> tuple[Sequence[RowMapping], str | None]:
    """A page of rows, and the cursor of the next one if there is one. Raises CursorError."""
    wanted = _select(caller).where(*_filter(caller, query))
    return await _order(query).read_page(connection, wanted, query.cursor, query.limit)


async def count(
    connection: AsyncConnection, caller: Caller, query: DocumentQuery
) -> tuple[int, int]:
    """How many there are, and what those that were not cancelled come to."""
    counts = case((papers.c.status == "cancelled", 0), else_=papers.c.amount)
    counted = (
        select(func.count(), func.coalesce(func.sum(counts), 0))
        .join(customers, customers.c.id == papers.c.customer_id)
        .where(*_filter(caller, query))
    )
    row = (await connection.execute(counted)).one()
    return int(row[0]), int(row[1])


async def find_ids(connection: AsyncConnection, caller: Caller, query: DocumentQuery) -> list[int]:
    """All that the filter finds, in the order of their ids."""
    rows = await connection.execute(
        select(papers.c.id)
        .join(customers, customers.c.id == papers.c.customer_id)
        .where(*_filter(caller, query))
        .order_by(papers.c.id)
    )
    return list(rows.scalars())


async def find_one(
    connection: AsyncConnection, caller: Caller, document_id: int
) -> RowMapping | None:
    """One that the caller may see."""
    found = await find_some(connection, caller, [document_id])
    return found.get(document_id)


async def find_some(
    connection: AsyncConnection, caller: Caller, ids: Sequence[int]
) -> dict[int, RowMapping]:
    """Those that the caller may see, by id."""
    query = _select(caller).where(papers.c.id.in_(ids), customers_visible(caller))
    return {row["id"]: row for row in (await connection.execute(query)).mappings()}


async def find_kind_of(
    connection: AsyncConnection, customer_id: int, document_id: int
) -> tuple[Kind, str] | None:
    """Kind and number of a document of this customer that was not cancelled."""
    row = await connection.execute(
        select(papers.c.kind, papers.c.number).where(
            papers.c.id == document_id,
            papers.c.customer_id == customer_id,
            papers.c.status != "cancelled",
        )
    )
    found = row.one_or_none()
    return None if found is None else (Kind(found.kind), found.number)


async def find_entries(connection: AsyncConnection, customer_id: int) -> list[Entry]:
    """Of each document of the customer what counts in the ledger."""
    names = ("id", "kind", "status", "day", "amount", "due_on", "about_id")
    rows = await connection.execute(
        select(*(papers.c[name] for name in names)).where(
            papers.c.customer_id == customer_id,
            papers.c.kind != Kind.QUOTE,
            papers.c.status.not_in(["draft", "cancelled"]),
        )
    )
    return [Entry(**{**row, "kind": Kind(row["kind"])}) for row in rows.mappings()]


async def insert_document(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Store one; its id. Without a number it gets one made of that. Raises NumberTakenError."""
    number = values["number"]
    held = number or new_id("cd")  # until the id is known
    row = {**values, "number": held, "number_key": make_key(held)}
    try:
        made = await connection.execute(insert(papers).returning(papers.c.id), row)
    except IntegrityError as error:
        raise _explain_clash(error, number) from error
    document_id: int = made.scalar_one()
    if not number:
        given = make_number(Kind(values["kind"]), document_id)
        await update_document(connection, document_id, {"number": given})
    return document_id


async def update_document(
    connection: AsyncConnection, document_id: int, values: Mapping[str, Any]
) -> None:
    """Store new values. Raises NumberTakenError."""
    stored = dict(values)
    if "number" in stored:
        stored["number_key"] = make_key(stored["number"])
    try:
        await connection.execute(update(papers).where(papers.c.id == document_id).values(**stored))
    except IntegrityError as error:
        raise _explain_clash(error, values.get("number")) from error


def _explain_clash(error: IntegrityError, number: object) -> NumberTakenError | ValueUnknownError:
    """A number that another has, or a type of contracts that was deleted meanwhile."""
    if "foreign key" in str(error.orig).lower():
        return ValueUnknownError()
    return NumberTakenError(number=number)


def _select(caller: Caller) -> Select[Any]:
    """What a document names, and whom, only as far as it is the same customer's still."""
    may = func.coalesce(customers_within(caller, Right.COMMERCE_EDIT), false())
    own_contact = and_(
        contacts.c.id == papers.c.contact_id, contacts.c.customer_id == papers.c.customer_id
    )
    own_about = and_(about.c.id == papers.c.about_id, about.c.customer_id == papers.c.customer_id)
    return select(
        papers,
        customers.c.name.label("customer_name"),
        customers.c.code.label("customer_code"),
        customers.c.owner_id,
        contacts.c.name.label("contact_name"),
        catalogue_values.c.label.label("type_label"),
        catalogue_values.c.makes_customer.label("type_makes_customer"),
        catalogue_values.c.renews.label("type_renews"),
        about.c.kind.label("about_kind"),
        about.c.number.label("about_number"),
        makers.c.name.label("by_name"),
        makers.c.extension.label("by_extension"),
        makers.c.role.label("by_role"),
        *OWNER_COLUMNS,
        may.label("can_edit"),
    ).select_from(
        papers.join(customers, customers.c.id == papers.c.customer_id)
        .outerjoin(contacts, own_contact)
        .outerjoin(catalogue_values, catalogue_values.c.id == papers.c.type_id)
        .outerjoin(about, own_about)
        .outerjoin(makers, makers.c.id == papers.c.created_by)
        .outerjoin(owners, owners.c.id == customers.c.owner_id)
    )


def _filter(caller: Caller, query: DocumentQuery) -> list[ColumnElement[bool]]:
    conditions = [customers_visible(caller), *where_owner(caller, query.owner)]
    for name in ("kind", "status", "customer_id", "contact_id", "about_id", "created_by"):
        wanted = getattr(query, name)
        if wanted not in (None, "all"):
            conditions.append(papers.c[name] == wanted)
    for name, column in (("day", papers.c.day), ("ends", papers.c.ends_on)):
        if (first := getattr(query, f"{name}_from")) is not None:
            conditions.append(column >= first)
        if (last := getattr(query, f"{name}_to")) is not None:
            conditions.append(column <= last)
    for word in fold(clean_line(query.q)).split()[:MOST_WORDS]:
        keys = (papers.c.number_key, customers.c.name_key)
        conditions.append(or_(*(key.contains(word, autoescape=True) for key in keys)))
    return conditions


def _order(query: DocumentQuery) -> Order:
    tag = f"commerce/{query.sort}"
    return Order(tag, SORTS[query.sort], papers.c.id, query.order == "desc")

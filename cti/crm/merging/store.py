"""Moving what belongs to a customer to another one, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.crm.hanging import find_of_contact, find_of_customer
from cti.schema import (
    commercial_documents,
    contacts,
    customer_merges,
    customer_supporters,
    customers,
    users,
)

IDS_PER_QUERY = 1000

MOVING = find_of_customer()
"""What moves with a merge: name → its table, and the column that says whose it is."""


async def find_ids(connection: AsyncConnection, name: str, customer_id: int) -> list[Any]:
    """The keys of everything of a kind that a customer has; not its deleted contacts."""
    table, column = MOVING[name]
    query = select(table.c.id).where(column == customer_id).order_by(table.c.id)
    if name == "contacts":
        query = query.where(contacts.c.deleted_at.is_(None))
    return list((await connection.execute(query)).scalars())


async def move(
    connection: AsyncConnection, name: str, ids: Sequence[Any], before: int, after: int | None
) -> None:
    """Give those of the rows that are still `before`'s to `after`."""
    table, column = MOVING[name]
    values: dict[str, Any] = {column.key: after}
    if name == "contacts":
        values["is_primary"] = False  # whose star it is now, the caller says
    for some in _chunks(ids):
        await connection.execute(
            update(table).where(table.c.id.in_(some), column == before).values(**values)
        )


async def move_followers(
    connection: AsyncConnection, moved: Mapping[str, Sequence[Any]], before: int, after: int
) -> None:
    """Give over what came since and hangs on what was moved: with contacts, about documents.

    Else a call with somebody who went back, or a receipt for an order that did, would stay behind.
    """
    for some in _chunks(moved.get("contacts", [])):
        for table in find_of_contact():
            await connection.execute(
                update(table)
                .where(table.c.contact_id.in_(some), table.c.customer_id == before)
                .values(customer_id=after)
            )
    documents = commercial_documents.c
    still_theirs = select(contacts.c.id).where(
        contacts.c.id == documents.contact_id, contacts.c.customer_id == after
    )
    about = list(moved.get("commercial_documents", []))
    while about:  # a receipt for an order made of a quote
        found: list[int] = []
        for some in _chunks(about):
            rows = await connection.execute(
                update(commercial_documents)
                .where(documents.about_id.in_(some), documents.customer_id == before)
                .values(customer_id=after, contact_id=still_theirs.scalar_subquery())
                .returning(documents.id)
            )
            found += rows.scalars()
        about = found


async def add_supporters(
    connection: AsyncConnection, customer_id: int, user_ids: Sequence[int]
) -> None:
    """Make them supporters too; none of them may be one."""
    rows = [{"customer_id": customer_id, "user_id": user_id} for user_id in user_ids]
    if rows:
        await connection.execute(insert(customer_supporters), rows)


async def remove_supporters(
    connection: AsyncConnection, customer_id: int, user_ids: Sequence[int]
) -> None:
    """They are supporters no more."""
    await connection.execute(
        delete(customer_supporters).where(
            customer_supporters.c.customer_id == customer_id,
            customer_supporters.c.user_id.in_(list(user_ids)),
        )
    )


async def insert_merge(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """Keep the snapshot; the merge's id."""
    row = await connection.execute(
        insert(customer_merges).returning(customer_merges.c.id), dict(values)
    )
    merge_id: int = row.scalar_one()
    return merge_id


async def find_merge(connection: AsyncConnection, merge_id: int) -> RowMapping | None:
    """A merge, locked."""
    query = select(customer_merges).where(customer_merges.c.id == merge_id).with_for_update()
    return (await connection.execute(query)).mappings().one_or_none()


async def find_deleted(connection: AsyncConnection, customer_id: int) -> RowMapping | None:
    """A customer that is deleted, locked."""
    query = select(customers).where(
        customers.c.id == customer_id, customers.c.deleted_at.is_not(None)
    )
    return (await connection.execute(query.with_for_update())).mappings().one_or_none()


async def find_merges(
    connection: AsyncConnection, caller: Caller, customer_id: int
) -> Sequence[RowMapping]:
    """What was merged into a customer that the caller may see, the newest first."""
    gone = customers.alias("gone")
    rows = await connection.execute(
        select(
            customer_merges.c.id,
            customer_merges.c.at,
            customer_merges.c.undone_at,
            customer_merges.c.kept_id,
            customer_merges.c.gone_id,
            customers.c.name.label("kept_name"),
            gone.c.name.label("gone_name"),
            users.c.id.label("owner_id"),
            users.c.name.label("owner_name"),
            users.c.extension.label("owner_extension"),
            users.c.role.label("owner_role"),
        )
        .select_from(
            customer_merges.join(customers, customers.c.id == customer_merges.c.kept_id)
            .join(gone, gone.c.id == customer_merges.c.gone_id)
            .outerjoin(users, users.c.id == customer_merges.c.user_id)
        )
        .where(customer_merges.c.kept_id == customer_id, customers_visible(caller))
        .order_by(customer_merges.c.id.desc())
        .limit(100)
    )
    return rows.mappings().all()


def _chunks(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (ids[at : at + IDS_PER_QUERY] for at in range(0, len(ids), IDS_PER_QUERY))

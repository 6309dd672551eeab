"""What comes with a comment: documents of its customer, and where its author stood (R041, R195)."""

from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.comments.shapes import CommentDocument, Location
from cti.crm.documents.errors import DocumentNotFoundError
from cti.crm.documents.types import SHOWN
from cti.schema import comment_documents, comments, documents


async def check_documents(
    connection: AsyncConnection, customer_id: int, document_ids: Collection[int]
) -> None:
    """Each of them is a document of this customer. Raises DocumentNotFoundError."""
    if not document_ids:
        return
    found = await connection.execute(
        select(documents.c.id).where(
            documents.c.id.in_(document_ids), documents.c.customer_id == customer_id
        )
    )
    there = set(found.scalars())
    for document_id in document_ids:
        if document_id not in there:
            raise DocumentNotFoundError(id=document_id)


async def attach_documents(
    connection: AsyncConnection, comment_id: int, document_ids: Collection[int]
) -> None:
    """These come with the comment."""
    rows = [{"comment_id": comment_id, "document_id": one} for one in dict.fromkeys(document_ids)]
    if rows:
        await connection.execute(insert(comment_documents), rows)


async def detach_documents(connection: AsyncConnection, comment_id: int) -> None:
    """Nothing comes with it any more; the documents stay with the customer."""
    which = comment_documents.c.comment_id == comment_id
    await connection.execute(delete(comment_documents).where(which))


async def count_documents(connection: AsyncConnection, comment_id: int) -> int:
    """How many came with it and are still there."""
    query = select(func.count()).where(comment_documents.c.comment_id == comment_id)
    return (await connection.execute(query)).scalar_one()


async def find_documents(
    connection: AsyncConnection, comment_ids: Sequence[int]
) -> dict[int, list[CommentDocument]]:
    """By comment. What a merge that was undone took to another customer is not shown here."""
    wanted = documents.c
    rows = await connection.execute(
        select(
            comment_documents.c.comment_id,
            wanted.id,
            wanted.name,
            wanted.media_type,
            wanted.size,
        )
        .select_from(
            comment_documents.join(documents, wanted.id == comment_documents.c.document_id).join(
                comments, comments.c.id == comment_documents.c.comment_id
            )
        )
        .where(
            comment_documents.c.comment_id.in_(comment_ids),
            wanted.customer_id == comments.c.customer_id,
        )
        .order_by(wanted.id)
    )
    found: dict[int, list[CommentDocument]] = {}
    for row in rows:
        one = CommentDocument(
            id=row.id,
            name=row.name,
            media_type=row.media_type,
            size=row.size,
            shown=row.media_type in SHOWN,
        )
        found.setdefault(row.comment_id, []).append(one)
    return found


def make_location(row: RowMapping) -> Location | None:
    """Where a comment's row says that its author stood."""
    if row["latitude"] is None:
        return None
    return Location(latitude=row["latitude"], longitude=row["longitude"], accuracy=row["accuracy"])

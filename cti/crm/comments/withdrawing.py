"""Taking back what the history tells of a comment that is deleted."""

from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import customer_log


async def withdraw_edits(connection: AsyncConnection, comment: RowMapping) -> list[str]:
    """Empty the history's lines of how the comment was edited; what it said before, oldest first.

    They go on naming the comment, as the line of its deletion does.
    """
    edits = (
        customer_log.c.customer_id == comment["customer_id"],
        customer_log.c.action == "comment.edited",
        customer_log.c.detail[("comment_id", 1)].as_integer() == comment["id"],
    )
    lines = select(customer_log.c.detail).where(*edits).order_by(customer_log.c.id)
    earlier = [line["comment"][0] for line in (await connection.execute(lines)).scalars()]
    emptied = update(customer_log).where(*edits)
    await connection.execute(emptied.values(detail={"comment_id": [None, comment["id"]]}))
    return earlier

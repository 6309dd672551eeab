"""Taking back what the history tells of a comment that is deleted."""

from sqlalchemy import RowMapping, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.schema import customer_log


async def withdraw_edits(connection: AsyncConnection, comment: RowMapping) -> list[str]:
    """Empty the history's lines of how the comment was edited; what it said before, oldest first.

    Those lines name no comment: each edit is the one of the author's that ended in what the next
    began with.
    """
    mine = select(customer_log.c.id, customer_log.c.detail).where(
        customer_log.c.customer_id == comment["customer_id"],
        customer_log.c.user_id == comment["author_id"],
        customer_log.c.action == "comment.edited",
        customer_log.c.at >= comment["posted_at"],
    )
    lines: list[int] = []
    earlier: list[str] = []
    text = comment["body"]
    for line in await connection.execute(mine.order_by(customer_log.c.id.desc())):
        before, after = line.detail.get("comment", (None, None))
        if after == text:
            lines.append(line.id)
            earlier.insert(0, before)
            text = before
    emptied = update(customer_log).where(customer_log.c.id.in_(lines)).values(detail={})
    await connection.execute(emptied)
    return earlier

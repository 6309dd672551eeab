"""What posting and editing have in common: whom a text mentions, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.crm.audience import find_audience
from cti.crm.comments import store
from cti.crm.comments.errors import CommentEmptyError
from cti.crm.comments.rules import find_mentions
from cti.crm.comments.shapes import Mention
from cti.notifications.service import Notice
from cti.text import clean

EXCERPT_CHARS = 140


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Who is mentioned: those who see the customer, and those who don't and so are not told."""

    seeing: list[Mention]
    unseeing: list[Mention]


def clean_body(text: str, *, bare: bool = True) -> str:
    """The text as it is stored; without any only if it is not `bare`. Raises CommentEmptyError."""
    body = clean(text)
    if bare and not body:
        raise CommentEmptyError
    return body


async def resolve_mentions(connection: AsyncConnection, customer_id: int, body: str) -> Mentioned:
    """The users that a text on this customer mentions."""
    names = find_mentions(body)
    if not names:
        return Mentioned([], [])
    named = await store.find_accounts(connection, names)
    audience = await find_audience(connection, customer_id, {one.id for one in named})
    seeing = {one.user_id for one in audience}
    return Mentioned(
        [one for one in named if one.id in seeing], [one for one in named if one.id not in seeing]
    )


async def find_answered(connection: AsyncConnection, parent: RowMapping | None) -> int | None:
    """Whose comment is answered; nobody's if they see the customer no more."""
    if parent is None or parent["author_id"] is None:
        return None
    seeing = await find_audience(connection, parent["customer_id"], {parent["author_id"]})
    return seeing[0].user_id if seeing else None


def make_notices(
    caller: Caller,
    customer_id: int,
    comment_id: int,
    body: str,
    mentioned: Sequence[Mention],
    answered_id: int | None,
) -> list[Notice]:
    """Tell those mentioned, and whoever is answered; nobody twice, and not oneself."""
    params = {"comment_id": comment_id, "excerpt": cut(body)}
    kinds = {one.id: "comment.mention" for one in mentioned}
    if answered_id is not None:
        kinds.setdefault(answered_id, "comment.reply")
    kinds.pop(caller.user_id, None)
    return [
        Notice(user_id, kind, customer_id, params, caller.user_id)
        for user_id, kind in kinds.items()
    ]


def cut(body: str) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(body.split())
    return line if len(line) <= EXCERPT_CHARS else f"{line[: EXCERPT_CHARS - 1].rstrip()}…"

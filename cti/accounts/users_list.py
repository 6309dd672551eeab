"""The list of users, as it is searched, filtered, sorted and paged. Pure.

A company has hundreds of users, not millions: all are looked at, so that names are found without
diacritics and sorted alike on both databases; a page of them is made and sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cti.accounts.shapes import User, UserPage
from cti.text import fold

Sort = Literal["username", "name"]
Order = Literal["asc", "desc"]
State = Literal["all", "active", "inactive"]

TIE = "\t"
"""Between a name and whose it is: neither has one, and it comes before every letter."""


@dataclass(frozen=True, slots=True)
class UserQuery:
    """Which users, in which order, how many, after which one."""

    q: str = ""
    role: str | None = None  # a role's key
    team_id: int | None = None
    state: State = "all"
    sort: Sort = "username"
    order: Order = "asc"
    cursor: str | None = None
    limit: int = 100


def make_page(users: Iterable[User], query: UserQuery) -> UserPage:
    """A page of those that fit, and how many fit in all.

    The cursor is the sort key of the last row: who comes and goes meanwhile moves nobody else.
    """
    words = fold(query.q).split()
    found = [user for user in users if _fits(user, query, words)]
    down = query.order == "desc"
    found.sort(key=lambda user: _key(user, query.sort), reverse=down)
    rest = [user for user in found if _comes_after(_key(user, query.sort), query.cursor, down=down)]
    rows = rest[: query.limit]
    return UserPage(
        rows=rows,
        next=_key(rows[-1], query.sort) if len(rest) > query.limit else None,
        total=len(found),
    )


def _fits(user: User, query: UserQuery, words: list[str]) -> bool:
    if query.role is not None and user.role_key != query.role:
        return False
    if query.team_id is not None and user.team_id != query.team_id:
        return False
    if query.state != "all" and user.active != (query.state == "active"):
        return False
    told = f"{fold(user.name)} {user.username} {(user.email or '').lower()} {user.extension or ''}"
    return all(word in told for word in words)


def _key(user: User, sort: Sort) -> str:
    return user.username if sort == "username" else f"{fold(user.name)}{TIE}{user.username}"


def _comes_after(key: str, cursor: str | None, *, down: bool) -> bool:
    if not cursor:
        return True
    return key < cursor if down else key > cursor

"""Who may comment, how long one may edit, and whom a text mentions. Pure.

Source: requirements R191–R194, rulings X4 and X11.
"""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

EDIT_WINDOW = timedelta(hours=2)
"""From the first posting; later edits do not make it longer (R193)."""

# An account's name may hold dots and an @, so that an e-mail address can be one; what stands before
# the @ of an address in a text is no mention.
MENTION = re.compile(r"(?<![\w.@+-])@([a-z0-9][a-z0-9._@-]{0,63})", re.IGNORECASE)
PUNCTUATION = ".-_@"
MOST_MENTIONS = 50


class Commenter(StrEnum):
    """Who may comment on a customer, of those who see it (X4)."""

    OWNER = "owner"
    SUPPORTERS = "supporters"
    MENTIONED = "mentioned"  # in a comment on it
    SUPERVISORS = "supervisors"  # who may edit their team's customers, or all
    VIEWERS = "viewers"  # whoever sees it


DEFAULT_COMMENTERS = frozenset(
    {Commenter.OWNER, Commenter.SUPPORTERS, Commenter.MENTIONED, Commenter.SUPERVISORS}
)


def may_comment(allowed: Collection[Commenter], is_: Collection[Commenter]) -> bool:
    """Whether somebody who is these to the customer may comment on it."""
    return Commenter.VIEWERS in allowed or any(one in allowed for one in is_)


def may_edit(posted_at: datetime, now: datetime) -> bool:
    """Whether a comment may still be edited: at 1:59:59 yes, at 2:00:00 no (R193)."""
    return now - posted_at < EDIT_WINDOW


def find_mentions(text: str) -> list[str]:
    """The account names that may be meant, in lower case; each as typed and without its end.

    "@linh." is `linh.` or `linh`: which of them is somebody, the register of users knows.
    """
    found: dict[str, None] = {}
    for match in MENTION.finditer(text):
        name = match[1].lower()
        found[name] = None
        found[name.rstrip(PUNCTUATION)] = None
        if len(found) >= 2 * MOST_MENTIONS:
            break
    return list(found)

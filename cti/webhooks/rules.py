"""Which events there are, who wants which, when is tried again, and how is signed. Pure."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

KINDS: dict[str, tuple[str, ...]] = {
    "customer": (
        "created", "changed", "claimed", "converted", "deleted", "restored", "merged", "unmerged",
        "imported", "import_changed", "import_undone", "bulk_undone", "campaign_joined",
        "campaign_left",
    ),
    "contact": ("added", "changed", "removed", "primary", "converted"),
    "opportunity": ("created", "changed", "won", "lost", "cancelled", "reopened"),
    "quote": ("created", "changed", "sent", "accepted", "refused", "cancelled", "reopened"),
    "order": ("created", "changed", "confirmed", "delivered", "cancelled", "reopened"),
    "contract": ("created", "changed", "in_force", "ended", "cancelled", "reopened"),
    "receipt": ("created", "changed", "cancelled"),
    "payment": ("created", "changed", "cancelled"),
    "ticket": ("created", "changed"),
    "document": ("added", "deleted"),
    "note": ("created",),
    "comment": ("created", "edited", "deleted"),
    "task": ("created", "changed", "done", "cancelled", "reopened"),
    "transaction": ("created",),
    "appointment": ("created", "automatic", "changed", "cancelled", "mailed"),
    "meeting": ("created", "changed", "cancelled"),
    "call": ("ended",),
    "campaign": ("reply",),
}  # fmt: skip
"""Group → what happens in it: lines of histories, notes, comments, calls, replies to campaigns."""

KIND = re.compile(r"[a-z_]{1,30}\.(?:\*|[a-z_]{1,30})")
TEST = "webhook.test"

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=4)
MOST_TRIES = 13  # spread over about six hours


def wants(kinds: Sequence[str], kind: str) -> bool:
    """Whether a webhook is told of events of this kind; one that names none is told of all.

    >>> wants(["customer.*", "call.ended"], "customer.created")
    True
    """
    group = kind.partition(".")[0]
    return not kinds or kind in kinds or f"{group}.*" in kinds


def passes(wanted: Mapping[str, Sequence[object]], customer: Mapping[str, object] | None) -> bool:
    """Whether the customer that an event is about fulfils a filter: field → any of these values.

    What is about no customer (a call of an unknown number) passes an empty filter only.
    """
    asked = {field: values for field, values in wanted.items() if values}
    if customer is None:
        return not asked
    return all(customer.get(field) in values for field, values in asked.items())


def wait_after(tries: int, chance: float) -> timedelta | None:
    """How long until the next try after `tries` failed ones; None: that was the last.

    Doubles each time; `chance` (0 to 1) spreads it from half to one and a half of that, so that
    many which failed together do not come again together.
    """
    if tries >= MOST_TRIES:
        return None
    wait: timedelta = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return wait * (0.5 + chance)


def sign(secret: str, timestamp: int, body: str) -> str:
    """The header CTI-Signature: `t=<Unix seconds>,v1=<HMAC-SHA256 of "t.body" in hex>`.

    The receiver computes it again, compares in constant time, and refuses an old timestamp.
    """
    said = f"{timestamp}.{body}".encode()
    return f"t={timestamp},v1={hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()}"

"""The opaque text that says where the next page of a list begins. Pure."""

import base64
import binascii
import hashlib
import json
from datetime import UTC, datetime, timedelta

from cti.crm.errors import CursorError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 253_402_300_799_999_999  # microseconds until the end of the year 9999
TIE_LENGTH = 100
DIGEST_BYTES = 6


def encode_cursor(order: str, key: str | datetime, tie: str) -> str:
    """The cursor after a row: its sort key, and what tells it from rows with the same key."""
    value = (key - EPOCH) // MICROSECOND if isinstance(key, datetime) else key
    packed = json.dumps([order, value, tie], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def digest_query(*asked: str | int | None) -> str:
    """A short text that stands for what was asked of a list: its filters, not its order.

    Put into the order's name, it makes a cursor of one question none of another.
    """
    return hashlib.blake2s(json.dumps(asked).encode(), digest_size=DIGEST_BYTES).hexdigest()


def decode_time(order: str, cursor: str) -> tuple[datetime, str]:
    """The instant and the tie of a cursor; CursorError when it is of another order."""
    value, tie = _unpack(order, cursor)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LATEST:
        raise CursorError
    return EPOCH + value * MICROSECOND, tie


def decode_text(order: str, cursor: str) -> tuple[str, str]:
    """The text and the tie of a cursor; CursorError when it is of another order."""
    value, tie = _unpack(order, cursor)
    if not isinstance(value, str) or "\x00" in value:
        raise CursorError
    return value, tie


def _unpack(order: str, cursor: str) -> tuple[object, str]:
    try:
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        found, value, tie = json.loads(packed)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise CursorError from error
    if found != order or not isinstance(tie, str) or not tie.isprintable() or len(tie) > TIE_LENGTH:
        raise CursorError
    return value, tie

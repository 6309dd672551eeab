"""Identifiers that sort by birth and are safe as an Asterisk channel id."""

import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base32, lower case
TIME_CHARS = 10  # 50 bits of milliseconds
RANDOM_CHARS = 12  # 60 random bits


def new_id(prefix: str) -> str:
    """A new id such as `at_0k3v9c2m7xq4tz8w1n5y6r`: prefix, milliseconds, 60 random bits.

    Only `[a-z0-9_]`, so that it can be a ChannelId, an AstDB key and a part of a URL as it is.
    """
    value = time.time_ns() // 1_000_000 << (5 * RANDOM_CHARS)
    value |= secrets.randbits(5 * RANDOM_CHARS)
    highest = 5 * (TIME_CHARS + RANDOM_CHARS - 1)
    chars = "".join(ALPHABET[value >> shift & 31] for shift in range(highest, -1, -5))
    return f"{prefix}_{chars}"

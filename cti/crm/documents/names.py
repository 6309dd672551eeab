"""Names of files from anywhere, made safe to store, to show and to save under. Pure."""

import re
from urllib.parse import quote

from cti.text import clean_line, fold

LONGEST = 200
LONGEST_ENDING = 16
FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
NAMELESS = "tai-lieu"
NOT_PLAIN = re.compile(r"[^A-Za-z0-9._ ()-]")


def make_safe_name(name: str, ending: str = "") -> str:
    """The last part of a path, without what some system forbids in a name; never empty.

    `ending` (".png") is for a name of which nothing is left. A name that is too long keeps its
    ending. `make_safe_name(make_safe_name(x)) == make_safe_name(x)`.
    """
    last = re.split(r"[/\\]", clean_line(name))[-1]
    safe = clean_line(FORBIDDEN.sub("_", last)).strip(". ")
    if RESERVED.match(safe):  # Windows would open a device
        safe = f"_{safe}"
    if not safe.strip("_"):
        return f"{NAMELESS}{ending}"
    if len(safe) <= LONGEST:
        return safe
    stem, dot, end = safe.rpartition(".")
    if not dot or len(end) > LONGEST_ENDING:
        return safe[:LONGEST].strip(". ")
    return f"{stem[: LONGEST - len(end) - 1].strip('. ')}.{end}"


def make_disposition(name: str, *, inline: bool) -> str:
    """The header Content-Disposition (RFC 6266): the name in ASCII, and as it truly is."""
    plain = NOT_PLAIN.sub("_", fold(name)) or NAMELESS
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

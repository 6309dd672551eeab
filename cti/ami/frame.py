"""One AMI frame. Nothing is decoded until asked for: most events are of no interest. No I/O."""

EOL = b"\r\n"
_EVENT = b"Event:"
_RESPONSE = b"Response:"


def read_first_line(raw: bytes) -> tuple[bool, bytes]:
    """Whether a frame is an event, and the value of its first line (the event's or reply's name).

    Asterisk puts `Event` or `Response` first in every frame; anything else gives an empty name.
    """
    end = raw.find(b"\r\n")
    line = raw if end < 0 else raw[:end]
    if line.startswith(_EVENT):
        return True, line[6:].strip()
    if line.startswith(_RESPONSE):
        return False, line[9:].strip()
    return False, b""


class _Needles(dict[str, bytes]):
    """What to search for to find a header, made once a name; we ask for a few dozen names."""

    def __missing__(self, name: str) -> bytes:
        needle = self[name] = EOL + name.encode() + b":"
        return needle


NEEDLES = _Needles()


class Frame:
    """Headers of one event or reply, looked up by their exact names.

    Bytes that are no UTF-8 become U+FFFD; `Key:Value` without a blank, an empty last header
    and repeated headers are all kept.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        # The line break before makes one search serve the first header and all others.
        self._raw = EOL + raw + EOL

    def get(self, name: str, default: str = "") -> str:
        """The first value of a header, or `default` without one."""
        raw, needle = self._raw, NEEDLES[name]
        start = raw.find(needle)
        if start < 0:
            return default
        start += len(needle)
        return raw[start : raw.find(EOL, start)].strip(b" ").decode("utf-8", "replace")

    def __getitem__(self, name: str) -> str:
        """The first value of a header. Raises KeyError without one."""
        # Like `get`, spelled out: with a call in between the busiest line here costs a third more.
        raw, needle = self._raw, NEEDLES[name]
        start = raw.find(needle)
        if start < 0:
            raise KeyError(name)
        start += len(needle)
        return raw[start : raw.find(EOL, start)].strip(b" ").decode("utf-8", "replace")

    def __contains__(self, name: str) -> bool:
        return NEEDLES[name] in self._raw

    def get_all(self, name: str) -> list[str]:
        """Every value of a header that may be repeated, such as ChanVariable."""
        return [value for header, value in self.read_headers() if header == name]

    def read_variables(self, name: str = "ChanVariable") -> dict[str, str]:
        """The channel variables in `NAME=value` headers called `name`."""
        pairs = (value.partition("=") for value in self.get_all(name))
        return {variable: value for variable, equals, value in pairs if equals}

    def read_headers(self) -> list[tuple[str, str]]:
        """All headers in order. A line without a colon is no header and is left out."""
        lines = self.read_text().split("\r\n")
        parts = (line.partition(":") for line in lines)
        return [(header, value.strip(" ")) for header, colon, value in parts if colon]

    def read_text(self) -> str:
        """The whole frame, each header between two line breaks."""
        return self._raw.decode("utf-8", "replace")

    def __repr__(self) -> str:
        # Never the content: it holds customers' numbers and names.
        name = read_first_line(self._raw[len(EOL) :])[1]
        return f"<Frame {name!r}, {len(self._raw) - 2 * len(EOL)} bytes>"

"""One AMI frame. Nothing is decoded until asked for: most events are of no interest. No I/O."""

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


class Frame:
    """Headers of one event or reply, looked up by their exact names.

    Bytes that are no UTF-8 become U+FFFD; `Key:Value` without a blank, an empty last header
    and repeated headers are all kept.
    """

    __slots__ = ("_raw", "_text")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._text: str | None = None

    def get(self, name: str, default: str = "") -> str:
        """The first value of a header, or `default` without one."""
        text = self._text or self._decode()
        start = text.find(f"\r\n{name}:")
        if start < 0:
            return default
        start += len(name) + 3
        end = text.find("\r\n", start)
        return (text[start:] if end < 0 else text[start:end]).strip(" ")

    def __getitem__(self, name: str) -> str:
        """The first value of a header. Raises KeyError without one."""
        if name not in self:
            raise KeyError(name)
        return self.get(name)

    def __contains__(self, name: str) -> bool:
        return f"\r\n{name}:" in (self._text or self._decode())

    def get_all(self, name: str) -> list[str]:
        """Every value of a header that may be repeated, such as ChanVariable."""
        return [value for header, value in self.read_headers() if header == name]

    def read_variables(self, name: str = "ChanVariable") -> dict[str, str]:
        """The channel variables in `NAME=value` headers called `name`."""
        pairs = (value.partition("=") for value in self.get_all(name))
        return {variable: value for variable, equals, value in pairs if equals}

    def read_headers(self) -> list[tuple[str, str]]:
        """All headers in order. A line without a colon is no header and is left out."""
        text = self._text or self._decode()
        parts = (line.partition(":") for line in text[2:].split("\r\n"))
        return [(header, value.strip(" ")) for header, colon, value in parts if colon]

    def _decode(self) -> str:
        # The leading line break lets one search serve the first header and all others.
        self._text = text = "\r\n" + self._raw.decode("utf-8", "replace")
        return text

    def __repr__(self) -> str:
        # Never the content: it holds customers' numbers and names.
        return f"<Frame {read_first_line(self._raw)[1]!r}, {len(self._raw)} bytes>"

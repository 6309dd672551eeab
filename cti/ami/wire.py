"""Bytes to whole frames, and actions to bytes. No I/O.

A frame is what stands between two empty lines. Framing is done on bytes, so that a character
split between two TCP segments is whole again before anything is decoded.
"""

import re
from collections.abc import Sequence

from cti.ami.errors import BadStreamError, UnsafeHeaderError

Headers = Sequence[tuple[str, str]]
"""An action's headers in the order to send them; a name may come more than once."""

EOL = b"\r\n"
END_OF_FRAME = b"\r\n\r\n"
GREETING = b"Asterisk Call Manager/"

MAX_GREETING = 256
MAX_FRAME = 256 * 1024
"""Bytes; the longest real frames, Status with variables, are about 2 kB."""

MAX_LINE = 1022
"""Bytes before CR LF. Asterisk reads a request line into 1,024 bytes and drops a longer one."""

MAX_HEADERS = 128
"""AST_MAX_MANHEADERS of Asterisk's manager.h; it leaves out what comes after."""

_SLACK = 5  # a tail may hold a stray CR LF before its frame and three bytes of a delimiter after
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_BREAKS = re.compile(r"[\r\n\0]")


class FrameReader:
    """Takes a stream in pieces of any size, gives its frames whole.

    The cost is linear in the bytes fed, however they are cut, and what is held back is never
    more than `max_frame`.
    """

    def __init__(self, *, max_frame: int = MAX_FRAME) -> None:
        self.greeting: str | None = None
        self._max_frame = max_frame
        self._tail = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The frames that `data` completes, without their delimiters.

        Raises BadStreamError when the stream is not AMI or a frame exceeds the limit.
        """
        if self.greeting is None:
            data = self._read_greeting(data)
        if not self._tail:
            frames = data.split(END_OF_FRAME)
        else:
            # Only the seam and what is new can hold a delimiter: a frame that arrives byte
            # by byte is searched once, not once a byte.
            seam = max(len(self._tail) - 3, 0)
            self._tail += data
            if self._tail.find(END_OF_FRAME, seam) < 0:
                self._check_tail()
                return []
            frames = bytes(self._tail).split(END_OF_FRAME)
        self._tail = bytearray(frames.pop())
        self._check_tail()
        if any(frame[:2] == EOL or not frame for frame in frames):
            # Asterisk sends one empty line too many after each UserEvent.
            frames = [whole for frame in frames if (whole := _strip_empty_lines(frame))]
        if len(data) > self._max_frame and any(len(frame) > self._max_frame for frame in frames):
            raise BadStreamError(why="frame_too_long")
        return frames

    def _check_tail(self) -> None:
        if len(self._tail) > self._max_frame + _SLACK:
            raise BadStreamError(why="frame_too_long")

    def _read_greeting(self, data: bytes) -> bytes:
        """Take the greeting line off the stream's beginning; what follows it is returned."""
        begun = bytes(self._tail) + data
        if begun[: len(GREETING)] != GREETING[: len(begun)]:
            raise BadStreamError(why="not_ami")
        line, end, rest = begun.partition(EOL)
        if len(line) > MAX_GREETING:
            raise BadStreamError(why="not_ami")
        if not end:
            self._tail = bytearray(begun)
            return b""
        self._tail.clear()
        self.greeting = line.decode("ascii", "replace")
        return rest


def _strip_empty_lines(frame: bytes) -> bytes:
    while frame[:2] == EOL:
        frame = frame[2:]
    return frame


def encode_action(name: str, headers: Headers) -> bytes:
    """The bytes of one action, headers in the order given; a header may be repeated.

    Raises UnsafeHeaderError for what would smuggle in a second header or action (CR, LF, NUL),
    for a line that Asterisk would drop, and for a value that is no text.
    """
    if len(headers) >= MAX_HEADERS:
        raise UnsafeHeaderError(header=name, why="too_many")
    lines = [_encode_line("Action", name)]
    lines += [_encode_line(header, value) for header, value in headers]
    return EOL.join(lines) + END_OF_FRAME


def _encode_line(header: str, value: str) -> bytes:
    if not _HEADER_NAME.fullmatch(header):
        raise UnsafeHeaderError(header=header[:64], why="bad_name")
    if not isinstance(value, str):  # None must not become the text "None"
        raise UnsafeHeaderError(header=header, why="not_text")
    if _BREAKS.search(value):
        raise UnsafeHeaderError(header=header, why="line_break")
    try:
        line = f"{header}: {value}".encode()
    except UnicodeEncodeError as error:  # a lone surrogate
        raise UnsafeHeaderError(header=header, why="not_text") from error
    if len(line) > MAX_LINE:
        raise UnsafeHeaderError(header=header, why="too_long")
    return line

"""The DNC lists as they are asked: bitmaps in memory. No I/O.

Ten million numbers take about 20 MB, a question under a microsecond. The table `dnc_numbers` is
the truth; cti.compliance.dnc keeps the two together.
"""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from pyroaring import BitMap64

ListName = Literal["national", "internal"]
Flag = Literal["voice", "sms", "refused"]

LISTS: Final[tuple[ListName, ...]] = ("national", "internal")
FLAGS: Final[tuple[Flag, ...]] = ("voice", "sms", "refused")
REFUSED_SOURCE: Final = "refused_key"


class Entry(NamedTuple):
    """One number on one list: what it is barred for, and whether its owner said no to us."""

    number: int  # E.164 without the +
    voice: bool
    sms: bool
    refused: bool = False


class DncLists:
    """Which numbers are barred, by list and flag."""

    def __init__(self) -> None:
        self._maps: dict[tuple[ListName, Flag], BitMap64] = {
            (name, flag): BitMap64() for name in LISTS for flag in FLAGS
        }

    def contains(self, name: ListName, flag: Flag, number: int) -> bool:
        """Whether `number` (E.164 without the +) is barred for `flag` by list `name`."""
        return number in self._maps[name, flag]

    def bitmap(self, name: ListName, flag: Flag) -> BitMap64:
        """A copy to compute with."""
        return self._maps[name, flag].copy()

    def count(self, name: ListName) -> int:
        """How many numbers stand on the list, whatever for."""
        return len(self._maps[name, "voice"] | self._maps[name, "sms"])

    def put(self, name: ListName, entries: Iterable[Entry]) -> None:
        """Make these numbers stand on the list exactly so; with no flag set they leave it."""
        for entry in entries:
            self._set(name, "voice", entry.number, wanted=entry.voice)
            self._set(name, "sms", entry.number, wanted=entry.sms)
            self._set(name, "refused", entry.number, wanted=entry.refused)

    def _set(self, name: ListName, flag: Flag, number: int, *, wanted: bool) -> None:
        bitmap = self._maps[name, flag]
        (bitmap.add if wanted else bitmap.discard)(number)

    def load(self, name: ListName, flag: Flag, numbers: list[int]) -> None:
        """Add numbers in rising order: much the fastest way to fill an empty list."""
        self._maps[name, flag].update(numbers)

    def clear(self) -> None:
        """Forget everything, to be loaded anew."""
        for bitmap in self._maps.values():
            bitmap.clear()


def to_number(e164: str) -> int:
    """+84912345678 → 84912345678."""
    return int(e164[1:])


def to_e164(number: int) -> str:
    """84912345678 → +84912345678."""
    return f"+{number}"

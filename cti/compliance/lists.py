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

    def among(self, name: ListName, flag: Flag, numbers: Iterable[int]) -> Iterable[int]:
        """Which of these are barred for `flag` by list `name`."""
        return BitMap64(numbers) & self._maps[name, flag]

    def bitmap(self, name: ListName, flag: Flag) -> BitMap64:
        """A copy to compute with."""
        return self._maps[name, flag].copy()

    def count(self, name: ListName) -> int:
        """How many numbers stand on the list, whatever for."""
        return len(self._maps[name, "voice"] | self._maps[name, "sms"])

    def put(self, name: ListName, entries: Iterable[Entry]) -> None:
        """Make these numbers stand on the list so; with no flag set they leave it.

        A refusal is a latch: whoever refused stays barred for everything until they leave the list.
        """
        voice, sms, refused = (self._maps[name, flag] for flag in FLAGS)
        for number, for_voice, for_sms, by_refusal in entries:
            leaves = not (for_voice or for_sms)
            keeps = not leaves and (by_refusal or number in refused)
            (voice.add if for_voice or keeps else voice.discard)(number)
            (sms.add if for_sms or keeps else sms.discard)(number)
            (refused.add if keeps else refused.discard)(number)

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

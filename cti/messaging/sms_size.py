"""How long a text message is, as the networks count it. Pure.

Source: 3GPP TS 23.038 (the alphabets) and 23.040 (messages in parts). A text of nothing but the
GSM alphabet has 160 places in one message, 153 in each of several: seven are the header's that puts
them together. One letter outside it, as most Vietnamese ones are, and the whole goes as UCS-2: 70,
or 67 in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["gsm7", "ucs2"]

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Letters of the GSM alphabet that take two places: an escape goes before each."""

WHOLE: dict[Encoding, int] = {"gsm7": 160, "ucs2": 70}
PART: dict[Encoding, int] = {"gsm7": 153, "ucs2": 67}
BEYOND_BMP = 0x10000  # letters from here on are two units of UTF-16
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class SmsSize:
    """How a text goes out. `left` is how much more fits into the last of its parts.

    `outside` are the letters because of which it is no GSM text, the first few.
    """

    encoding: Encoding
    units: int
    parts: int
    left: int
    outside: str


def measure(text: str) -> SmsSize:
    """The size of a text; an empty one has no part. No letter is cut in two by a part's end."""
    outside = "".join(dict.fromkeys(char for char in text if char not in GSM | EXTENDED))
    encoding: Encoding = "ucs2" if outside else "gsm7"
    widths = [_measure_letter(char, encoding) for char in text]
    units = sum(widths)
    if units <= WHOLE[encoding]:
        return SmsSize(
            encoding, units, min(units, 1), WHOLE[encoding] - units, outside[:MOST_SHOWN]
        )
    parts, used = _share_out(widths, PART[encoding])
    return SmsSize(encoding, units, parts, PART[encoding] - used, outside[:MOST_SHOWN])


def _measure_letter(char: str, encoding: Encoding) -> int:
    if encoding == "gsm7":
        return 2 if char in EXTENDED else 1
    return 2 if ord(char) >= BEYOND_BMP else 1


def _share_out(widths: Sequence[int], room: int) -> tuple[int, int]:
    """How many parts there are, and how much of the last one is used."""
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts, used

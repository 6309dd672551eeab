"""Vietnamese that was typed for a font, not in Unicode: TCVN3 and VNI. Pure.

Before Unicode, Vietnamese letters were put where other letters belong, and only a font of the same
kind (.VnTime, VNI-Times) showed them right. Read as Unicode, "Nguyễn Văn" is "NguyÔn V¨n" or
"Nguyeãn Vaên". Nothing in a file says so; but the signs and pairs of letters below stand in words
of such a text everywhere, and in no other Vietnamese one.
"""

import re
from collections.abc import Iterable
from typing import Literal

Font = Literal["TCVN3", "VNI"]

# Signs that TCVN3 uses for vowels and đ, beside a letter of the same word (µ, ¨, « …), and
# capitals that it puts into the middle of a word of small letters.
SIGNS = "\\xa1-\\xac\\xae\\xb5-\\xb9\\xbb-\\xbe"
TCVN3 = re.compile(rf"[A-Za-z][{SIGNS}]|[{SIGNS}][A-Za-z]|[a-z][\xc6-\xdf]")
# VNI writes the mark as a letter of its own, behind the vowel.
VNI = re.compile(
    r"[aA][àáãâêùøûõïåäëúüÀÁÃÂÊÙØÛÕÏÅÄËÚÜ]|[eE][âùøûõïåäÂÙØÛÕÏÅÄ]|[oO][âùøûõïåäÂÙØÛÕÏÅÄ]"
    r"|[uU][ùøûõïÙØÛÕÏ]|[öÖ][ôùøûõïÔÙØÛÕÏ]|[yY][ùøûõÙØÛÕ]"
)
UNICODE = re.compile(r"[\u1ea0-\u1ef9ăĂđĐơƠưƯ\u0300\u0301\u0303\u0309\u0323]")

ENOUGH = 3
"""So many cells must look like it: one odd name is no reason to refuse a file."""


def recognise_font(cells: Iterable[str]) -> Font | None:
    """Which font the text was typed for; None for Unicode, as far as can be told."""
    tcvn3 = vni = good = 0
    for cell in cells:
        if cell.isascii():
            continue
        good += bool(UNICODE.search(cell))
        tcvn3 += bool(TCVN3.search(cell))
        vni += bool(VNI.search(cell))
    if max(tcvn3, vni) < ENOUGH or max(tcvn3, vni) <= good:
        return None
    return "TCVN3" if tcvn3 >= vni else "VNI"

"""Every right has words on the role page, and is asked for by something: no dead switches."""

import re
from pathlib import Path

import pytest

from cti.accounts.grants import GIVEABLE

CHECKOUT = Path(__file__).resolve().parents[3]
WORDS = CHECKOUT / "web" / "src" / "i18n"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_right_has_its_words(language: str) -> None:
    text = (WORDS / language / "rightCodes.ts").read_text(encoding="utf-8")
    names = text.partition("rightHints")[0]
    keys = set(re.findall(r"^\s+([a-z_]+): \"", names, re.MULTILINE))
    assert {name.replace(".", "_") for name in GIVEABLE} - keys == set()


@pytest.mark.requirement("R322")
def test_every_right_is_asked_for_somewhere() -> None:
    code = "".join(
        file.read_text(encoding="utf-8")
        for file in (CHECKOUT / "cti").rglob("*.py")
        if file.name != "rights.py"
    )
    asked = set(re.findall(r"\bRight\.([A-Z_]+)\b", code))
    assert {right.name for right in GIVEABLE.values()} - asked == set()

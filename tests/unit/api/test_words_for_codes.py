"""Every error that HTTP may answer has words in both languages of the browser app."""

import re
from pathlib import Path

import pytest

import cti.main
from cti.api.openapi import list_error_codes

WORDS = Path(__file__).resolve().parents[3] / "web" / "src" / "i18n"
NOT_OVER_HTTP = ("database.", "server.", "settings.no_pbx", "pbx.", "ami.bad_stream")
"""Of starts, the command line and the sandbox: these are told on the terminal."""
OVER_HTTP = {"pbx.away", "pbx.not_found"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_its_words(language: str):
    assert cti.main.Server  # imports every domain, and with it every error
    text = (WORDS / language / "errorCodes.ts").read_text(encoding="utf-8")
    keys = set(re.findall(r"^\s+([a-z0-9_]+):", text, re.MULTILINE))
    codes = {
        code
        for code in list_error_codes()
        if not code.startswith(NOT_OVER_HTTP) or code in OVER_HTTP
    }
    assert codes
    assert {code for code in codes if code.replace(".", "_") not in keys} == set()

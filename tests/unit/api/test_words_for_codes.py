"""Every error that HTTP may answer has words in both languages of the browser app."""

import re
from pathlib import Path

import pytest

import cti.main
from cti.accounts.audit_groups import KINDS, find_group
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


AUDITED = re.compile(r'record_audit\([^()]*?"([a-z_]+\.[a-z_]+)"')


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_the_audit_log_says_has_its_words(language: str):
    """Those that the code names in full; `webhook.{what}` and its like are seen in the browser."""
    code = "".join(path.read_text("utf-8") for path in Path(cti.main.__file__).parent.rglob("*.py"))
    audited = set(AUDITED.findall(code))
    assert {"login.failed", "duplicates.rules", "comment.deleted"} <= audited
    text = (WORDS / language / "historyCodes.ts").read_text(encoding="utf-8")
    words = text[text.index("\n  audit: {") :].partition("\n  },")[0]
    keys = set(re.findall(r"^    ([a-z0-9_]+):", words, re.MULTILINE))
    assert {one for one in audited if one.replace(".", "_") not in keys} == set()
    assert {one for one in audited if find_group(one) is None} == set()
    kinds = [f"{kind}_" for kinds in KINDS.values() for kind in kinds]
    of_none = {one for one in keys if not any(f"{one}_".startswith(kind) for kind in kinds)}
    assert of_none == set(), "in no group of the page's filter"

"""Settings: checked at start, and listed for the operator exactly as they are."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from cti.pbx import connection
from cti.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def say(default: object) -> str:
    """A default as the page has it."""
    if default is None or default == ():
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_the_page_lists_exactly_the_settings_with_their_defaults_and_meaning() -> None:
    table = PAGE.read_text(encoding="utf-8").split("\n## ", 1)[0]
    listed = [(row[1], row[2], row[3]) for row in ROW.finditer(table)]
    assert listed == [
        (f"CTI_{name.upper()}", say(field.default), field.description)
        for name, field in Settings.model_fields.items()
    ]


def test_the_page_lists_every_option_of_a_pbx_address() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## A PBX's address", 1)[1]
    for option in connection.KNOWN:
        assert f"| `{option}` |" in section
    assert f"| `rate` | `{connection.DEFAULT_RATE:.0f}` |" in section
    assert f"| `trunk` | `{connection.DEFAULT_TRUNK}` |" in section


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CTI_{name.upper()}", raising=False)
    settings = Settings()
    assert settings.resolve_database_url().startswith("sqlite+aiosqlite:////")
    assert settings.resolve_database_url().endswith("/var/cti.sqlite3")
    assert settings.resolve_public_url() == "http://127.0.0.1:8080"
    assert settings.pbx == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CTI_TIMEZONE", "Mars/Olympus"),
        ("CTI_TIMEZONE", "../../etc/passwd"),
        ("CTI_HTTP_PORT", "99999"),
        ("CTI_HTTP_PORT", "http"),
        ("CTI_PBX", "http://pbx:5038"),
        ("CTI_PBX", "ami://ok:ok@pbx not-an-address"),
        ("CTI_RULES_PROFILE", "none"),
        ("CTI_SESSION_HOURS", "0"),
        ("CTI_COUNTRY", "Vietnam"),
        ("CTI_SECURE_COOKIES", "perhaps"),
        ("CTI_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as caught:
        Settings()
    places = {str(error["loc"][0]) for error in caught.value.errors()}
    assert places == {name.removeprefix("CTI_").lower()}


def test_several_pbxs_stand_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTI_PBX", "ami://a:b@one/north  ami://a:b@two:5039/south?trunk=x")
    first, second = Settings().pbx
    assert (first.host, first.port, first.path) == ("one", 5038, "/north")
    assert (second.host, second.port, second.query) == ("two", 5039, "trunk=x")


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTI_DATABASE_URL", "postgresql+asyncpg://cti:s3cret@db/cti")
    settings = Settings()
    assert "s3cret" not in repr(settings)
    assert "s3cret" in settings.resolve_database_url()


def test_the_public_url_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTI_PUBLIC_URL", "https://cti.example.vn/")
    assert Settings().resolve_public_url() == "https://cti.example.vn"

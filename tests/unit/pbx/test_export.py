import shutil
import stat
import wave
from pathlib import Path

import pytest
from click.testing import CliRunner

from cti.pbx.cli import pbx
from cti.pbx.sounds import PBX_SOUNDS, speak_all


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All sentences, spoken once for this module: speaking takes seconds."""
    folder = tmp_path_factory.mktemp("spoken")
    speak_all(PBX_SOUNDS, folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path, spoken: Path) -> Path:
    """Where an earlier export has left its sounds."""
    for name in ("", "a", "b"):
        shutil.copytree(spoken, tmp_path / name / "sounds/cti", dirs_exist_ok=True)
    return tmp_path


def export(output: Path, *more: str) -> str:
    words = ["config", "--output", str(output), "--extension", "101", *more]
    done = CliRunner().invoke(pbx, words)
    assert done.exit_code == 0, done.output
    return (output / "manager_cti.conf").read_text()


def test_an_administrator_gets_all_files_and_every_sentence_in_a_telephones_format(
    tmp_path: Path,
) -> None:
    export(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {
        "README.md",
        "extensions_cti.conf",
        "manager_cti.conf",
        "queues_cti.conf",
        "sounds",
    }
    for name in PBX_SOUNDS:
        with wave.open(str(tmp_path / "sounds/cti" / f"{name}.wav")) as sound:
            assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (
                8000,
                1,
                2,
            )
            assert sound.getnframes() > 8000  # more than a second: something is said


def test_writing_again_keeps_the_secret_that_the_server_was_given(folder: Path) -> None:
    first = export(folder)
    assert export(folder, "--permit", "10.0.0.0/8").replace("10.0.0.0/8", "") == first.replace(
        "127.0.0.1/255.255.255.255", ""
    )


def test_two_installations_never_get_the_same_secret(folder: Path) -> None:
    assert export(folder / "a") != export(folder / "b")


def test_the_account_is_readable_by_its_owner_alone(folder: Path) -> None:
    export(folder)
    assert stat.S_IMODE((folder / "manager_cti.conf").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "words", [["--extension", "1\n[x]"], ["--main-number", "1,1,System"], ["--permit", "a;b"]]
)
def test_what_cannot_stand_in_a_file_is_refused_before_anything_is_written(
    tmp_path: Path, words: list[str]
) -> None:
    done = CliRunner().invoke(pbx, ["config", "--output", str(tmp_path / "out"), *words])
    assert done.exit_code == 2
    assert "pattern" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [["call-in", "0912345678"], ["address"]])
def test_a_command_that_needs_a_sandbox_says_that_there_is_none(
    tmp_path: Path, words: list[str]
) -> None:
    done = CliRunner().invoke(pbx, [*words, "--run-dir", str(tmp_path)])
    assert done.exit_code == 1
    assert "pbx.not_running" in done.output


def test_the_status_of_a_sandbox_that_does_not_run_is_exit_code_1(tmp_path: Path) -> None:
    done = CliRunner().invoke(pbx, ["status", "--run-dir", str(tmp_path)])
    assert done.exit_code == 1
    assert "not running" in done.output

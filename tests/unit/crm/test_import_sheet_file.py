"""Files that mean harm are read in a process of its own: a clear error, and the server lives."""

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hostile_sheets import (
    SMALL,
    claim_a_billion_cells,
    lie_about_the_length,
    make_workbook,
    unfold_beyond_measure,
)

from cti.crm.importing import sheet_file
from cti.crm.importing.errors import ImportEmptyError, ImportTooLargeError
from cti.crm.importing.files import ImportFiles
from cti.errors import DomainError
from cti.frames import read_frames
from cti.sheets import UnreadableSheetError


def wide(columns: int) -> bytes:
    return (",".join(f"c{at}" for at in range(columns)) + "\n").encode() * 2


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode(
    "utf-16-le"
)  # fmt: skip
BAD_FILES: dict[str, tuple[bytes, str, dict[str, Any]]] = {
    "empty": (b"", "file.unreadable", {"why": "empty"}),
    "blank cells only": (make_workbook([["", ""]]), "import.empty", {}),
    "no zip": (b"PK\x03\x04 nothing of the kind", "file.unreadable", {"why": "broken"}),
    "cut off": (SMALL[: len(SMALL) // 2], "file.unreadable", {"why": "broken"}),
    "encrypted": (ENCRYPTED, "file.unreadable", {"why": "encrypted"}),
    "zip bomb": (
        unfold_beyond_measure(), "file.unreadable", {"why": "too_large"},
    ),
    "a billion cells": (
        claim_a_billion_cells(), "file.unreadable", {"why": "too_large"},
    ),
    "a million columns": (wide(250), "import.too_large", {"what": "columns", "limit": 200}),
    "TCVN3": (
        "Tªn,§iÖn tho¹i\nNguyÔn V¨n An,1\nTrÇn ThÞ B×nh,2\nC«ng ty Minh §øc,3\n".encode("latin-1"),
        "import.font", {"font": "TCVN3"},
    ),
    "VNI": (
        make_workbook([["Teân"], ["Nguyeãn Vaên An"], ["Traàn Thò Bình"], ["Coâng ty Haø"]]),
        "import.font", {"font": "VNI"},
    ),
}  # fmt: skip


async def read(root: Path, content: bytes) -> dict[str, Any]:
    folder = root / "imports" / "up_x"
    folder.mkdir(parents=True)
    (folder / "upload").write_bytes(content)
    return await ImportFiles(root).read(folder, 0)


@pytest.mark.parametrize("what", BAD_FILES)
async def test_a_bad_file_is_refused_with_the_reason(what: str, tmp_path: Path) -> None:
    content, code, params = BAD_FILES[what]
    with pytest.raises(DomainError) as refused:
        await read(tmp_path, content)
    assert (refused.value.code, refused.value.params) == (code, params)


async def test_a_file_that_lies_about_its_length_is_no_more_than_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSheetError):
        await read(tmp_path, lie_about_the_length())


def test_a_row_beyond_the_last_is_an_error_not_a_shorter_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sheet_file, "MAX_ROWS", 3)
    (tmp_path / "upload").write_bytes(b"name\na\nb\nc\n")
    with pytest.raises(ImportTooLargeError):
        sheet_file.write_rows(tmp_path / "upload", tmp_path / "rows", 0)


def test_frames_give_back_every_row_with_its_number(tmp_path: Path) -> None:
    lines = [f"khách {at}" if at % 7 else "" for at in range(1, 2000)]
    (tmp_path / "upload").write_bytes("\n".join(lines).encode())
    head = sheet_file.write_rows(tmp_path / "upload", tmp_path / "rows", 0)
    found = [row for frame in read_frames(tmp_path / "rows") for row in frame]
    assert found == [[at, [line]] for at, line in enumerate(lines, start=1) if line]
    assert (head["last_row"], head["columns"]) == (1999, 1)


def test_what_an_earlier_database_left_gives_way_to_a_new_import(tmp_path: Path) -> None:
    files = ImportFiles(tmp_path)
    for name, content in (("1", "of a database that was replaced"), ("up_x", "new")):
        (tmp_path / "imports" / name).mkdir(parents=True)
        (tmp_path / "imports" / name / "upload").write_text(content)
    files.adopt(tmp_path / "imports" / "up_x", 1)
    assert (tmp_path / "imports" / "1" / "upload").read_text() == "new"


@pytest.mark.requirement("R087")
def test_the_first_sheet_that_holds_something_is_taken_hidden_ones_last(tmp_path: Path) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Khách!$B$1:$B$2"})
        book.add_chartsheet("Biểu đồ").set_chart(chart)
        book.add_worksheet("Trống")
        hidden = book.add_worksheet("Ẩn")
        hidden.write(0, 0, "hidden")
        hidden.hide()
        book.add_worksheet("Khách").write(0, 0, "shown")
    (tmp_path / "upload").write_bytes(content.getvalue())
    read = sheet_file.write_rows(tmp_path / "upload", tmp_path / "rows", None)
    assert (read["sheet"], read["head"]) == (3, [(1, ["shown"])])
    with pytest.raises(ImportEmptyError):  # chosen by hand; the rows stay those of before
        sheet_file.write_rows(tmp_path / "upload", tmp_path / "rows", 1)
    assert [row for frame in read_frames(tmp_path / "rows") for row in frame] == [[1, ["shown"]]]

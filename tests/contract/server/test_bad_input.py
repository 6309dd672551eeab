"""Whatever is sent to the whole server: a problem document, nothing half done, the next works."""

import asyncio
import io
import time
import zipfile
from pathlib import Path

import aiohttp
import pytest
from openpyxl import Workbook
from whole_api import Api, campaign_form, check_problem

MEGA = 1024 * 1024
GOOD_FILE = b"0912000001\n"


def workbook(rows: list[list[object]]) -> bytes:
    book, data = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def bomb() -> bytes:
    """A megabyte that would unfold to four hundred."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(400):
                sheet.write(b"0" * MEGA)
        archive.writestr("[Content_Types].xml", "<Types/>")
    return data.getvalue()


OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
OLE_ENCRYPTED = OLE_HEAD + "EncryptedPackage".encode("utf-16-le")

FILES = {
    "nothing": (b"", "file.unreadable"),
    "blanks": (b" \r\n\t\r\n", "file.unreadable"),
    "no numbers": ("tên,tuổi\nAn,20\n".encode(), "members.no_numbers"),
    "binary garbage": (bytes(range(256)) * 400, "file.unreadable"),
    "a broken workbook": (b"PK\x03\x04" + b"garbage" * 1000, "file.unreadable"),
    "half a workbook": (workbook([["0912000001"]] * 50)[:3000], "file.unreadable"),
    "a workbook that unfolds": (bomb(), "file.unreadable"),
    "an encrypted workbook": (OLE_ENCRYPTED, "file.unreadable"),
    "an archive of something else": (b"PK\x05\x06" + b"\0" * 18, "file.unreadable"),
    "a row without end": (b'"' + b"x" * 3 * MEGA, "file.unreadable"),
    "a million columns": (b"," * 1_000_000, "members.no_numbers"),
    "utf-16 without sense": (b"\xff\xfe" + b"\xd8\x00" * 1001 + b"\x00", "members.no_numbers"),
}


@pytest.mark.parametrize("what", FILES)
async def test_a_file_that_is_no_list_of_numbers_adds_nobody(
    api: Api, campaign: int, what: str
) -> None:
    data, code = FILES[what]
    before = await api.count_rows()
    answer = await api.send_file(f"campaigns/{campaign}/members/file", data)
    check_problem(answer, 400, code)
    if code == "file.unreadable":
        assert answer[2]["params"]["why"]
    assert await api.count_rows() == before
    status, _, added = await api.send_file(f"campaigns/{campaign}/members/file", GOOD_FILE)
    assert (status, added["added"]) == (200, 1)


async def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(
    api: Api, campaign: int
) -> None:
    data = b"0912000001\n" * (21 * MEGA // 11)
    answer = await api.send_file(f"campaigns/{campaign}/members/file", data)
    check_problem(answer, 413, answer[2]["code"])
    assert "too_large" in answer[2]["code"]
    _, _, page = await api.ask("GET", f"campaigns/{campaign}/members")
    assert page["rows"] == []


async def test_what_can_be_mended_is_mended_and_counted_and_the_rest_is_reported(
    api: Api, campaign: int
) -> None:
    rows = [
        "Tên;Số điện thoại",
        "An;912345678",  # Excel took the zero
        "Bình;0912345678",  # the same number
        "Chi;0912 345 679",
        '=HYPERLINK("http://x");0912345680',
        "@SUM(1+1)*cmd|' /C calc'!A0;84912345681",
        "Dũng;113",
        "Em;khong co so",
        "Giang;" + "9" * 5000,
    ]
    data = "\r\n".join(rows).encode("utf-8-sig")
    status, _, added = await api.send_file(f"campaigns/{campaign}/members/file", data)
    assert status == 200, added
    assert (added["added"], added["rejected"]) == (4, 3)
    assert added["mended"] >= 1
    assert [problem["row"] for problem in added["problems"]] == [7, 8, 9]
    _, _, page = await api.ask("GET", f"campaigns/{campaign}/members")
    names = {row["name"] for row in page["rows"]}
    assert '=HYPERLINK("http://x")' in names  # text is kept as text, and shown as text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258", "latin-1"])
async def test_numbers_are_read_in_whatever_encoding(
    api: Api, campaign: int, encoding: str
) -> None:
    text = "name,phone\nTran Van Tam,0912345678\nLe Thi No,0912345679\n"
    data = text.encode(encoding) + (b"\xe9,0912345680\n" if encoding == "latin-1" else b"")
    status, _, added = await api.send_file(f"campaigns/{campaign}/members/file", data)
    assert (status, added["added"]) == (200, 3 if encoding == "latin-1" else 2), added


def read_rss_mb() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError


async def test_three_hundred_thousand_rows_leave_memory_bounded_and_others_served(
    api: Api, campaign: int
) -> None:
    data = b"".join(b"0%d\n" % (912_000_000 + row % 20_000) for row in range(300_000))
    before, highest, slowest = read_rss_mb(), 0.0, 0.0
    upload = asyncio.create_task(api.send_file(f"campaigns/{campaign}/members/file", data))
    while not upload.done():
        asked = time.perf_counter()
        status, _, _ = await api.ask("GET", "campaigns")
        slowest = max(slowest, time.perf_counter() - asked)
        assert status == 200
        highest = max(highest, read_rss_mb() - before)
        await asyncio.sleep(0.02)
    status, _, added = await upload
    assert (status, added["added"]) == (200, 20_000), added
    assert highest < 400, highest
    assert slowest < 3.0, slowest  # seconds, on a machine that others load as well


BODIES = [
    (b"{", 400, "body.malformed"),
    (b"[" * 100_000, 400, "body.malformed"),
    (b'{"a":' * 50_000, 400, "body.malformed"),
    (b"\xff\xfe{}", 400, "body.malformed"),
    (b'{"name": NaN}', {400, 422}, None),
    (b'{"name": 1e999}', {400, 422}, None),
    (b"{}" + b" " * 3 * MEGA, 413, "body.too_large"),
    (b"null", {400, 422}, None),
]
OPERATIONS = ["campaigns", "customers", "users", "dnc", "calls", "prompts/speech", "session"]


@pytest.mark.parametrize("path", OPERATIONS)
async def test_bodies_that_do_not_fit_change_nothing(api: Api, path: str) -> None:
    before = await api.count_rows()
    for body, status, code in BODIES:
        answer = await api.ask("POST", path, data=io.BytesIO(body))
        check_problem(answer, status, code or answer[2]["code"])
        assert answer[2]["code"] in {"body.malformed", "body.too_large", "invalid"}
    answer = await api.ask("POST", path, json={"surprise": 1})
    check_problem(answer, 422, "invalid")
    assert await api.count_rows() == before
    assert (await api.ask("GET", "campaigns"))[0] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 100_000},
        {"name": ["x"]},
        {"prompt_id": 10**30},
        {"prompt_id": -1},
        {"keys": {"12": "registered"}},
        {"keys": {"1": "king"}},
        {"keys": {"9": "registered"}},
        {"refuse_key": "**"},
        {"repeats": 0},
        {"calls_per_second": 1e308},
        {"calls_per_second": -1},
        {"max_concurrent": 0},
        {"window": {"days": [8], "start": "25:00", "end": "x"}},
        {"window": {"days": [1], "start": "18:00", "end": "08:00"}},
        {"window": {"days": [8], "start": "08:00", "end": "17:00"}},
        {"window": {"days": [], "start": "08:00", "end": "17:00"}},
        {"caller_id": "0287\r\nAction: Command"},
        {"trunk": "carrier\r\nX: y"},
        {"trunk": "a/b&c"},
        {"retry": {"busy": {"tries": 10**9, "after_s": -5}}},
        {"surprise": 1},
    ],
)
async def test_campaigns_that_make_no_sense_are_not_made(
    api: Api, prompt: int, changes: dict[str, object]
) -> None:
    before = await api.count_rows()
    status, kind, problem = await api.ask(
        "POST", "campaigns", json=campaign_form(prompt, **changes)
    )
    assert 400 <= status < 500, (status, problem)
    assert kind == "application/problem+json"
    assert problem["code"] not in {"internal", "error"}
    assert await api.count_rows() == before


MULTIPART = {"Content-Type": "multipart/form-data; boundary=b"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b--\r\n",
        b"no boundary at all",
        b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx',
        b"--b\r\n" + b"X" * 100_000 + b"\r\n\r\n",
        b'--b\r\nContent-Disposition: form-data; name="file"\r\nContent-Length: -1\r\n\r\n--b--',
    ],
)
@pytest.mark.parametrize("path", ["prompts", "campaigns/{}/members/file", "dnc/internal/file"])
async def test_uploads_that_are_no_form_are_refused(
    api: Api, campaign: int, path: str, body: bytes
) -> None:
    before = await api.count_rows()
    answer = await api.ask("POST", path.format(campaign), data=body, headers=MULTIPART)
    status, kind, problem = answer
    assert 400 <= status < 500, answer
    assert kind == "application/problem+json"
    assert problem["code"] not in {"internal", "error"}
    assert await api.count_rows() == before
    status, _, added = await api.send_file(f"campaigns/{campaign}/members/file", GOOD_FILE)
    assert (status, added["added"]) == (200, 1)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "prompt.not_audio"),
        (b"hello", 400, "prompt.not_audio"),
        (b"RIFF\x10\0\0\0WAVE" + b"\xff" * 1000, 400, "prompt.not_audio"),
        (b"ID3" + b"\0" * 5000, 400, "prompt.not_audio"),
        (b"RIFF\0\0\0\0WAVE" + b"\0" * 21 * MEGA, 413, "prompt.too_large"),
    ],
    ids=["empty", "text", "broken wav", "broken mp3", "large"],
)
async def test_prompts_that_are_no_sound_leave_nothing_behind(
    api: Api, data: bytes, status: int, code: str
) -> None:
    before = await api.count_rows()
    files = sorted(api.server.settings.data_dir.rglob("*.wav"))
    check_problem(await api.send_file("prompts", data, name="tên"), status, code)
    assert await api.count_rows() == before
    assert sorted(api.server.settings.data_dir.rglob("*.wav")) == files
    form = aiohttp.FormData()  # the parts in the wrong order
    form.add_field("file", b"hello", filename="x.wav")
    form.add_field("name", "tên", filename="name")
    answer = await api.ask("POST", "prompts", data=form)
    assert 400 <= answer[0] < 500, answer
    assert answer[1] == "application/problem+json"

"""Wrong files, a slow line, a session that has ended: said in words, and the next try works."""

import asyncio
import io
import math
import re
import struct
import wave

from centre import Centre, OpenPage, Stay
from playwright.async_api import FilePayload, Page, Route, expect

from cti.demo.people import DEMO_PASSWORD

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)) * 40


def make_wav(seconds: float = 1.0) -> bytes:
    """A tone: 8 kHz, mono, 16 bits."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        tone = (8000 * math.sin(n / 3) for n in range(int(8000 * seconds)))
        writer.writeframes(b"".join(struct.pack("<h", int(sample)) for sample in tone))
    return stream.getvalue()


async def choose_file(page: Page, label: str, file: FilePayload) -> None:
    async with page.expect_file_chooser() as chooser:
        await page.get_by_label(label).click()
    await (await chooser.value).set_files(file)


async def test_a_program_named_wav_is_refused_in_words_and_a_recording_is_taken(
    open_page: OpenPage,
):
    page = await open_page("quanly", "/campaigns/new")
    await page.get_by_role("tab", name="Tải lên").click()
    panel = page.get_by_role("tabpanel", name="Tải lên")
    label = "Tệp âm thanh (WAV, MP3)"
    await panel.get_by_label("Tên lời thoại").fill("Lời mời")
    await choose_file(
        page, label, {"name": "loi-moi.wav", "mimeType": "audio/wav", "buffer": PROGRAM}
    )
    await panel.get_by_role("button", name="Tải lên").click()
    await expect(panel.get_by_role("alert")).to_have_text(
        re.compile("Tệp này không phải âm thanh.|Không đọc được âm thanh này.")
    )

    await choose_file(
        page, label, {"name": "loi-moi.wav", "mimeType": "audio/wav", "buffer": make_wav()}
    )
    await panel.get_by_role("button", name="Tải lên").click()
    await expect(page.get_by_role("tab", name="Chọn có sẵn")).to_have_attribute(
        "aria-selected", "true"
    )
    await expect(page.get_by_role("combobox", name="Lời thoại")).to_have_value(
        re.compile("Lời mời")
    )
    await expect(page.get_by_label("Nghe thử lời thoại")).to_be_visible()


async def test_a_file_without_numbers_is_refused_in_words_and_a_good_one_is_taken(
    open_page: OpenPage,
):
    page = await open_page("quanly", "/campaigns/1")
    await page.get_by_role("button", name="Thêm thành viên").click()
    panel = page.get_by_role("dialog", name="Thêm thành viên")
    await panel.get_by_role("tab", name="Từ tệp").click()
    label = "Tệp số điện thoại"

    garbage: FilePayload = {"name": "so.xlsx", "mimeType": "", "buffer": PROGRAM}
    await choose_file(page, label, garbage)
    await panel.get_by_role("button", name="Thêm từ tệp").click()
    await expect(panel.get_by_role("alert")).to_contain_text("Không đọc được tệp này.")

    words = "Tên,Ghi chú\nAn,xin chào\nBình,tạm biệt\n".encode()
    await choose_file(page, label, {"name": "so.csv", "mimeType": "text/csv", "buffer": words})
    await panel.get_by_role("button", name="Thêm từ tệp").click()
    await expect(panel.get_by_role("alert")).to_contain_text(
        "Không thấy số điện thoại nào trong tệp này."
    )

    numbers = "Tên,Số điện thoại\nAn,0989 123 401\nBình,989123501\n".encode()
    await choose_file(page, label, {"name": "so.csv", "mimeType": "text/csv", "buffer": numbers})
    await panel.get_by_role("button", name="Thêm từ tệp").click()
    await expect(panel.get_by_role("status")).to_contain_text("Đã thêm 2")
    await expect(panel.get_by_role("status")).to_contain_text("Đã sửa định dạng 1 số")
    await expect(panel.get_by_role("alert").filter(has_text="Không đọc được")).to_have_count(0)


async def test_on_a_slow_line_one_signs_in_and_sees_where_the_list_will_be(
    centre: Centre, open_page: OpenPage
):
    page = await open_page(None, "about:blank")
    line = await page.context.new_cdp_session(page)
    await line.send("Network.enable")
    slow = {"offline": False, "latency": 300, "downloadThroughput": 190_000}
    await line.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 90_000})
    shown = asyncio.Event()

    async def hold(route: Route) -> None:
        """The list comes when its place was seen: how long that takes is not the question."""
        await shown.wait()
        await route.continue_()

    await page.route(re.compile(r"/api/v1/contacts\?"), hold)
    await page.goto(f"{centre.base}/contacts", timeout=40_000)
    await page.get_by_label("Tên đăng nhập").fill("linh", timeout=40_000)
    await page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    await page.get_by_role("button", name="Đăng nhập").click()
    table = page.get_by_role("table", name="Liên hệ")
    await expect(table).to_have_attribute("aria-busy", "true", timeout=40_000)
    shown.set()
    await expect(table).to_have_attribute("aria-busy", "false", timeout=40_000)
    await expect(table.get_by_role("row").nth(3)).to_be_visible()


async def test_whose_session_has_ended_signs_in_again_and_is_back_on_the_page(
    centre: Centre, open_page: OpenPage
):
    page = await open_page("quanly", "/contacts?owner=mine")
    await expect(page.get_by_label("Kết nối máy chủ")).to_contain_text("đã kết nối")
    session = await (await page.request.get("/api/v1/session")).json()
    headers = {"X-CSRF-Token": session["csrf_token"], "Origin": centre.base}
    assert (await page.request.delete("/api/v1/session", headers=headers)).ok

    # The live link tells, before anything is clicked.
    await expect(page.get_by_role("heading", name="Đăng nhập")).to_be_visible()
    await page.get_by_label("Tên đăng nhập").fill("quanly")
    await page.get_by_label("Mật khẩu", exact=True).fill("sai mật khẩu")
    await page.get_by_role("button", name="Đăng nhập").click()
    await expect(page.get_by_role("alert")).to_have_text("Sai tên đăng nhập hoặc mật khẩu.")
    await page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    await page.get_by_role("button", name="Đăng nhập").click()
    await expect(page).to_have_url(re.compile(r"/contacts\?owner=mine$"))
    await expect(page.get_by_role("heading", name="Liên hệ", level=1)).to_be_visible()


async def test_a_line_that_is_cut_is_said_and_comes_back(centre: Centre, open_page: OpenPage):
    page = await open_page("linh", "/desk")
    server = page.get_by_label("Kết nối máy chủ")
    await expect(server).to_contain_text("đã kết nối")
    async with Stay(page):
        await centre.process.stop()
        try:
            await expect(server).to_contain_text("mất kết nối")
        finally:
            await centre.process.start()
        await expect(server).to_contain_text("đã kết nối", timeout=30_000)

"""Takes the README's pictures from the running demo: `make run`, then this, in a second shell.

.venv/bin/python tools/screenshots.py [http://localhost:8080]
"""

import asyncio
import subprocess
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from cti.demo.people import CAMPAIGN, DEMO_PASSWORD

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CALLER = "0900000001"  # the first customer of the demo
DIRECT = "02873000101"  # rings the phone 101


async def sign_in(browser: Browser, base: str, username: str) -> Page:
    """A page of this user."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", device_scale_factor=1
    )
    page = await context.new_page()
    await page.goto(f"{base}/login")
    await page.get_by_label("Tên đăng nhập").fill(username)
    await page.locator("input[type=password]").fill(DEMO_PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: "/login" not in url)
    return page


async def picture_campaign(browser: Browser, base: str) -> None:
    """The live campaign, a minute after its start."""
    page = await sign_in(browser, base, "quanly")
    await page.goto(f"{base}/campaigns")
    await page.get_by_role("link", name=CAMPAIGN).click()
    start = page.get_by_role("button", name="Bắt đầu")
    await page.wait_for_load_state("networkidle")
    if await start.count():
        await start.click()
        await page.wait_for_timeout(70_000)
    await page.screenshot(path=IMAGES / "campaign.png")


async def picture_desk(browser: Browser, base: str, run_dir: str) -> None:
    """A call that comes in."""
    page = await sign_in(browser, base, "linh")
    await page.goto(f"{base}/desk")
    command = ["cti", "pbx", "call-in", CALLER, "--to", DIRECT, "--run-dir", run_dir]
    await asyncio.to_thread(subprocess.run, [sys.executable, "-m", *command], check=True)
    await page.get_by_text("Nguyễn Thị Lan").first.wait_for()
    await page.wait_for_timeout(700)
    await page.screenshot(path=IMAGES / "desk.png")


async def main() -> None:
    """All pictures."""
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080"
    run_dir = sys.argv[2] if len(sys.argv) > 2 else "var/pbx"  # noqa: PLR2004 - the second argument
    IMAGES.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS
        )
        await picture_desk(browser, base, run_dir)
        await picture_campaign(browser, base)
        await browser.close()


asyncio.run(main())

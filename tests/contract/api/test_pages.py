"""Probes, metrics, and the browser app's files."""

import asyncio
import shutil
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from api_border import Border, Browser
from prometheus_client import CollectorRegistry

from cti.accounts.service import Accounts
from cti.api.app import build_app
from cti.live.hub import Hub
from cti.settings import Settings


@pytest.mark.parametrize("path", ["/", "/desk", "/customers/12", "/dang-nhap?next=%2Fdesk"])
async def test_every_page_address_gets_the_apps_one_page(browser: Browser, path: str) -> None:
    response = await browser.ask("GET", path)
    assert response.status == 200
    assert "<title>CTI</title>" in await response.text()
    assert response.headers["Cache-Control"] == "no-cache"


async def test_hashed_files_are_kept_for_ever(browser: Browser) -> None:
    response = await browser.ask("GET", "/assets/index-a1b2c3.js")
    assert response.status == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert "javascript" in response.content_type


@pytest.mark.parametrize("path", ["/assets/gone.js", "/favicon.ico", "/assets/../../secret.txt"])
async def test_a_file_that_is_not_there_is_no_page(browser: Browser, path: str) -> None:
    response = await browser.ask("GET", path)
    assert response.status == 404


@pytest.mark.parametrize(
    "path",
    ["/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "//etc/passwd"],
)
async def test_nothing_outside_the_folder_is_served(border: Border, path: str) -> None:
    assert border.server.port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", border.server.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    assert "not for the web" not in answer
    assert "root:" not in answer


async def test_the_documentation_page_is_part_of_the_build(browser: Browser) -> None:
    response = await browser.ask("GET", "/api/v1/docs")
    assert response.url.path == "/docs/"
    assert "<title>API</title>" in await response.text()


async def test_browsers_are_told_what_they_may_do(browser: Browser) -> None:
    for path in ("/", "/assets/index-a1b2c3.js", "/api/v1/session", "/api/v1/nowhere"):
        headers = (await browser.ask("GET", path)).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "script-src 'self';" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Server"] == "cti"


async def test_without_a_build_the_page_says_so(
    border: Border, browser: Browser, web_dir: Path
) -> None:
    shutil.rmtree(web_dir)
    response = await browser.ask("GET", "/")
    assert response.status == 503
    assert (await response.json())["code"] == "web.not_built"
    assert (await browser.ask("GET", "/healthz")).status == 200
    assert border.server.port


async def test_the_probes_tell_life_and_readiness(accounts: Accounts, web_dir: Path) -> None:
    state: list[str | None] = [None]

    async def check() -> str | None:
        return state[0]

    async def breaks() -> str | None:
        if state[0] == "broken":
            raise OSError
        return None

    settings, ready = Settings(web_dir=web_dir), {"pbx": check, "disk": breaks}
    app = build_app(settings, accounts, Hub(), registry=CollectorRegistry(), ready=ready)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        response = await client.get("/readyz")
        assert response.status == 200
        fine = {"database": None, "pbx": None, "disk": None}
        assert await response.json() == {"ready": True, "checks": fine}
        state[0] = "broken"
        response = await client.get("/readyz")
        assert response.status == 503
        checks = (await response.json())["checks"]
        assert checks == {"database": None, "pbx": "broken", "disk": "OSError"}
        assert (await client.get("/healthz")).status == 200


async def test_metrics_count_by_pattern(browser: Browser) -> None:
    for path in ("/api/v1/session", "/api/v1/session?x=1", "/customers/1", "/customers/2"):
        await browser.ask("GET", path)
    response = await browser.ask("GET", "/metrics")
    text = await response.text()
    assert 'cti_http_seconds_count{method="GET",route="/api/v1/session",status="401"} 2.0' in text
    assert "cti_ws_clients 0.0" in text
    assert "/customers/1" not in text

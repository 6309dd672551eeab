"""One call centre for all browser tests of a worker; each test has browser profiles of its own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from centre import Centre, OpenPage, open_centre
from playwright.async_api import BrowserContext, Page, expect

expect.set_options(timeout=15_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Centre]:
    async with open_centre(tmp_path_factory.mktemp("centre")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(centre: Centre) -> AsyncIterator[OpenPage]:
    """`await open_page("linh", "/desk")`: the page as this user, or of nobody; no script may fail
    on it."""
    contexts: list[BrowserContext] = []
    centre.complaints.clear()

    async def open_one(username: str | None, path: str = "/", **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        context = await centre.open_context(**options)
        contexts.append(context)
        if username is not None:
            await centre.sign_in(context, username)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.goto(path)
        return page

    yield open_one
    for context in contexts:
        await context.close()
    assert centre.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def desks(centre: Centre) -> AsyncIterator[Centre]:
    """The agents' phones lie idle and answer by themselves after half a second."""
    await centre.clear_desks()
    yield centre
    await centre.clear_desks()

"""The app's pages, and what holds on each of them."""

import re
from typing import Any

from pbx_fixtures import CHECKOUT
from playwright.async_api import Page, expect

AXE = CHECKOUT / "web" / "node_modules" / "axe-core" / "axe.min.js"

PAGES = (
    "/overview?part=comments",
    "/desk",
    "/contacts",
    "/contacts?create=true",
    "/customers",
    "/customers?panel=filters",
    "/settings/forgotten",
    "/customers/1",
    "/customers/1?tab=comments",
    "/customers/1?tab=tasks",
    "/customers/1?tab=appointments",
    "/tasks",
    "/tasks?view=appointments&whose=all",
    "/settings/comments",
    "/customers/1?tab=opportunities",
    "/customers/1?tab=tickets",
    "/customers/1?tab=documents",
    "/customers/1?tab=dealings",
    "/customers/1?tab=debts",
    "/sales?open=2",
    "/opportunities",
    "/opportunities?open=1",
    "/tickets",
    "/tickets?open=1",
    "/tokens",
    "/settings/webhooks",
    "/campaigns",
    "/campaigns/new",
    "/campaigns/1",
    "/campaigns/1?member=1",
    "/marketing/sms?open=1",
    "/imports",
    "/imports?tab=jobs",
    "/imports/new",
    "/dnc",
    "/pbx",
    "/users",
    "/audit",
    "/birthdays",
    "/settings/automation",
    "/settings/calling-rules",
    "/settings/roles",
    "/settings/teams",
    "/settings/departments",
    "/rights/me",
    "/lookup?name=minh",
)
"""Every main page, as the account's owner sees it."""

NAMESPACES = "|".join(
    sorted({path.stem for path in (CHECKOUT / "web" / "src" / "i18n" / "vi").glob("*.ts")})
)
MISSING_WORD = re.compile(rf"(?<![\w./@-])(?:{NAMESPACES})\.[a-z]\w*(?:\.\w+)*")
"""How a word that is in no language's list shows: as its key."""


LOOKS, LOOK_AGAIN_MS = 3, 400

OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe whose answer another colour scheme can change."""


async def see_loaded(page: Page) -> None:
    """Wait until nothing is being fetched that the page shows."""
    await expect(page.locator("#main")).to_be_visible()
    await expect(page.locator("#main h1")).to_be_visible()
    await expect(page.locator("[aria-busy=true], .mantine-Skeleton-root")).to_have_count(0)
    await page.evaluate("document.fonts.ready")


async def show_in(page: Page, scheme: str) -> None:
    """Light or dark, as the switch in the app does it."""
    await page.evaluate(
        """async scheme => {
            localStorage['mantine-color-scheme-value'] = scheme;
            document.documentElement.dataset.mantineColorScheme = scheme;
            // Colours change over: what is measured on the way there is neither light nor dark.
            for (let frames = 0; frames < 2; frames++)
                await new Promise(requestAnimationFrame);
            const changing = document.getAnimations().filter(one => one instanceof CSSTransition);
            await Promise.allSettled(changing.map(one => one.finished));
        }""",
        scheme,
    )


async def find_missing_words(page: Page) -> list[str]:
    """Keys shown in place of words, in texts and in what screen readers hear."""
    heard = await page.evaluate(
        """() => [document.body.innerText, ...[...document.querySelectorAll(
            '[aria-label],[title],[placeholder]')].flatMap(one =>
            ['aria-label', 'title', 'placeholder'].map(name => one.getAttribute(name) ?? ''))
        ].join('\\n')"""
    )
    return MISSING_WORD.findall(heard)


async def find_too_wide(page: Page) -> dict[str, Any]:
    """By how many pixels the page scrolls sideways, to stay; empty when it does not.

    A chart is told of its new width a moment after the window has it.
    """
    for _ in range(LOOKS):
        found = await _look_for_too_wide(page)
        if not found:
            break
        await page.wait_for_timeout(LOOK_AGAIN_MS)
    return found


async def _look_for_too_wide(page: Page) -> dict[str, Any]:
    widths: dict[str, Any] = await page.evaluate(
        """() => {
            const main = document.querySelector('#main');
            const page = document.documentElement;
            const over = {};
            if (page.scrollWidth > innerWidth) over.page = page.scrollWidth - innerWidth;
            if (main && main.scrollWidth > main.clientWidth)
                over.main = main.scrollWidth - main.clientWidth;
            return over;
        }"""
    )
    return widths


async def find_barriers(page: Page, *rules: str) -> list[str]:
    """What axe calls a serious or critical barrier: rule, and the elements it is about.

    Asks all of axe's rules, or these.
    """
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = await page.evaluate(
        """async rules => {
            const only = rules.length > 0 ? { runOnly: rules } : {};
            const { violations } = await axe.run(
                document, { resultTypes: ['violations'], ...only });
            return violations
                .filter(({ impact }) => ['serious', 'critical'].includes(impact))
                .map(({ id, nodes }) => `${id}: ` + nodes.slice(0, 5).map(
                    node => node.html.slice(0, 160) + ' :: '
                        + (node.any[0]?.message ?? node.all[0]?.message ?? '')).join(' | '));
        }""",
        list(rules),
    )
    return found

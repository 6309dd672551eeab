"""One try: the signed request, and what came back."""

import time
from dataclasses import dataclass

import aiohttp

from cti import __version__
from cti.webhooks.errors import WebhookUrlError, WebhookUrlPrivateError
from cti.webhooks.rules import sign
from cti.webhooks.targets import PrivateTargetError, check_url, make_resolver

TIMEOUT_S = 10
ANSWER_BYTES = 2000
OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class Result:
    """What a try came to. `status` is null when there was no answer; `answer` says why then."""

    ok: bool
    status: int | None
    answer: str


class Poster:
    """Posts events. `open` and `close` once each."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._http: aiohttp.ClientSession | None = None

    async def post(self, url: str, secret: str, event_id: str, kind: str, body: str) -> Result:
        """Send one event once. Never raises for what the receiver does."""
        try:
            target = check_url(url, allow_private=self._allow_private)
        except (WebhookUrlError, WebhookUrlPrivateError) as error:
            return Result(ok=False, status=None, answer=error.code)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"cti-webhooks/{__version__}",
            "CTI-Event": kind,
            "CTI-Delivery": event_id,
            "CTI-Signature": sign(secret, int(time.time()), body),
        }
        try:
            # A redirect could lead anywhere, past what was checked: it counts as a refusal.
            async with self._session().post(
                target, data=body.encode(), headers=headers, allow_redirects=False
            ) as response:
                said = await response.content.read(ANSWER_BYTES)
                text = said.decode(errors="replace").replace("\x00", "")
                return Result(response.status in OK, response.status, text)
        except TimeoutError:
            return Result(ok=False, status=None, answer="timeout")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Result(ok=False, status=None, answer=_explain(error))

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            resolver = make_resolver(allow_private=self._allow_private)
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, limit=32, use_dns_cache=False),
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._http


def _explain(error: BaseException) -> str:
    """In a word or two; a private target by its code, however deep aiohttp packed it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PrivateTargetError):
            return WebhookUrlPrivateError.code
        cause = cause.__cause__ or getattr(cause, "os_error", None)
    return f"{type(error).__name__}: {error}"[:500]

"""Idempotency-Key: the same request sent twice is carried out once and answered the same.

A key is its user's own and kept for a day. That something was committed is noted in the very
transaction that commits it, so whatever happens in between, a second request knows whether the
first one did its work.
"""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import hdrs, web
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.http import ACCOUNTS
from cti.api import idempotency_store as store
from cti.api.problems import explain
from cti.db import BEFORE_COMMIT, Database
from cti.endpoint import API, CALLER, TOLD_ONCE, Handler
from cti.errors import ConflictError, DomainError, InvalidError
from cti.upload_digest import DIGEST, UploadDigest, holds_the_same

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
WAIT_S = 20.0  # for the same request that is being carried out in this process


class IdempotencyKeyError(InvalidError):
    """An Idempotency-Key has 1 to 200 printable ASCII characters without blanks."""

    code = "idempotency.key_invalid"


class IdempotencyReusedError(DomainError):
    """The key was used for another operation or another body."""

    code = "idempotency.reused"
    kind = "unprocessable"


class IdempotencyInProgressError(ConflictError):
    """The request with this key is being carried out: ask again in `retry_after_s` seconds."""

    code = "idempotency.in_progress"


class IdempotencyAnswerLostError(ConflictError):
    """The request with this key was carried out, but its answer was lost: look it up."""

    code = "idempotency.answer_lost"


class Running:
    """The keyed requests that this process is carrying out."""

    def __init__(self) -> None:
        self._events: dict[tuple[int, str], asyncio.Event] = {}

    async def enter(self, user_id: int, key: str) -> Callable[[], None]:
        """Wait until nobody else is at it; returns the way out. Raises after WAIT_S."""
        place = user_id, key
        try:
            async with asyncio.timeout(WAIT_S):
                while (event := self._events.get(place)) is not None:
                    await event.wait()
        except TimeoutError as error:
            raise IdempotencyInProgressError(retry_after_s=int(WAIT_S)) from error
        event = self._events[place] = asyncio.Event()

        def leave() -> None:
            del self._events[place]
            event.set()

        return leave


RUNNING = web.AppKey("idempotent_requests", Running)


@web.middleware
async def replay(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Around every POST that has a key: once, and its answer to whoever asks again."""
    key, caller = request.headers.get(HEADER), request.get(CALLER)
    wanted = request.method == hdrs.METH_POST and request.path.startswith(API)
    if key is None or caller is None or not wanted or request.path == f"{API}/session":
        return await handler(request)
    if not KEY.fullmatch(key):
        raise IdempotencyKeyError
    fingerprint = await _fingerprint(request)
    leave = await request.app[RUNNING].enter(caller.user_id, key)
    try:
        return await _answer_once(request, handler, store.Place(caller.user_id, key), fingerprint)
    finally:
        leave()


async def _answer_once(
    request: web.Request, handler: Handler, place: store.Place, fingerprint: str
) -> web.StreamResponse:
    accounts = request.app[ACCOUNTS]
    holder = secrets.token_hex(16)
    kept = await store.take(accounts.db, place, fingerprint, holder, accounts.clock())
    if kept is not None:
        if kept.answer is not None and _is_upload(request):
            same = await holds_the_same(request, fingerprint, kept.fingerprint)
            fingerprint = kept.fingerprint if same else ""
        return _repeat(kept, fingerprint)
    if _is_upload(request):
        request[DIGEST] = UploadDigest(fingerprint)
    note = Note(place, holder)
    before = BEFORE_COMMIT.set(note)
    try:
        response = await handler(request)
    except BaseException as error:
        note.over = True
        await _give_up(accounts.db, place, holder, error)
        raise
    finally:
        note.over = True
        BEFORE_COMMIT.reset(before)
    if response.get(TOLD_ONCE):
        return response  # who asks again learns that it was done, and that the answer is lost
    if isinstance(response, web.Response) and isinstance(response.body, bytes | None):
        answer = store.Answer(
            response.status,
            response.content_type,
            response.headers.get(hdrs.ETAG),
            response.body or b"",
        )
        if (digest := request.get(DIGEST)) is not None:
            fingerprint = digest.tell()
        await store.keep(accounts.db, place, holder, answer, fingerprint)
    return response


class Note:
    """Notes what this request commits. Work that it left to the background is not its own."""

    def __init__(self, place: store.Place, holder: str) -> None:
        self._place = place
        self._holder = holder
        self.over = False

    async def __call__(self, connection: AsyncConnection) -> None:
        """In the transaction that is about to commit."""
        if not self.over and not await store.note_done(connection, self._place, self._holder):
            raise IdempotencyInProgressError(retry_after_s=1)  # another took it over meanwhile


async def _give_up(db: Database, place: store.Place, holder: str, error: BaseException) -> None:
    """After a refusal the key is free again; after a defect only if nothing was committed."""
    problem = explain(error) if isinstance(error, Exception) else None
    refused = problem is not None and problem.status < HTTPStatus.INTERNAL_SERVER_ERROR
    await store.release(db, place, holder, also_done=refused)


def _repeat(kept: store.Kept, fingerprint: str) -> web.Response:
    if kept.fingerprint != fingerprint:
        raise IdempotencyReusedError
    if kept.answer is None:
        if kept.done:
            raise IdempotencyAnswerLostError
        raise IdempotencyInProgressError(retry_after_s=1)
    headers = {REPLAYED: "true"}
    if kept.answer.etag:
        headers[hdrs.ETAG] = kept.answer.etag
    return web.Response(
        body=kept.answer.body or None,
        status=kept.answer.status,
        content_type=kept.answer.content_type if kept.answer.body else None,
        headers=headers,
    )


async def _fingerprint(request: web.Request) -> str:
    """What makes two requests the same.

    Of an upload, which is too long to be read here, the operation: what was in it is known, and
    kept instead, when the operation has read it.
    """
    body = b"" if _is_upload(request) else await request.read()
    told = f"{request.method} {request.path_qs}\n".encode()
    return hashlib.sha256(told + body).hexdigest()


def _is_upload(request: web.Request) -> bool:
    return request.content_type.startswith("multipart/")

"""Prompts over HTTP: for people with a session, and for the PBX that plays them."""

from pathlib import Path
from typing import Annotated

from aiohttp import hdrs, web
from aiohttp.web import Request
from aiohttp_pydantic.oas.typing import r200, r201
from aiohttp_pydantic.uploaded_file import UploadedFile
from pydantic import Field

from cti.accounts.rights import Right
from cti.dialer.prompts import MAX_NAME, MAX_UPLOAD, Prompts
from cti.dialer.shapes import Prompt, PromptList, SpeechForm
from cti.dialer.sound import PromptTooLargeError
from cti.endpoint import API, PUBLIC, caller, endpoint

PROMPTS = web.AppKey("prompts", Prompts)

UTF8_BYTES = 4
FOREVER = "public, max-age=31536000, immutable"

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


def add_routes(app: web.Application, prompts: Prompts) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[PROMPTS] = prompts
    app.router.add_get(f"{API}/prompts", list_prompts)
    app.router.add_post(f"{API}/prompts", upload_prompt)
    app.router.add_post(f"{API}/prompts/speech", speak_prompt)
    app.router.add_get(f"{API}/prompts/{{prompt_id}}/audio", play_prompt)
    app.router.add_get(f"{API}/prompt-files/{{sha256}}.wav", send_prompt_file)


@endpoint(Right.CAMPAIGNS_VIEW)
async def list_prompts(request: Request) -> r200[PromptList]:
    """Every prompt, the newest first.

    Tags: prompts
    """
    return await request.app[PROMPTS].list()


@endpoint(Right.CAMPAIGNS_EDIT)
async def upload_prompt(request: Request, name: UploadedFile, file: UploadedFile) -> r201[Prompt]:
    """Add a WAV or MP3 file of up to 20 MB and 5 minutes. Parts in this order: name, file.

    Tags: prompts
    """
    said = (await _read_part(name, MAX_NAME * UTF8_BYTES)).decode(errors="replace")
    data = await _read_part(file, MAX_UPLOAD)
    return await request.app[PROMPTS].upload(caller(request), said, data)


@endpoint(Right.CAMPAIGNS_EDIT)
async def speak_prompt(request: Request, body: SpeechForm) -> r201[Prompt]:
    """Make a prompt of a text, spoken in Vietnamese.

    Tags: prompts
    """
    return await request.app[PROMPTS].speak(caller(request), body.name, body.text)


@endpoint(Right.CAMPAIGNS_VIEW)
async def play_prompt(request: Request, prompt_id: RowId, /) -> r200:
    """The sound of a prompt, as the called hear it.

    Tags: prompts
    """
    return _send(await request.app[PROMPTS].find_file(prompt_id), "private, no-cache")


@endpoint(PUBLIC)
async def send_prompt_file(request: Request, sha256: str, /) -> r200:
    """A prompt's file for the PBX: no session, but a name that nobody can guess.

    Tags: prompts
    """
    return _send(await request.app[PROMPTS].find_by_hash(sha256), FOREVER)


def _send(path: Path, caching: str) -> web.FileResponse:
    headers = {
        hdrs.CACHE_CONTROL: caching,
        hdrs.CONTENT_TYPE: "audio/wav",
        "X-Content-Type-Options": "nosniff",
    }
    return web.FileResponse(path, headers=headers)


async def _read_part(part: UploadedFile, limit: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        if len(data) > limit:
            raise PromptTooLargeError(limit=limit)
    return bytes(data)

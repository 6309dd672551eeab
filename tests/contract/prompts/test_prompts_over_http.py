"""Prompts made by the real SoX and eSpeak NG, over HTTP, on both databases."""

import io
import math
import struct
import subprocess
import wave
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from cti.accounts.rights import Caller, Role
from cti.api.middlewares import catch_errors
from cti.db import Database
from cti.dialer import prompts_http, sound
from cti.dialer.prompts import Prompts
from cti.endpoint import CALLER, Handler
from cti.schema import users

pytestmark = pytest.mark.requirement("R256")

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def role() -> list[Role]:
    return [Role.SUPERVISOR]


@pytest.fixture
async def client(db: Database, tmp_path: Path, role: list[Role]) -> AsyncIterator[Client]:
    async with db.write() as unit:
        await unit.connection.execute(
            sa.insert(users).values(
                id=1,
                username="lan",
                name="Lan",
                role="supervisor",
                password_hash="-",
                created_at=NOW,
            )
        )

    @web.middleware
    async def sign_in(request: web.Request, handler: Handler) -> web.StreamResponse:
        if "/prompt-files/" not in request.path:  # the PBX has no session
            request[CALLER] = Caller(1, "lan", "Lan", role[-1], None, None)
        return await handler(request)

    app = web.Application(middlewares=[catch_errors, sign_in])
    prompts_http.add_routes(app, Prompts(db, lambda: NOW, data_dir=tmp_path))
    async with TestClient(TestServer(app)) as client:
        yield client


def tone(seconds: float, rate: int = 44100, channels: int = 2) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        one = [int(9000 * math.sin(math.tau * 440 * i / rate)) for i in range(int(seconds * rate))]
        file.writeframes(b"".join(struct.pack("<h", value) * channels for value in one))
    return target.getvalue()


async def upload(client: Client, data: bytes, name: str = "Lời chào") -> tuple[int, Any]:
    form = aiohttp.FormData()
    form.add_field("name", name)
    form.add_field("file", io.BytesIO(data), filename="anything.bin")
    async with client.post("/api/v1/prompts", data=form) as response:
        return response.status, await response.json()


async def speak(client: Client, text: str, name: str = "Mời hội thảo") -> tuple[int, Any]:
    form = {"name": name, "text": text}
    async with client.post("/api/v1/prompts/speech", json=form) as response:
        return response.status, await response.json()


def parameters(data: bytes) -> tuple[int, int, int, float]:
    with wave.open(io.BytesIO(data)) as file:
        seconds = file.getnframes() / file.getframerate()
        return file.getframerate(), file.getnchannels(), file.getsampwidth(), round(seconds, 1)


async def test_a_stereo_recording_becomes_what_a_telephone_plays(
    client: Client, tmp_path: Path
) -> None:
    status, prompt = await upload(client, tone(1.5))
    assert (status, prompt["name"], prompt["kind"]) == (201, "Lời chào", "upload")
    assert prompt["seconds"] == pytest.approx(1.5, abs=0.01)
    async with client.get(f"/api/v1/prompts/{prompt['id']}/audio") as response:
        assert response.content_type == "audio/wav"
        assert parameters(await response.read()) == (8000, 1, 2, 1.5)
    (file,) = (tmp_path / "prompts").iterdir()
    async with client.get(f"/api/v1/prompt-files/{file.name}") as response:
        assert response.status == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert parameters(await response.read()) == (8000, 1, 2, 1.5)


async def test_an_mp3_is_taken_too(client: Client, tmp_path: Path) -> None:
    source, target = tmp_path / "in.wav", tmp_path / "out.mp3"
    source.write_bytes(tone(1.0))
    done = subprocess.run(["sox", source, target], capture_output=True, check=False)  # noqa: ASYNC221, S607, S603 - a test's own short tool
    assert done.returncode == 0, done.stderr
    status, prompt = await upload(client, target.read_bytes())
    assert status == 201
    assert prompt["seconds"] == pytest.approx(1.0, abs=0.15)  # the encoder's own padding


async def test_vietnamese_text_is_spoken(client: Client) -> None:
    text = "Xin chào quý khách. Nhấn phím một để đăng ký, phím chín để từ chối."
    status, prompt = await speak(client, text)
    assert (status, prompt["kind"], prompt["text"]) == (201, "speech", text)
    assert 2 < prompt["seconds"] < 15
    async with client.get(f"/api/v1/prompts/{prompt['id']}/audio") as response:
        rate, channels, width, _ = parameters(await response.read())
    assert (rate, channels, width) == (8000, 1, 2)


async def test_the_same_sound_is_kept_once_under_every_name(client: Client, tmp_path: Path) -> None:
    for name in ("Một", "Hai"):
        assert (await upload(client, tone(0.5), name))[0] == 201
    assert len(list((tmp_path / "prompts").iterdir())) == 1
    async with client.get("/api/v1/prompts") as response:
        rows = (await response.json())["rows"]
    assert [row["name"] for row in rows] == ["Hai", "Một"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7 hello",
        b"#EXTM3U\nhttp://127.0.0.1:1/x.wav\n",
        b"RIFF\x24\x00\x00\x00WAVE" + b"garbage" * 50,
        b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 500,
        tone(0.01),
    ],
)
async def test_what_is_no_sound_is_refused_and_leaves_nothing_behind(
    client: Client, tmp_path: Path, data: bytes
) -> None:
    status, problem = await upload(client, data)
    assert (status, problem["code"]) == (400, "prompt.not_audio")
    folder = tmp_path / "prompts"
    assert not folder.exists() or list(folder.iterdir()) == []
    assert (await upload(client, tone(0.5)))[0] == 201


async def test_a_file_that_is_too_large_or_too_long_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, problem = await upload(client, tone(310, rate=8000, channels=1))
    assert (status, problem["code"], problem["params"]) == (
        413,
        "prompt.too_large",
        {"limit_s": 300},
    )
    monkeypatch.setattr(prompts_http, "MAX_UPLOAD", 10_000)
    status, problem = await upload(client, tone(1))
    assert (status, problem["code"], problem["params"]) == (
        413,
        "prompt.too_large",
        {"limit": 10_000},
    )


async def test_a_missing_tool_is_named_with_its_package(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    status, problem = await upload(client, tone(0.5))
    assert (status, problem["code"], problem["params"]) == (
        503,
        "prompt.tool_missing",
        {"package": "sox"},
    )
    status, problem = await speak(client, "Xin chào")
    assert (status, problem["params"]) == (503, {"package": "espeak-ng"})


async def test_a_sox_without_mp3_says_which_package_it_wants(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sox = tmp_path / "sox"
    sox.write_text(
        '#!/bin/sh\necho "sox FAIL formats: no handler for file extension \\`mp3\'" >&2\nexit 2\n'
    )
    sox.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    status, problem = await upload(client, b"\xff\xfb\x90\x64" + b"\x00" * 400)
    assert (status, problem["params"]) == (503, {"package": "libsox-fmt-mp3"})


async def test_a_tool_that_hangs_is_ended(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sox = tmp_path / "sox"
    sox.write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    sox.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sound, "DEADLINE_S", 0.3)
    status, problem = await upload(client, tone(0.5))
    assert (status, problem["code"]) == (503, "prompt.tool_failed")


@pytest.mark.parametrize("text", ["...", "   \n ", "!?"])
async def test_a_text_without_words_is_refused(client: Client, text: str) -> None:
    status, problem = await speak(client, text)
    assert status in {400, 422}
    assert problem["code"] in {"prompt.empty", "invalid"}


@pytest.mark.parametrize("name", ["0" * 64, "..%2f..%2fcti.sqlite3", "A" * 64, "x"])
async def test_the_pbx_gets_prompts_and_nothing_else(client: Client, name: str) -> None:
    async with client.get(f"/api/v1/prompt-files/{name}.wav") as response:
        assert response.status == 404


async def test_agents_do_not_make_prompts(client: Client, role: list[Role]) -> None:
    role.append(Role.AGENT)
    assert (await upload(client, tone(0.5)))[0] == 403
    assert (await speak(client, "Xin chào"))[0] == 403
    async with client.get("/api/v1/prompts/1/audio") as response:
        assert response.status == 403


async def test_a_prompt_without_a_name_or_a_file_is_refused(client: Client) -> None:
    assert (await upload(client, tone(0.5), "   "))[1]["code"] == "prompt.empty"
    form = aiohttp.FormData()
    form.add_field("file", tone(0.5), filename="x.wav")
    async with client.post("/api/v1/prompts", data=form) as response:
        assert response.status == 400
        assert (await response.json())["code"] == "body.malformed"

"""Dial rate on a real PBX and carrier: a campaign beside the same calls sent raw.

Both dial subscribers who answer at once and press 1 at once. The campaign does all that a call
costs us: hopper, gate, ledger, reply, state, history, live page; raw does nothing but send.
`python -m bench.dial_rate` prints the rows.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import AnyUrl, SecretStr
from sqlalchemy import create_engine, func, select

from bench.raw_dialler import RawDialler
from cti.db import Database
from cti.dialer import members, store
from cti.dialer.prompts import Prompts
from cti.migrate import migrate
from cti.pbx.info import SandboxInfo
from cti.pbx.model import Pace, Ports
from cti.pbx.sandbox import down, up
from cti.pbx.subscribers import Subscriber
from cti.schema import attempts, replies
from cti.settings import Settings

RATE = 100
SECONDS = 60
HIGHER = (120, 140, 160)
HIGHER_S = 20
TARGET = 0.9
PORT = 18_977
RUN_DIR = Path(__file__).resolve().parents[1] / "var" / "bench-pbx"
SPEECH = "Xin chào. Bấm phím một để đăng kí."


async def prepare(folder: Path, info: SandboxInfo) -> tuple[Settings, int, str]:
    """A database with one prompt; returns the settings, the prompt's id and its file's name."""
    settings = Settings(
        data_dir=folder,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"),
        pbx=(AnyUrl(info.make_address()),),
        http_port=PORT,
    )
    await migrate(settings.resolve_database_url())
    db = Database(settings.resolve_database_url())
    prompts = Prompts(db, lambda: datetime.now(UTC), data_dir=folder)
    prompt = await prompts.speak(None, "bench", SPEECH)
    file = next((folder / "prompts").glob("*.wav")).stem
    await db.close()
    return settings, prompt.id, file


async def add_campaign(settings: Settings, prompt_id: int, rate: float, numbers: list[str]) -> int:
    """A running campaign over these numbers, written before the server starts."""
    db, now = Database(settings.resolve_database_url()), datetime.now(UTC)
    async with db.write() as unit:
        campaign_id = await store.insert_campaign(
            unit.connection,
            {
                "name": f"bench {rate}",
                "state": "running",
                "purpose": "care",
                "pbx": "sandbox",
                "trunk": "carrier",
                "caller_id": "02873001000",
                "prompt_id": prompt_id,
                "keys": {"1": "registered"},
                "refuse_key": "9",
                "repeats": 1,
                "key_wait_s": 3,
                "ring_s": 30,
                "window": {"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "24:00"},
                "retry": {},
                "max_concurrent": 1000,
                "calls_per_second": rate,
                "created_at": now,
                "updated_at": now,
            },
        )
        rows = [
            members.new_member(
                campaign_id, typed=n, e164=f"+84{n[1:]}", name=None, state=None, now=now
            )
            for n in numbers
        ]
        await members.add_members(unit.connection, rows)
    await db.close()
    return campaign_id


async def run_campaign(
    settings: Settings, prompt_id: int, rate: float, numbers: list[str]
) -> dict[str, Any]:
    """Dial through the server, a process of its own; what its database says afterwards."""
    campaign_id = await add_campaign(settings, prompt_id, rate, numbers)
    [pbx] = settings.pbx
    environment = os.environ | {
        "CTI_DATA_DIR": str(settings.data_dir),
        "CTI_DATABASE_URL": settings.resolve_database_url(),
        "CTI_PBX": str(pbx).replace("rate=200", "rate=500"),
        "CTI_HTTP_PORT": str(PORT),
        "CTI_LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cti", "serve", env=environment
    )
    begun = time.monotonic()
    cpu = Path(f"/proc/{process.pid}/stat")
    before = used = 0.0  # CPU seconds when dialling began, and now
    try:
        while time.monotonic() - begun < len(numbers) / rate + 90:
            await asyncio.sleep(1.0)
            used = _cpu_seconds(cpu)
            seen = _count(settings, campaign_id)
            if not seen["attempts"]:
                before = used
            elif seen["live"] == 0 and seen["attempts"] >= len(numbers):
                break
    finally:
        process.terminate()
        await process.wait()
    return _count(settings, campaign_id) | {"cpu_s": used - before}


def _cpu_seconds(stat: Path) -> float:
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _count(settings: Settings, campaign_id: int) -> dict[str, Any]:
    engine = create_engine(f"sqlite:///{settings.data_dir / 'cti.sqlite3'}")
    this = attempts.c.campaign_id == campaign_id
    with engine.connect() as connection:
        total, live, answered, first, last = connection.execute(
            select(
                func.count(),
                func.sum(attempts.c.live),
                func.count(attempts.c.answered_at),
                func.min(attempts.c.sent_at),
                func.max(attempts.c.sent_at),
            ).where(this)
        ).one()
        keys = connection.execute(
            select(func.count(), func.count(replies.c.attempt_id.distinct()))
            .join(attempts)
            .where(this)
        ).one()
    engine.dispose()
    seconds = (last - first).total_seconds() if first and last else 0.0
    return {
        "attempts": total,
        "live": live or 0,
        "answered": answered,
        "replies": keys[0],
        "doubled": keys[0] - keys[1],
        "rate": total / seconds if seconds else 0.0,
    }


async def run_raw(
    info: SandboxInfo, settings: Settings, file: str, rate: float, numbers: list[str]
) -> dict[str, Any]:
    """The same calls, raw. The prompt's file is served meanwhile, as the server would."""
    site = await _serve_file(settings.data_dir / "prompts" / f"{file}.wav", file)
    raw = RawDialler(info.pbx)
    variables = {
        "CTI_PROMPT": f"http://127.0.0.1:{PORT}/api/v1/prompt-files/{file}.wav",
        "CTI_KEYS": "19",
        "CTI_REFUSE": "9",
        "CTI_REPEATS": "1",
        "CTI_WAIT": "3",
    }
    try:
        await raw.dial(numbers, rate, variables)
    finally:
        await site.cleanup()
    return {
        "replies": len(raw.replies),
        "ended": len(raw.ended),
        "rate": len(numbers) / (raw.last_at - raw.first_at),
    }


async def _serve_file(path: Path, name: str) -> web.AppRunner:
    async def send(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(
            path, headers={"Cache-Control": "public, max-age=31536000, immutable"}
        )

    app = web.Application()
    app.router.add_get(f"/api/v1/prompt-files/{name}.wav", send)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT).start()
    return runner


async def run() -> list[dict[str, Any]]:
    """The rows of this bench."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_dir = RUN_DIR
        info = await up(
            run_dir, ports=Ports(base=19_400), pace=Pace(ring=0, listen=0), phone_ring=1
        )
        try:
            settings, prompt_id, file = await prepare(folder, info)
            return await _measure(info, settings, prompt_id, file)
        finally:
            await down(run_dir)


async def _measure(
    info: SandboxInfo, settings: Settings, prompt_id: int, file: str
) -> list[dict[str, Any]]:
    numbers = [Subscriber.PRESSES_1.make_number(n) for n in range(RATE * SECONDS)]
    raw = await run_raw(info, settings, file, RATE, numbers)
    ours = await run_campaign(settings, prompt_id, RATE, numbers)
    lost, raw_lost = len(numbers) - ours["replies"], len(numbers) - raw["replies"]
    rows = [
        {
            "name": f"dial rate, {RATE}/s for {SECONDS} s",
            "value": round(ours["rate"], 1),
            "unit": "calls/s",
            "peer": "raw AMI",
            "peer_value": round(raw["rate"], 1),
            "ratio": round(ours["rate"] / raw["rate"], 3),
            "target": TARGET,
            "met": ours["rate"] / raw["rate"] >= TARGET,
        },
        _row("replies lost", lost, "replies", "raw AMI", raw_lost, lost <= raw_lost),
        _row("replies doubled", ours["doubled"], "replies", None, None, ours["doubled"] == 0),
        _row(
            "server CPU while dialling",
            round(ours["cpu_s"] / SECONDS * 100, 1),
            "% of a core",
            None,
            None,
            None,
        ),
    ]
    held = RATE if lost == 0 else 0
    for rate in HIGHER:
        start = len(numbers)
        numbers += [
            Subscriber.PRESSES_1.make_number(n) for n in range(start, start + rate * HIGHER_S)
        ]
        result = await run_campaign(settings, prompt_id, rate, numbers[start:])
        print(json.dumps({"asked": rate, **result}), file=sys.stderr)
        if result["rate"] < 0.95 * rate or result["replies"] < rate * HIGHER_S:
            break
        held = rate
    rows.append(_row(f"highest rate held for {HIGHER_S} s", held, "calls/s", None, None, None))
    return rows


def _row(
    name: str, value: float, unit: str, peer: str | None, peer_value: float | None, met: bool | None
) -> dict[str, Any]:
    target = 0 if met is not None else None
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "peer": peer,
        "peer_value": peer_value,
        "ratio": None,
        "target": target,
        "met": met,
    }


if __name__ == "__main__":
    for row in asyncio.run(run()):
        print(json.dumps(row))

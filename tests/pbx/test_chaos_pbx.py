"""The link is cut and Asterisk restarted in mid-campaign: the campaign says so, and goes on."""

import asyncio
import os
import random
import signal
from pathlib import Path
from typing import Any

from chaos import begin, check_members, count_dialled, is_finished
from process import ServerProcess
from proxy import Proxy
from raw_ami import RawAmi
from running import make_settings, sign_in, wait_for
from sqlalchemy import create_engine, select

from cti.pbx.info import SandboxInfo
from cti.pbx.model import Pace, Ports
from cti.pbx.sandbox import up
from cti.schema import attempts
from cti.settings import Settings


async def test_the_link_cut_again_and_again_calls_nobody_twice_and_loses_no_reply(
    own_sandbox: SandboxInfo, tmp_path: Path
):
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    async with (
        Proxy(own_sandbox.pbx.host, own_sandbox.pbx.port) as proxy,
        RawAmi(own_sandbox.pbx_console) as console,
    ):
        settings = make_settings(own_sandbox, tmp_path, proxy.port)
        process = ServerProcess(settings)
        try:
            campaign_id = await begin(process, 60)
            for _ in range(8):
                await asyncio.sleep(moments.uniform(0.3, 1.5))
                proxy.cut(after_bytes=moments.randrange(400))
            await wait_for(lambda: is_finished(settings, campaign_id), 120, pause=0.5)
            async with sign_in(settings, "quanly") as api:
                await check_members(api, campaign_id, 60)
        finally:
            await process.stop()
        dialled = count_dialled(console)
    assert max(dialled.values()) == 1
    assert len(dialled) == 60


def find_attempts(settings: Settings) -> list[Any]:
    engine = create_engine(f"sqlite:///{settings.data_dir / 'cti.sqlite3'}")
    with engine.connect() as connection:
        rows = connection.execute(select(attempts.c.id, attempts.c.live, attempts.c.outcome)).all()
    engine.dispose()
    return list(rows)


async def test_asterisk_killed_in_mid_campaign_is_waited_for_and_nothing_is_redialled_blindly(
    own_sandbox: SandboxInfo, tmp_path: Path
):
    settings = make_settings(own_sandbox, tmp_path)
    process = ServerProcess(settings)
    [pbx] = [item for item in own_sandbox.processes if item.name == "pbx"]
    try:
        campaign_id = await begin(process, 40)
        async with RawAmi(own_sandbox.pbx_console) as console:
            await console.wait_event("CtiAnswered", seconds=20)
            before = set(count_dialled(console))
        os.kill(pbx.pid, signal.SIGKILL)
        async with sign_in(settings, "admin") as api:

            async def is_down() -> bool:
                [row] = (await api.get("pbx"))["rows"]
                return bool(row["state"] == "down")

            await wait_for(is_down, 10)
        base = own_sandbox.sip_pbx - 60
        await up(
            own_sandbox.run_dir,
            ports=Ports(base=base),
            pace=Pace(ring=0.3, listen=1.0),
            phone_ring=0.5,
        )
        async with RawAmi(own_sandbox.pbx_console) as console:
            await wait_for(lambda: is_finished(settings, campaign_id), 90, pause=0.5)
            again = set(count_dialled(console)) & before
        assert again == set()
        rows = find_attempts(settings)
        assert not [row for row in rows if row.live]
        assert len({row.id for row in rows}) == len(rows)
        # One try each; only what was proven never to have been placed was placed anew.
        placed = [row for row in rows if row.outcome != "not_placed"]
        assert len(placed) == 40
    finally:
        await process.stop()

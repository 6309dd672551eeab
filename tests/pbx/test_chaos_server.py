"""The server is killed in mid-campaign: nobody is called twice, no reply is lost."""

import asyncio
import random
import time
from pathlib import Path

from chaos import begin, check_members, count_dialled, is_finished
from process import ServerProcess
from raw_ami import RawAmi
from running import make_settings, sign_in, wait_for

from cti.pbx.info import SandboxInfo

KILLS = 20


async def test_killed_at_twenty_random_moments_nobody_is_called_twice_and_no_reply_is_lost(
    own_sandbox: SandboxInfo, tmp_path: Path
):
    settings, members = make_settings(own_sandbox, tmp_path), 120
    moments = random.Random(20261121)  # noqa: S311 - moments, not secrets
    process = ServerProcess(settings)
    async with RawAmi(own_sandbox.pbx_console) as console:
        try:
            campaign_id = await begin(process, members)
            for _ in range(KILLS):
                await asyncio.sleep(moments.uniform(0.05, 1.2))
                await process.kill()
                await process.start()
            await wait_for(lambda: is_finished(settings, campaign_id), 120, pause=0.5)
            async with sign_in(settings, "quanly") as api:
                await check_members(api, campaign_id, members)
        finally:
            await process.stop()
        dialled = count_dialled(console)
    assert max(dialled.values()) == 1
    assert len(dialled) == members  # one try each: an attempt that was placed is never repeated


async def test_sigterm_keeps_the_calls_and_exits_within_five_seconds(
    own_sandbox: SandboxInfo, tmp_path: Path
):
    settings = make_settings(own_sandbox, tmp_path)
    process = ServerProcess(settings)
    try:
        campaign_id = await begin(process, 20)
        async with RawAmi(own_sandbox.pbx_console) as console:
            await console.wait_event("CtiAnswered", seconds=20)
            begun = time.monotonic()
            assert await process.stop() == 0
            assert time.monotonic() - begun < 5
            # The customer goes on listening, and the key is kept by the PBX.
            await console.wait_event("CtiReply", seconds=20)
        await process.start()
        await wait_for(lambda: is_finished(settings, campaign_id), 60, pause=0.5)
        async with sign_in(settings, "quanly") as api:
            await check_members(api, campaign_id, 20)
    finally:
        await process.stop()
    assert "Traceback" not in process.log.read_text()

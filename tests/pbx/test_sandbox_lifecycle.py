"""Starting, finding, stopping: exactly what was started, and nothing lost on disk."""

import asyncio
import os
import signal
import stat
import sys
from pathlib import Path

import pytest
from dialling import dial_campaign, name_attempt
from pbx_fixtures import PACE
from raw_ami import RawAmi

from cti.pbx.errors import NotRunningError
from cti.pbx.info import SandboxInfo, load_info
from cti.pbx.model import Ports
from cti.pbx.processes import is_alive
from cti.pbx.sandbox import down, status, up
from cti.pbx.subscribers import Subscriber


async def start_again(info: SandboxInfo) -> SandboxInfo:
    base = info.pbx.port - 38
    return await up(info.run_dir, ports=Ports(base=base), pace=PACE, phone_ring=0.5)


async def test_starting_it_again_finds_the_one_that_runs(own_sandbox: SandboxInfo) -> None:
    assert await start_again(own_sandbox) == own_sandbox


async def test_two_that_start_it_at_once_get_the_same_one(own_sandbox: SandboxInfo) -> None:
    await down(own_sandbox.run_dir)
    first, second = await asyncio.gather(start_again(own_sandbox), start_again(own_sandbox))
    assert first == second


async def test_its_status_tells_versions_and_registered_phones(own_sandbox: SandboxInfo) -> None:
    await start_again(own_sandbox)
    seen = await status(own_sandbox.run_dir)
    assert seen.running
    assert seen.pbx.startswith("22.")
    assert seen.phones == own_sandbox.extensions


async def test_what_holds_secrets_is_readable_by_its_owner_alone(own_sandbox: SandboxInfo) -> None:
    await start_again(own_sandbox)
    files = [own_sandbox.run_dir / "sandbox.json", own_sandbox.run_dir / "secrets.json"]
    files += (own_sandbox.home / "pbx/etc").iterdir()
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_stopping_ends_both_and_leaves_others_alone(
    own_sandbox: SandboxInfo, sandbox: SandboxInfo
) -> None:
    info = await start_again(own_sandbox)
    await down(info.run_dir)
    assert not any(map(is_alive, info.processes))
    assert all(map(is_alive, sandbox.processes))
    assert not (await status(info.run_dir)).running
    with pytest.raises(NotRunningError):
        load_info(info.run_dir)


async def test_the_outbox_outlives_a_restart_of_the_pbx(own_sandbox: SandboxInfo) -> None:
    info = await start_again(own_sandbox)
    attempt = name_attempt()
    async with RawAmi(info.pbx) as ami:
        number = Subscriber.BUSY.make_number(50)
        await dial_campaign(ami, info, number, attempt=attempt)
        await ami.wait_event("CtiOutcome", Attempt=attempt)
    await down(info.run_dir)
    info = await start_again(info)
    async with RawAmi(info.pbx) as ami:
        assert (await ami.read_outbox(attempt)).keys() == {"end"}


async def test_one_that_was_killed_is_started_anew(own_sandbox: SandboxInfo) -> None:
    info = await start_again(own_sandbox)
    os.kill(info.processes[0].pid, signal.SIGKILL)
    while is_alive(info.processes[0]):
        await asyncio.sleep(0.01)
    again = await start_again(info)
    assert again.processes != info.processes
    assert (await status(again.run_dir)).running


async def test_a_process_that_only_has_the_number_of_an_old_one_is_not_ended(
    tmp_path: Path,
) -> None:
    child = await asyncio.create_subprocess_exec("sleep", "30")
    old = {"name": "pbx", "pid": child.pid, "started": 1}
    account = {"host": "127.0.0.1", "port": 1, "username": "x", "secret": "x"}
    info = SandboxInfo.model_validate(
        {
            "engine": "root",
            "run_dir": tmp_path,
            "home": tmp_path,
            "pbx": account,
            "pbx_console": account,
            "carrier": account,
            "sip_host": "127.0.0.1",
            "sip_pbx": 1,
            "sip_carrier": 1,
            "http_pbx": 1,
            "trunk": "carrier",
            "queue": "cti-desk",
            "main_did": "02873001000",
            "extensions": ["101"],
            "processes": [old],
        }
    )
    (tmp_path / "sandbox.json").write_text(info.model_dump_json())
    await down(tmp_path)
    assert child.returncode is None
    child.terminate()
    await child.wait()


async def run_cti(*words: str) -> tuple[int, str]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cti", "pbx", *words),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await child.communicate()
    return child.returncode or 0, said.decode()


async def test_the_commands_start_show_call_in_and_stop(own_sandbox: SandboxInfo) -> None:
    await down(own_sandbox.run_dir)
    here = ("--run-dir", str(own_sandbox.run_dir))
    code, said = await run_cti("up", *here, "--base", str(own_sandbox.pbx.port - 38))
    assert (code, str(own_sandbox.pbx.port) in said) == (0, True)
    info = load_info(own_sandbox.run_dir)
    assert info.pbx.secret not in said
    code, said = await run_cti("status", *here)
    assert (code, "101 102 103" in said) == (0, True)
    async with RawAmi(info.pbx) as ami:
        code, _ = await run_cti("call-in", "0912345678", "--to", "02873000104", *here)
        assert code == 0
        leg = await ami.wait_event("Newchannel", CallerIDNum="0912345678")
        assert leg["Exten"] == "02873000104"
    assert (await run_cti("down", *here))[0] == 0
    code, said = await run_cti("status", *here)
    assert (code, "not running" in said) == (1, True)

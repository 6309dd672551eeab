import asyncio
import os
import signal
from pathlib import Path

from cti.pbx.info import Process
from cti.pbx.processes import end_process, is_alive, read_start, start_process

SLEEP = ["/bin/sleep", "60"]


async def test_a_started_process_is_alive_until_it_is_ended(tmp_path: Path) -> None:
    process = start_process("pbx", SLEEP, tmp_path / "log")
    assert is_alive(process)
    await end_process(process)
    assert not is_alive(process)
    assert read_start(process.pid) is None  # no zombie is left


async def test_a_process_that_will_not_listen_is_killed(tmp_path: Path) -> None:
    stubborn = ["/bin/sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.1; done"]
    process = start_process("pbx", stubborn, tmp_path / "log")
    while not (tmp_path / "log").read_text():
        await asyncio.sleep(0.01)
    await end_process(process, patience=0.2)
    assert not is_alive(process)


async def test_it_has_a_session_of_its_own_so_that_ctrl_c_passes_it_by(tmp_path: Path) -> None:
    process = start_process("pbx", SLEEP, tmp_path / "log")
    assert os.getsid(process.pid) == process.pid
    await end_process(process)


async def test_what_it_says_is_in_its_log(tmp_path: Path) -> None:
    process = start_process("pbx", ["/bin/sh", "-c", "echo out; echo err >&2"], tmp_path / "log")
    while is_alive(process):
        await asyncio.sleep(0.01)
    await end_process(process)
    assert (tmp_path / "log").read_text() == "out\nerr\n"


async def test_another_process_with_the_same_number_is_left_alone(tmp_path: Path) -> None:
    real = start_process("pbx", SLEEP, tmp_path / "log")
    await end_process(Process(name="pbx", pid=real.pid, started=real.started - 1))
    assert is_alive(real)
    os.kill(real.pid, signal.SIGKILL)
    await end_process(real)

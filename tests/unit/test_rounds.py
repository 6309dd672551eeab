"""Work in the background goes on: woken, after a pause, and when what it needs was away."""

import asyncio
import logging
from contextlib import suppress

import pytest

from cti.rounds import Rounds, insist


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cti.rounds.RETRY_S", 0.001)


async def test_work_is_begun_again_until_it_is_done(caplog: pytest.LogCaptureFixture) -> None:
    errors = [ConnectionResetError("gone"), ValueError("wrong")]

    async def work() -> str:
        if errors:
            raise errors.pop(0)
        return "done"

    assert await insist("letters", work) == "done"
    outage, fault = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert "letters" in outage.getMessage()
    assert not outage.exc_info  # said in a line: hours of it would fill the log
    assert fault.exc_info


async def test_a_round_follows_when_woken_or_after_its_pause() -> None:
    rounds = Rounds("letters")
    pauses = [0.0, 0.01, None, None]
    begun = asyncio.Semaphore(0)

    async def work() -> float | None:
        begun.release()
        return pauses.pop(0)

    task = asyncio.create_task(rounds.run(work))
    for _ in range(3):
        await asyncio.wait_for(begun.acquire(), 5)
    await asyncio.sleep(0.02)
    assert begun.locked()  # nothing wakes it
    rounds.wake()
    await asyncio.wait_for(begun.acquire(), 5)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_what_comes_to_be_during_a_round_is_not_missed() -> None:
    rounds = Rounds("letters")
    seen: list[int] = []
    waiting = [1]

    async def work() -> None:
        seen.extend(waiting)
        waiting.clear()
        if seen == [1]:  # too late for this round, which has looked already
            waiting.append(2)
            rounds.wake()

    task = asyncio.create_task(rounds.run(work))
    async with asyncio.timeout(5):
        while seen != [1, 2]:
            await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

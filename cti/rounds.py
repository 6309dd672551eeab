"""Work in the background: it outlives a database that goes away, and sleeps while there is none."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from cti.outages import is_passing

log = logging.getLogger(__name__)

RETRY_S = 5.0

Result = TypeVar("Result")


async def insist(what: str, work: Callable[[], Awaitable[Result]]) -> Result:
    """What the work comes to. As often as an error ends it, it is begun again a little later.

    `what` it is, for the log. The work itself knows how far it was, and ends what can't be done.
    """
    while True:
        try:
            return await work()
        except Exception as error:
            # An outage is said in a line: it may take hours, and what is wrong is not here.
            log.warning(
                "%s: trying again in %s s: %r", what, RETRY_S, error, exc_info=not is_passing(error)
            )
        await asyncio.sleep(RETRY_S)


class Rounds:
    """One round of work after another, until the task is cancelled; a pause while nothing is due.

    `what` it is, for the log.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._due = asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._due.set()

    async def run(self, work: Callable[[], Awaitable[float | None]]) -> None:
        """`work` is one round; it says after how many seconds the next one is, unless woken.

        None: when woken only.
        """
        while True:
            self._due.clear()  # before the round: what comes to be during it may be missed by it
            pause_s = await insist(self._what, work)
            try:
                async with asyncio.timeout(pause_s):
                    await self._due.wait()
            except TimeoutError:
                pass

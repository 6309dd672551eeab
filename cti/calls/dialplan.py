"""Whether the dialplan on a PBX is the one this release was made with.

Without it a call would be answered by silence, and its reply and outcome never be written: so
nothing is dialled until it is there.
"""

import asyncio
import logging
from collections.abc import Callable

from cti.ami.actions import build_getvar
from cti.ami.client import AmiLink
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError
from cti.ami.resync import send
from cti.pbx.mends import advise
from cti.pbx.model import DIALPLAN_VERSION

log = logging.getLogger(__name__)

AGAIN_S = 5.0
"""Until the next look at a dialplan that is wrong: a reload tells us nothing."""

VARIABLE = "CTI_DIALPLAN_VERSION"


async def read_problem(link: AmiLink) -> str | None:
    """Why no call may be placed over this dialplan, as a code; None when one may.

    Raises LinkDownError or FateUnknownError.
    """
    try:
        reply = await send(link, build_getvar(VARIABLE))
    except ActionRefusedError:
        return "pbx.dialplan_unreadable"
    found = reply.get("Value")
    if not found:
        return "pbx.no_dialplan"
    return None if found == str(DIALPLAN_VERSION) else "pbx.other_dialplan"


class DialplanWatch:
    """What is wrong with one PBX's dialplan, looked at again until it is mended."""

    def __init__(self, link: AmiLink, on_mended: Callable[[], None]) -> None:
        self._link, self._on_mended = link, on_mended
        self._task: asyncio.Task[None] | None = None
        self.problem: str | None = None

    async def look(self) -> None:
        """Look; begin to look again where something is wrong. Part of each resync."""
        self.problem = await read_problem(self._link)
        if self.problem is not None and self._task is None:
            log.error("pbx %s: %s → %s", self._link.name, self.problem, advise(self.problem))
            self._task = asyncio.create_task(self._watch(), name=f"dialplan {self._link.name}")

    def stop(self) -> None:
        """Look no more; the next connect begins anew."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _watch(self) -> None:
        while self.problem is not None:
            await asyncio.sleep(AGAIN_S)
            try:
                self.problem = await read_problem(self._link)
            except (LinkDownError, FateUnknownError):
                continue  # a link that is lost ends this task
        self._task = None
        log.info("pbx %s: the dialplan is there", self._link.name)
        self._on_mended()

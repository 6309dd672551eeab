"""Has the PBX play a prompt to nobody before customers hear it.

Two things come of it: a prompt that the PBX can't fetch stops the start instead of sending every
customer to the fallback sound, and one that it can is in its media cache before the first answer,
where it stays playable if this server goes away.
"""

import asyncio

from cti.ami.actions import build_prompt_check
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError
from cti.bus import Bus
from cti.calls.messages import PromptChecked
from cti.dialer.errors import PromptUnplayableError
from cti.dialer.lines import Lines
from cti.dialer.plan import Plan
from cti.dialer.send import prompt_url
from cti.ids import new_id

FAILS_WITHIN_S = 1.0
"""A fetch that fails does so at once; one that does not within this time is being played."""


class PromptCheck:
    """Tries prompts on the PBXs."""

    def __init__(self, bus: Bus, lines: Lines, public_url: str) -> None:
        self._lines = lines
        self._public_url = public_url
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        bus.subscribe(PromptChecked, self._hear)

    def _hear(self, message: PromptChecked) -> None:
        if (waiting := self._waiting.get(message.check)) and not waiting.done():
            waiting.set_result(message.playable)

    async def run(self, plan: Plan) -> None:
        """Raise PromptUnplayableError if the PBX can't play the campaign's prompt.

        A PBX that is away is no failure: the campaign waits for it, and says so.
        """
        if why := await self.play(plan.pbx, plan.prompt_sha256):
            url = prompt_url(self._public_url, plan.prompt_sha256)
            raise PromptUnplayableError(url=url, why=why)

    async def play(self, pbx: str, sha256: str) -> str | None:
        """Why the PBX can't play the prompt with this content; None when it can, or is away."""
        check = new_id("pc")
        heard = self._waiting[check] = asyncio.get_running_loop().create_future()
        action = build_prompt_check(check, prompt_url(self._public_url, sha256))
        try:
            await self._lines.send(pbx, action)
            async with asyncio.timeout(FAILS_WITHIN_S):
                return None if await heard else "not_fetched"
        except (TimeoutError, LinkDownError, FateUnknownError):
            return None
        except ActionRefusedError as error:
            return error.message
        finally:
            del self._waiting[check]

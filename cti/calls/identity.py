"""Whose number a call is about: looked up once per call, while the first phone begins to ring."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from cti.bus import Bus
from cti.calls.call import Call
from cti.calls.facts import CLICK, AttemptRow
from cti.calls.messages import CallChanged
from cti.calls.whose import Identity, identify, settle_on_contact
from cti.crm.shapes import ContactMatch

log = logging.getLogger(__name__)

Match = Callable[[str], Awaitable[list[ContactMatch]]]
MAX_EXPECTED = 1_000
"""Calls said to come that have not; of some an Originate fails, and nothing else ever tells."""

FindAttempt = Callable[[str], Awaitable[AttemptRow | None]]


class Identities:
    """The identities of live calls. Begins a lookup when a call is born."""

    def __init__(
        self, bus: Bus, match: Match, find_attempt: FindAttempt, *, region: str = "VN"
    ) -> None:
        self._match, self._find_attempt, self._region = match, find_attempt, region
        self._known: dict[str, Identity] = {}
        self._expected: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listeners: list[Callable[[str], None]] = []
        bus.subscribe(CallChanged, self._on_call_changed)

    def on_ready(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with a call's id when its lookup has come back."""
        self._listeners.append(listener)

    def find(self, call_id: str) -> Identity | None:
        """The identity of a call, ready or not."""
        return self._known.get(call_id)

    def expect(self, call_id: str, identity: Identity) -> None:
        """Say whose number a call will be about, before it is placed."""
        identity.ready = True
        self._known[call_id] = identity
        self._expected[call_id] = None
        if len(self._expected) > MAX_EXPECTED:
            self.forget(next(iter(self._expected)))

    def forget(self, call_id: str) -> None:
        """The call is over, recorded and wrapped up."""
        self._known.pop(call_id, None)
        self._expected.pop(call_id, None)

    def attach(self, call_id: str, match: ContactMatch) -> None:
        """Somebody said whose number it is."""
        identity = self._known.setdefault(call_id, Identity(None, ready=True))
        identity.matches = [match]
        identity.contact_id, identity.customer_id = match.contact_id, match.customer_id

    def _on_call_changed(self, message: CallChanged) -> None:
        call = message.call
        self._expected.pop(call.id, None)
        if call.kind in {"campaign", "internal"} or call.id in self._known:
            return
        if call.kind == "inbound" and call.number is None and message.what == "born":
            return  # withheld so far; the next event may bring it
        self._begin(call)

    def _begin(self, call: Call) -> None:
        identity = self._known[call.id] = identify(call.number, self._region)
        task = asyncio.get_running_loop().create_task(self._complete(call.id, call.kind, identity))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _complete(self, call_id: str, kind: str, identity: Identity) -> None:
        try:
            if kind == CLICK:
                await self._recall(call_id, identity)
            if identity.e164 is not None:
                identity.matches = await self._match(identity.e164)
        except Exception:
            # A card without a name is worth more than no card.
            log.exception("lookup of call %s failed", call_id)
        settle_on_contact(identity)
        identity.ready = True
        for listener in self._listeners:
            listener(call_id)

    async def _recall(self, call_id: str, identity: Identity) -> None:
        """A click-to-call of an earlier life of the server: the ledger knows whose it is."""
        attempt = await self._find_attempt(call_id)
        if attempt is not None:
            found = identify(attempt.e164, self._region)
            identity.number = identity.number or found.number
            identity.e164, identity.display = found.e164, found.display
            identity.carrier = found.carrier
            identity.contact_id, identity.user_id = attempt.contact_id, attempt.user_id

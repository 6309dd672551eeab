"""Attempts that were sent and of which the PBX still owes us the outcome. No I/O."""

from collections import OrderedDict

MAX = 50_000


class Awaited:
    """Tells an Originate that came to nothing from one whose outcome is on its way."""

    def __init__(self) -> None:
        self._has_channel: OrderedDict[str, bool] = OrderedDict()

    def add(self, attempt_id: str) -> None:
        """The Originate is about to go out."""
        self._has_channel[attempt_id] = False
        if len(self._has_channel) > MAX:
            self._has_channel.popitem(last=False)

    def meet(self, uniqueid: str) -> None:
        """A channel of this id exists: its hangup handler will tell the outcome."""
        if uniqueid in self._has_channel:
            self._has_channel[uniqueid] = True

    def settle(self, attempt_id: str) -> None:
        """The outcome came."""
        self._has_channel.pop(attempt_id, None)

    def is_without_channel(self, attempt_id: str) -> bool:
        """Whether no channel was seen for an attempt that was sent."""
        return self._has_channel.get(attempt_id) is False

    def is_owed(self, attempt_id: str) -> bool:
        """Whether the outcome of an attempt that was sent has not come."""
        return attempt_id in self._has_channel

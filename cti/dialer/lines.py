"""What the dialer needs of the PBXs; main.py gives it the real ones."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from cti.ami.actions import Action
from cti.calls.facts import Fact


class Lines(Protocol):
    """The PBXs by name."""

    def why_down(self, pbx: str) -> str | None:
        """Why no call can be placed over this PBX now; None when one can."""

    def has_room(self, pbx: str, trunk: str) -> int:
        """Calls that the trunk's own rate allows now."""

    def spend(self, pbx: str, trunk: str, calls: int) -> None:
        """Take them from the trunk's rate."""

    async def send(self, pbx: str, action: Action) -> None:
        """Send one action. Raises LinkDownError, FateUnknownError, ActionRefusedError."""

    def report(self, pbx: str, facts: Sequence[Fact]) -> None:
        """Hand facts to the PBX's inbox, as if the PBX had reported them."""

    def look_up(self, pbx: str) -> None:
        """Find out what became of attempts whose fate is unknown."""

    def begin(self, attempt_id: str, at: datetime) -> None:
        """Begin the attempt's trace."""

    def note(self, attempt_id: str, what: str, **detail: object) -> None:
        """Add a line to the attempt's trace."""

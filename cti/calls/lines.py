"""The PBXs by name, as those who dial need them."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from cti.ami.actions import Action
from cti.ami.errors import LinkDownError
from cti.calls.facts import Fact
from cti.calls.node import PbxNode
from cti.calls.traces import Traces
from cti.clock import Clock
from cti.pacing import Bucket


class PbxLines:
    """Several PBXs behind one face; a PBX that is not configured is one that is down."""

    def __init__(self, nodes: Iterable[PbxNode], traces: Traces, clock: Clock) -> None:
        self._nodes = {node.name: node for node in nodes}
        self._traces, self._clock = traces, clock
        self._rates: dict[tuple[str, str], Bucket] = {}

    def __iter__(self) -> Iterator[PbxNode]:
        return iter(self._nodes.values())

    def find(self, pbx: str) -> PbxNode | None:
        """The PBX of that name."""
        return self._nodes.get(pbx)

    def find_for(self, extension: str) -> PbxNode | None:
        """The PBX an agent's phone is registered with, else the first that is up, else any."""
        nodes = list(self)
        return next(
            (node for node in nodes if node.phones.is_registered(extension) and not node.why_down),
            next((node for node in nodes if not node.why_down), nodes[0] if nodes else None),
        )

    def why_down(self, pbx: str) -> str | None:
        """Why no call can be placed over this PBX now; None when one can."""
        node = self._nodes.get(pbx)
        return "pbx.not_configured" if node is None else node.why_down

    def has_room(self, pbx: str, trunk: str) -> int:
        """Calls that the trunk's own rate allows now."""
        return self._rate(pbx, trunk).available(time.monotonic())

    def spend(self, pbx: str, trunk: str, calls: int) -> None:
        """Take them from the trunk's rate."""
        self._rate(pbx, trunk).take(calls)

    async def send(self, pbx: str, action: Action) -> None:
        """Send one action. Raises LinkDownError, FateUnknownError, ActionRefusedError."""
        node = self._nodes.get(pbx)
        if node is None:
            raise LinkDownError(why="pbx.not_configured")
        await node.send(action)

    def report(self, pbx: str, facts: Sequence[Fact]) -> None:
        """Hand facts to the PBX's inbox, as if the PBX had reported them."""
        if (node := self._nodes.get(pbx)) is not None:
            node.report(facts)

    def look_up(self, pbx: str) -> None:
        """Find out what became of attempts whose fate is unknown."""
        if (node := self._nodes.get(pbx)) is not None:
            node.look_up()

    def begin(self, attempt_id: str, at: datetime) -> None:
        """Begin the attempt's trace."""
        self._traces.begin(attempt_id, at)

    def note(self, attempt_id: str, what: str, **detail: object) -> None:
        """Add a line to the attempt's trace."""
        self._traces.add(attempt_id, self._clock(), what, **detail)

    def _rate(self, pbx: str, trunk: str) -> Bucket:
        """The calls a second that a trunk's carrier takes, from all who dial."""
        found = self._rates.get((pbx, trunk))
        if found is None:
            node = self._nodes.get(pbx)
            found = Bucket(node.calls_per_second if node else 0.0, at=time.monotonic())
            self._rates[pbx, trunk] = found
        return found

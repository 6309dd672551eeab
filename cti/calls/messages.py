"""What the calls of the PBXs tell the rest of the server over the bus."""

from datetime import datetime
from typing import Any, NamedTuple

from cti.calls.call import Call
from cti.pbx.shapes import Pbx


class CallChanged(NamedTuple):
    """A call moved. `call` is the tracker's own: read it at once, don't keep it for later."""

    call: Call
    what: str  # born | changed | answered | ended
    at: datetime


class PbxResynced(NamedTuple):
    """A PBX told all it holds: `live` are the ids of its calls, there are no others."""

    pbx: str
    live: tuple[str, ...]
    at: datetime


class CallsClosed(NamedTuple):
    """Calls of an earlier life of the server that ended while it was away.

    `rows`, as `store.list_unwrapped` gives them, are of those with after-call work left.
    """

    rows: tuple[dict[str, Any], ...]


class PhoneChanged(NamedTuple):
    """An extension's phone registered with a PBX, or is gone."""

    pbx: str
    extension: str
    registered: bool


class PromptChecked(NamedTuple):
    """A PBX has played a prompt to nobody, or could not."""

    check: str
    playable: bool


class PbxChanged(NamedTuple):
    """A PBX's link or figures are not what they were."""

    pbx: Pbx

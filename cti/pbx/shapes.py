"""JSON shapes of the PBX page; `Pbx` is also entry `pbx/<name>` of the live topic `pbx`."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.shapes import View


class Pbx(View):
    name: str
    host: str
    port: int
    state: Literal["connecting", "syncing", "up", "down", "refused"]
    why: str | None
    since: datetime
    version: str | None
    calls: int
    events: int
    event_lag_ms: float
    reconnects: int
    drift: int
    trunk: str


class PbxList(View):
    rows: list[Pbx]


class Trunk(View):
    """A way out of a PBX: a SIP endpoint that is no agent's phone."""

    name: str
    reachable: bool | None = Field(description="null: the PBX is away, or does not know it")
    preset: bool = Field(description="The one that CTI_PBX names for this PBX")


class TrunkList(View):
    rows: list[Trunk]


class Check(View):
    """One line of the doctor. `code` names the check, `mend` the advice; the app has the words."""

    code: str
    ok: bool
    mend: str | None
    params: dict[str, object] = {}


class Diagnosis(View):
    pbx: str
    at: datetime
    checks: list[Check]

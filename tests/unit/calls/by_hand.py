"""Events written by hand, for what no recorded trace has."""

from cti.ami.events import Hangup, Newchannel, Newstate
from cti.calls.tracker import SeenChannel


def ring(uniqueid: str, linkedid: str, endpoint: str, *, incoming: bool = False) -> list:  # type: ignore[type-arg]
    channel = f"PJSIP/{endpoint}-{int(uniqueid.rpartition('.')[2]):08x}"
    state = 4 if incoming else 5
    return [
        Newchannel(
            uniqueid, linkedid, channel, state if incoming else 0, "0911", "", "c", "102", ""
        ),
        Newstate(uniqueid, linkedid, channel, state, "0911", "", "", ""),
    ]


def answer(uniqueid: str, linkedid: str, endpoint: str) -> list:  # type: ignore[type-arg]
    channel = f"PJSIP/{endpoint}-{int(uniqueid.rpartition('.')[2]):08x}"
    return [Newstate(uniqueid, linkedid, channel, 6, "", "", "", "")]


def hang_up(uniqueid: str, linkedid: str, endpoint: str) -> list:  # type: ignore[type-arg]
    channel = f"PJSIP/{endpoint}-{int(uniqueid.rpartition('.')[2]):08x}"
    return [Hangup(uniqueid, linkedid, channel, 6, 16, "")]


TALK = [
    *ring("p.1", "p.1", "carrier", incoming=True),
    *ring("p.2", "p.1", "101"),
    *answer("p.1", "p.1", "carrier"),
    *answer("p.2", "p.1", "101"),
]


def see(uniqueid: str, linkedid: str, endpoint: str, state: int = 6) -> SeenChannel:
    channel = f"PJSIP/{endpoint}-{int(uniqueid.rpartition('.')[2]):08x}"
    return SeenChannel(uniqueid, linkedid, channel, state, "0911", "02873001000", 30)

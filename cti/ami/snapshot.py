"""The channel that an event tells of: the block of headers that most events have. No I/O.

Asterisk writes the block with all its headers and always in one order
(ast_manager_build_channel_state_string), so one expression reads it in a third of the time that
single look-ups take. Should an event have it otherwise, single look-ups it is.
"""

import re
from typing import NamedTuple

from cti.ami.frame import Frame

UNKNOWN = "<unknown>"  # what Asterisk writes for "nothing"

_READ = (
    "Channel",
    "ChannelState",
    "CallerIDNum",
    "CallerIDName",
    "ConnectedLineNum",
    "ConnectedLineName",
    "AccountCode",
    "Context",
    "Exten",
    "Uniqueid",
    "Linkedid",
)
_ORDER = (
    *_READ[:2],
    "ChannelStateDesc",
    *_READ[2:6],
    "Language",
    *_READ[6:9],
    "Priority",
    *_READ[9:],
)


class Snapshot(NamedTuple):
    """A channel as an event tells of it; what is unknown is an empty text."""

    channel: str
    state: str
    caller_number: str
    caller_name: str
    connected_number: str
    connected_name: str
    account: str
    context: str
    exten: str
    uniqueid: str
    linkedid: str


def _compile(prefix: str) -> re.Pattern[str]:
    # Each value ends at its line's end and nowhere else: there is nothing to backtrack into.
    values = dict.fromkeys(_READ, "(?:<unknown>|([^\r]*+))")
    ignored = "[^\r]*+"
    lines = (f"\r\n{prefix}{name}: {values.get(name, ignored)}" for name in _ORDER)
    return re.compile("".join(lines) + "\r\n")


_BLOCKS = {prefix: _compile(prefix) for prefix in ("", "Dest")}


def read_snapshot(frame: Frame, prefix: str = "") -> Snapshot:
    """The channel block whose headers begin with `prefix` (`Dest` is the dialled side's).

    Raises KeyError when an event has no Channel, Uniqueid or Linkedid.
    """
    found = _BLOCKS[prefix].search(frame.read_text())
    return _look_up(frame, prefix) if found is None else _make(found.groups(""))


_make = Snapshot._make


def _look_up(frame: Frame, prefix: str) -> Snapshot:
    needed = ("Channel", "Uniqueid", "Linkedid")
    values = (
        frame[prefix + name] if name in needed else frame.get(prefix + name) for name in _READ
    )
    return Snapshot._make("" if value == UNKNOWN else value for value in values)

"""The PBX's outbox: what our dialplan wrote to AstDB, read back as the events it also raised.

One entry is `cti/outbox/<attempt>:<step>` = `reply|<key>|<epoch>` or `cti/outbox/<attempt>:end` =
`end|<cause>|<tech cause>|<answered epoch or empty>|<ended epoch>|<dial status or empty>`. No I/O.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from cti.ami.events import CtiOutcome, CtiReply

FAMILY = "cti/outbox"

ATTEMPT = re.compile(r"[A-Za-z0-9_.-]{1,120}")
_END = "end"
_LATEST = 32_503_680_000  # the year 3000: a number beyond it is no time
_MAX_CAUSE = 127  # Q.850
_STEP = re.compile(r"[1-9][0-9]{0,3}")  # as our dialplan counts: one spelling for each
_KEYS = re.compile(r"[0-9A-D*#]{0,8}")


class Malformed(NamedTuple):
    """An outbox entry that can't be read. `key` is what to delete to be rid of it."""

    key: str
    value: str


def parse_epoch(text: str) -> datetime:
    """Seconds since 1970, with or without a fraction, as UTC. Raises ValueError."""
    seconds = float(text)
    if not 0 <= seconds < _LATEST:
        raise ValueError(text)
    return datetime.fromtimestamp(seconds, UTC)


def parse_attempt(text: str) -> str:
    """An attempt id as our dialplan writes it. Raises ValueError for anything else."""
    if not ATTEMPT.fullmatch(text):
        raise ValueError(text)
    return text


def parse_cause(text: str) -> int:
    """A Q.850 cause; an empty text is 0. Raises ValueError."""
    cause = int(text or 0)
    if not 0 <= cause <= _MAX_CAUSE:
        raise ValueError(text)
    return cause


def parse_step(text: str) -> int:
    """Which key press of the call it was, from 1. Raises ValueError."""
    if not _STEP.fullmatch(text):
        raise ValueError(text)
    return int(text)


def parse_key(text: str) -> str:
    """What was pressed; empty for the # that ends a reading. Raises ValueError."""
    if not _KEYS.fullmatch(text):
        raise ValueError(text)
    return text


def parse_entry(key: str, value: str) -> CtiReply | CtiOutcome | Malformed:
    """One entry; `key` is `<attempt>:<step>` or `<attempt>:end`, without the family."""
    try:
        return _parse(key, value)
    except ValueError:
        return Malformed(key, value)


def _parse(key: str, value: str) -> CtiReply | CtiOutcome:
    attempt, _, step = key.rpartition(":")
    kind, *fields = value.split("|")
    if step == _END and kind == _END:
        cause, tech_cause, answered, ended, dial_status = fields
        return CtiOutcome(
            attempt=parse_attempt(attempt),
            cause=parse_cause(cause),
            tech_cause=tech_cause,
            answered=parse_epoch(answered) if answered else None,
            ended=parse_epoch(ended),
            dial_status=dial_status,
        )
    if kind != "reply":
        raise ValueError(kind)
    pressed, at = fields
    return CtiReply(parse_attempt(attempt), parse_step(step), parse_key(pressed), parse_epoch(at))


def name_key(entry: CtiReply | CtiOutcome | Malformed) -> str:
    """The key under `cti/outbox` that holds `entry`: what DBDel acknowledges."""
    match entry:
        case CtiReply(attempt=attempt, step=step):
            return f"{attempt}:{step}"
        case CtiOutcome(attempt=attempt):
            return f"{attempt}:{_END}"
        case Malformed(key=key):
            return key

"""What became of an attempt whose fate is not known: looked up, never guessed. No I/O.

A hangup handler, pushed by the Originate itself, writes to the PBX's outbox for every channel
that ever existed, and the entry stays until we have committed it. So an attempt that is neither
among the live channels nor in the outbox never had a channel, provided that the PBX has run
without a restart since: it was not placed, and may be tried again. After a restart (a crash can
lose the outbox's last second) nobody can tell: lost, and not redialled.
"""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from enum import StrEnum

from cti.calls.facts import MAX_SEND_DELAY, AttemptRow

GRACE = MAX_SEND_DELAY + timedelta(seconds=2)
"""A younger attempt may still be on its way: about to be sent, or in the PBX's socket when the
link was cut, to be read after we are connected again."""

RESTART_MARGIN = timedelta(seconds=2)
"""The PBX tells its uptime in whole seconds, and its outbox is on disk within one."""


class Verdict(StrEnum):
    """What to do about a live attempt."""

    KEEP = "keep"  # it has a channel
    IN_OUTBOX = "in_outbox"  # it is over, and its outcome is being applied
    NOT_PLACED = "not_placed"
    LOST = "lost"
    WAIT = "wait"  # look again in a moment


def judge(
    attempt: AttemptRow,
    live_ids: AbstractSet[str],
    outbox_ids: AbstractSet[str],
    pbx_started_at: datetime,
    now: datetime,
) -> Verdict:
    """The verdict on one live attempt.

    `live_ids` must have been read from the PBX before `outbox_ids`: a call that ends between
    the two is then in one of them.
    """
    if attempt.id in live_ids:
        return Verdict.KEEP
    if attempt.id in outbox_ids:
        return Verdict.IN_OUTBOX
    if now - attempt.created_at < GRACE:
        return Verdict.WAIT
    if attempt.created_at < pbx_started_at + RESTART_MARGIN:
        return Verdict.LOST
    return Verdict.NOT_PLACED

"""What a link has done so far; plain numbers that only grow, read by the metrics page."""

from dataclasses import dataclass


@dataclass(slots=True)
class LinkCounters:
    """Counted since the server started, over all connections of one link."""

    bytes_in: int = 0
    events: int = 0  # decoded and given to the consumer
    frames_skipped: int = 0  # events of no interest, never parsed
    events_undecoded: int = 0  # events of interest that could not be understood
    consumer_errors: int = 0  # exceptions out of on_event and on_down, contained
    actions: int = 0
    actions_refused: int = 0
    actions_timed_out: int = 0
    late_replies: int = 0  # came after their deadline, or belong to nothing; dropped
    connections: int = 0
    reconnects: int = 0
    overflows: int = 0
    held_peak: int = 0  # most events ever held back during a resync
    drift: int = 0  # differences a resync found; the consumer adds to it

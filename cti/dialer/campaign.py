"""A campaign's life. No I/O, no clock.

    draft ──start──▶ running ──pause──▶ paused ──resume──▶ running …
                        │                  │
                        ├──stop──▶ stopped ◀──stop──┘      final: members left are not called
                        └──exhaust──▶ finished             nobody is left to call

A finished campaign to which members are added runs again with start; a stopped one never does.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a campaign is in its life."""

    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


class Command(StrEnum):
    """What moves it. All but EXHAUST are a user's."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    EXHAUST = "exhaust"


TRANSITIONS = {
    (State.DRAFT, Command.START): State.RUNNING,
    (State.RUNNING, Command.PAUSE): State.PAUSED,
    (State.RUNNING, Command.STOP): State.STOPPED,
    (State.RUNNING, Command.EXHAUST): State.FINISHED,
    (State.PAUSED, Command.RESUME): State.RUNNING,
    (State.PAUSED, Command.STOP): State.STOPPED,
    (State.FINISHED, Command.START): State.RUNNING,
}


def next_state(state: State, command: Command) -> State | None:
    """The state after `command`, or None when it is not allowed now."""
    return TRANSITIONS.get((state, command))

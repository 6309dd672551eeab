"""Where a link stands, and the seconds and limits it keeps to."""

from dataclasses import dataclass, field
from enum import StrEnum

from cti.ami.backoff import Backoff


class LinkState(StrEnum):
    """Where a link stands."""

    CONNECTING = "connecting"  # up to the login
    SYNCING = "syncing"  # logged in; the resync hook runs, events are held back
    UP = "up"  # actions go out, events come in
    DOWN = "down"  # waiting to connect again
    REFUSED = "refused"  # like DOWN, but an administrator has to mend something first


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """Seconds and limits; the defaults are for use, tests shorten them."""

    connect_timeout: float = 5.0
    login_timeout: float = 5.0
    boot_timeout: float = 60.0  # a restarting Asterisk accepts logins before it has loaded all
    resync_timeout: float = 30.0
    originate_delay: float = 1.0  # finding no room for so long, an Originate is not sent at all
    ping_interval: float = 5.0
    ping_timeout: float = 5.0
    stable_after: float = 30.0  # up for so long, a loss counts as the first again
    max_held_events: int = 50_000
    allow_unsafe_asterisk: bool = False
    backoff: Backoff = field(default_factory=Backoff)

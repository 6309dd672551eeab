"""How often somebody may try to sign in. Pure; bounded in memory whatever comes."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from math import ceil

MAX_KEYS = 20_000
IPV6_SITE_BITS = 64  # one customer's line has 2^64 addresses of its own


@dataclass(slots=True)
class _Window:
    started_at: datetime
    tries: int


class Throttle:
    """At most `limit` tries a key within `period`, counted from the first of them."""

    def __init__(self, limit: int, period: timedelta, max_keys: int = MAX_KEYS) -> None:
        self._limit = limit
        self._period = period
        self._max_keys = max_keys
        self._windows: OrderedDict[str, _Window] = OrderedDict()  # oldest window first

    def take(self, key: str, now: datetime) -> int | None:
        """Count a try. None: go on; else: not before so many seconds."""
        self._forget_old(now)
        window = self._windows.get(key)
        if window is None:
            if len(self._windows) >= self._max_keys:
                self._windows.popitem(last=False)
            window = self._windows[key] = _Window(now, 0)
        if window.tries >= self._limit:
            return max(1, ceil((window.started_at + self._period - now).total_seconds()))
        window.tries += 1
        return None

    def give_back(self, key: str) -> None:
        """The try was a good one: it does not count."""
        if window := self._windows.get(key):
            window.tries = max(0, window.tries - 1)

    def reset(self, key: str) -> None:
        """Start afresh for this key."""
        self._windows.pop(key, None)

    def __len__(self) -> int:
        return len(self._windows)

    def _forget_old(self, now: datetime) -> None:
        while self._windows:
            key, window = next(iter(self._windows.items()))
            if now - window.started_at < self._period:
                return
            del self._windows[key]


def network_of(address: str) -> str:
    """The address as a key: for IPv6 the line it belongs to; anything else as it is."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> IPV6_SITE_BITS << IPV6_SITE_BITS)}/{IPV6_SITE_BITS}"
    return str(parsed)

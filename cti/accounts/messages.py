"""What accounts tell the rest of the server, over the bus and after the commit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """A user's sessions are over: the one given, or all. Open sockets must close."""

    user_id: int
    token_hash: str | None


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """An API token is over. What it has open must close."""

    token_id: int


@dataclass(frozen=True, slots=True)
class UserChanged:
    """A user was made or changed: name, role, team, extension or language may be new."""

    user_id: int


@dataclass(frozen=True, slots=True)
class RightsChanged:
    """What these users may do or see is another now: in their open pages as well."""

    user_ids: frozenset[int]

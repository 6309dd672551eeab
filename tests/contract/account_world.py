"""What the tests of accounts and of the HTTP border stand on."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from cti.accounts.rights import Caller, Role

PASSWORD = "correct horse"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class AddUser(Protocol):
    """Makes a user, and tells them as the caller they would be."""

    async def __call__(
        self,
        username: str,
        role: Role = Role.AGENT,
        extension: str | None = None,
        team_id: int | None = None,
    ) -> Caller: ...

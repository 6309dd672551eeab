"""Password hashes: argon2id, with the parameters of RFC 9106's second recommendation."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Each takes 64 MiB and tens of milliseconds of a core: a rush of sign-ins must wait its turn."""


class Passwords:
    """Hashes and checks passwords off the event loop."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        """A new salted hash, to be stored."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one. Without a stored hash: no, after the same work.

        The time must not tell whether there is such a user.
        """
        if stored is None and self._nobody is None:
            self._nobody = await self.hash("nobody's")
        async with self._turn:
            fits = await asyncio.to_thread(self._verify, stored or self._nobody or "", password)
        return fits and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

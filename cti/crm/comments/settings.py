"""Who may comment: an admin's setting (X4)."""

from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.comments.rules import DEFAULT_COMMENTERS, Commenter
from cti.crm.comments.shapes import Commenters, CommentersView
from cti.crm.settings_store import read_setting, write_setting
from cti.db import Database

NAME = "commenters"


async def read_commenters(connection: AsyncConnection) -> frozenset[Commenter]:
    """Who may, as it is set now."""
    stored = await read_setting(connection, NAME)
    if not isinstance(stored, list):
        return DEFAULT_COMMENTERS
    return frozenset(Commenter(one) for one in stored if one in set(Commenter))


class CommentSettings:
    """Reads and sets it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def get(self) -> CommentersView:
        """Who may, in the order of the form."""
        async with self._db.read() as connection:
            return _make_view(await read_commenters(connection))

    async def change(self, caller: Caller, form: Commenters) -> CommentersView:
        """Set it, in force at once."""
        allowed = frozenset(form.allowed)
        async with self._db.write() as unit:
            before = await read_commenters(unit.connection)
            await write_setting(unit.connection, NAME, sorted(allowed))
            detail = {"allowed": [sorted(before), sorted(allowed)]}
            await record_audit(
                unit.connection,
                caller,
                "comments.configured",
                "setting/commenters",
                detail,
                at=self._clock(),
            )
        return _make_view(allowed)


def _make_view(allowed: frozenset[Commenter]) -> CommentersView:
    return CommentersView(allowed=[one for one in Commenter if one in allowed])

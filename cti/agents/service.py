"""Presence: whether an agent is ready, pausing (and why), or away. Survives a restart."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from cti.accounts.rights import Caller
from cti.agents.errors import PauseReasonMissingError
from cti.agents.shapes import PresenceForm, PresenceView
from cti.clock import Clock
from cti.db import Database, Unit
from cti.live.hub import Hub
from cti.schema import agent_states


def name_topic(user_id: int) -> str:
    """The live topic that the browser follows as `me`."""
    return f"user/{user_id}"


class Presences:
    """Everybody's presence; entry `presence` of each user's topic."""

    def __init__(self, db: Database, hub: Hub, clock: Clock) -> None:
        self._db, self._hub, self._clock = db, hub, clock
        self._known: dict[int, PresenceView] = {}

    async def load(self) -> None:
        """Read what was last set."""
        async with self._db.read() as connection:
            rows = list((await connection.execute(sa.select(agent_states))).mappings())
        for row in rows:
            view = PresenceView(presence=row["presence"], reason=row["reason"], since=row["since"])
            self._show(row["user_id"], view)

    def find(self, user_id: int) -> PresenceView:
        """A user's presence; offline until they say otherwise."""
        known = self._known.get(user_id)
        if known is None:
            known = PresenceView(presence="offline", reason=None, since=self._clock())
            self._known[user_id] = known
        return known

    def open(self, user_id: int) -> None:
        """Make sure that the user's topic shows it."""
        self._show(user_id, self.find(user_id))

    async def change(self, caller: Caller, form: PresenceForm) -> PresenceView:
        """Set one's own presence. Raises PauseReasonMissingError."""
        if form.presence == "paused" and not form.reason:
            raise PauseReasonMissingError
        reason = form.reason if form.presence == "paused" else None
        view = PresenceView(presence=form.presence, reason=reason, since=self._clock())
        async with self._db.write() as unit:
            await _save(unit, caller.user_id, view)
            unit.after_commit(lambda: self._show(caller.user_id, view))
        return view

    def _show(self, user_id: int, view: PresenceView) -> None:
        self._known[user_id] = view
        self._hub.put(name_topic(user_id), "presence", view.model_dump(mode="json"))


async def _save(unit: Unit, user_id: int, view: PresenceView) -> None:
    insert = sqlite.insert if unit.connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(agent_states).values(user_id=user_id, **view.model_dump())
    new = statement.excluded
    await unit.connection.execute(
        statement.on_conflict_do_update(
            index_elements=[agent_states.c.user_id],
            set_={name: new[name] for name in PresenceView.model_fields},
        )
    )

"""The agents' desks: whose phone rings about whom, live in each user's own topic.

The way of a pop: event, lookup (begun when the call was born), `hub.put`. Nothing is written
before it and nothing is polled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cti.accounts.rights import Caller
from cti.agents.people import PeopleBook
from cti.agents.service import Presences, name_topic
from cti.bus import Bus
from cti.calls import store
from cti.calls.call import Call
from cti.calls.cards import make_card, read_card
from cti.calls.desk_phones import DeskPhones
from cti.calls.identity import Identities
from cti.calls.messages import CallChanged, CallsClosed
from cti.calls.recording import REMEMBER, find_outcome, needs_wrap_up
from cti.calls.shapes import CallCard
from cti.calls.whose import Identity
from cti.clock import Clock
from cti.crm.shapes import ContactMatch
from cti.db import Database
from cti.live.hub import Hub
from cti.shapes import Person


@dataclass(slots=True)
class Shown:
    """A call that is on desks: `call` while it lives, `card` and one holder after it."""

    call: Call
    holders: set[int] = field(default_factory=set)
    card: CallCard | None = None


class Desk:
    """Keeps the topic `user/<id>` of every active user."""

    def __init__(
        self,
        hub: Hub,
        bus: Bus,
        clock: Clock,
        *,
        people: PeopleBook,
        presences: Presences,
        identities: Identities,
        phones: DeskPhones,
        region: str = "VN",
    ) -> None:
        self._hub, self._clock, self._region = hub, clock, region
        self._people, self._presences = people, presences
        self._identities, self.phones = identities, phones
        self._live: dict[str, Shown] = {}
        self._waiting: dict[str, tuple[int, CallCard]] = {}  # ended, not wrapped up
        identities.on_ready(self._on_identity)
        people.on_changed(self._open_all)
        bus.subscribe(CallChanged, self._on_call_changed)
        bus.subscribe(CallsClosed, self._on_calls_closed)

    async def load(self, db: Database) -> None:
        """Put back what was on the desks before a restart."""
        await self._people.load()
        await self._presences.load()
        async with db.read() as connection:
            rows = await store.list_unwrapped(connection, self._clock() - REMEMBER)
        self._put_back(rows)
        self._open_all()

    def open(self, caller: Caller) -> str:
        """The caller's own topic, with its entries in place."""
        person = Person(
            id=caller.user_id,
            name=caller.name,
            extension=caller.extension,
            role=caller.role.value,
        )
        self._people.learn(person)
        self._presences.open(person.id)
        self.phones.open(person)
        return name_topic(person.id)

    def find_card(self, call_id: str, user_id: int) -> CallCard | None:
        """The card of a call on this user's desk."""
        waiting = self._waiting.get(call_id)
        if waiting is not None:
            return waiting[1] if waiting[0] == user_id else None
        shown = self._live.get(call_id)
        if shown is None or user_id not in shown.holders:
            return None
        identity = self._identities.find(call_id)
        return None if identity is None else self._draw(shown.call, identity)

    def attach(self, call_id: str, match: ContactMatch) -> None:
        """Show whose call it was, now that somebody said so."""
        waiting = self._waiting.get(call_id)
        if waiting is not None:
            changes = {
                "matches": [match],
                "contact_id": match.contact_id,
                "customer_id": match.customer_id,
            }
            self._wait_for_wrap_up(waiting[0], waiting[1].model_copy(update=changes))
            return
        self._identities.attach(call_id, match)
        if (shown := self._live.get(call_id)) is not None:
            self._show(shown)

    def wrap_up(self, call_id: str) -> None:
        """The after-call work is done: the card goes."""
        waiting = self._waiting.pop(call_id, None)
        if waiting is not None:
            self._hub.drop(name_topic(waiting[0]), f"call/{call_id}")

    def _put_back(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            if self._people.find(row["user_id"]) is not None:
                self._wait_for_wrap_up(row["user_id"], read_card(row, self._region))

    def _open_all(self) -> None:
        for person in self._people.list_all():
            self._presences.open(person.id)
            self.phones.open(person)

    # -- what moves ----------------------------------------------------------------------

    def _on_call_changed(self, message: CallChanged) -> None:
        call = message.call
        if call.kind == "campaign":
            return
        self.phones.note(call)
        if call.kind == "internal":
            return
        shown = self._live.get(call.id)
        if shown is None:
            if call.id in self._waiting:
                return  # it is over already
            shown = self._live[call.id] = Shown(call)
        shown.call = call
        self._show(shown)
        if call.ended_at is not None:
            self._finish(shown)

    def _on_calls_closed(self, message: CallsClosed) -> None:
        self._put_back(message.rows)

    def _on_identity(self, call_id: str) -> None:
        if (shown := self._live.get(call_id)) is not None:
            self._show(shown)

    def _show(self, shown: Shown) -> None:
        call = shown.call
        identity = self._identities.find(call.id)
        if identity is None or not identity.ready:
            return  # comes again when the lookup is back, in a millisecond or two
        holders = self._find_holders(call, identity)
        key = f"call/{call.id}"
        for user_id in shown.holders - holders:
            self._hub.drop(name_topic(user_id), key)
        shown.holders = holders
        if holders:
            shown.card = self._draw(call, identity)
            entry = shown.card.model_dump(mode="json")
            for user_id in holders:
                self._hub.put(name_topic(user_id), key, entry)

    def _finish(self, shown: Shown) -> None:
        call = shown.call
        del self._live[call.id]
        for user_id in shown.holders:
            if shown.card is not None:
                self._waiting[call.id] = (user_id, shown.card)

    def _find_holders(self, call: Call, identity: Identity) -> set[int]:
        """Whose desks the call is on now."""
        last = self._people.find_by_extension(call.last_agent)
        responsible = last.id if last else identity.user_id
        if call.ended_at is not None:
            keeps = responsible is not None and needs_wrap_up(call, find_outcome(call, None))
            return {responsible} if keeps and responsible is not None else set()
        near = {
            person.id
            for extension in (*call.ringing, *call.talking)
            if (person := self._people.find_by_extension(extension)) is not None
        }
        # Nobody rings or talks for an instant: between two legs, or as the call ends.
        return near or ({responsible} if responsible is not None else set())

    def _draw(self, call: Call, identity: Identity) -> CallCard:
        agent = self._people.find_by_extension(call.last_agent)
        agent = agent or self._people.find(identity.user_id)
        return make_card(call, identity, agent, find_outcome(call, None))

    def _wait_for_wrap_up(self, user_id: int, card: CallCard) -> None:
        self._waiting[card.id] = (user_id, card)
        self._hub.put(name_topic(user_id), f"call/{card.id}", card.model_dump(mode="json"))

"""Live topics of customers: who saw one a moment ago is told when it changes.

A topic's name is handed out with what the caller was allowed to read, and carries a proof of that;
so following needs no look into the database. It holds nothing but a number that moves: what has
changed is read over HTTP, where visibility is checked each time.
"""

import hashlib
import hmac
import re
import secrets

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.crm.messages import CustomerChanged
from cti.live.hub import Hub

TOPIC = re.compile(r"customer/([1-9][0-9]{0,17})/([0-9a-f]{32})")
PROOF_CHARS = 32


class WatchKeys:
    """Gives out the names of topics, and knows its own again. A restart forgets them all."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def make_topic(self, caller: Caller, customer_id: int) -> str:
        """The topic of a customer that this caller may see."""
        return f"customer/{customer_id}/{self._prove(caller, str(customer_id))}"

    def read_topic(self, caller: Caller, topic: str) -> str | None:
        """The topic's name in the hub; None when it was not given to this caller."""
        found = TOPIC.fullmatch(topic)
        if found is None or not hmac.compare_digest(found[2], self._prove(caller, found[1])):
            return None
        return name_topic(int(found[1]))

    def _prove(self, caller: Caller, customer_id: str) -> str:
        said = f"{caller.user_id}/{customer_id}".encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()[:PROOF_CHARS]


class Watching:
    """Moves the entry `changed` of the topics that somebody follows."""

    def __init__(self, hub: Hub, bus: Bus) -> None:
        self._hub = hub
        self._count = 0
        bus.subscribe(CustomerChanged, self._on_changed)

    def _on_changed(self, message: CustomerChanged) -> None:
        topic = name_topic(message.customer_id)
        if not self._hub.has_followers(topic):
            return  # an import changes a hundred thousand of them
        self._count += 1
        self._hub.put(topic, "changed", self._count, soon=True)


def name_topic(customer_id: int) -> str:
    """What a customer's topic is called inside."""
    return f"customer/{customer_id}"

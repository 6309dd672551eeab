"""Topics, their documents, and who follows them. Encodes each message once."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable

import orjson

from cti.live.document import Change, Document, Json

log = logging.getLogger(__name__)

Sink = Callable[[str], None]
"""Takes one encoded message; must not block. A slow follower is its owner's business."""

COALESCE_S = 0.05
"""Busy topics (a campaign at 100 calls/s) are sent at most 20 times a second: from key to page
stays under 100 ms, and a browser draws a frame per change, not per call."""


class Hub:
    """Every live topic of this server."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._sinks: dict[str, set[Sink]] = defaultdict(set)
        self._due: dict[str, asyncio.TimerHandle] = {}

    def document(self, topic: str) -> Document:
        """The topic's document, made at first use."""
        if topic not in self._documents:
            self._documents[topic] = Document(topic)
        return self._documents[topic]

    def follow(self, topic: str, sink: Sink) -> None:
        """Send the snapshot to `sink`, and every change after it."""
        self.flush(topic)  # what is waiting belongs to the snapshot
        document = self.document(topic)
        self._sinks[topic].add(sink)
        sink(encode_snapshot(document))

    def unfollow(self, topic: str, sink: Sink) -> None:
        """Send nothing more of `topic` to `sink`."""
        self._sinks[topic].discard(sink)
        if not self._sinks[topic]:
            del self._sinks[topic]
            document = self.document(topic)
            if document.seq == 0 and not document.entries:
                del self._documents[topic]  # a topic that never was; names come from outside

    def has_followers(self, topic: str) -> bool:
        """Whether anybody follows the topic just now."""
        return topic in self._sinks

    def put(self, topic: str, key: str, value: Json, *, soon: bool = False) -> None:
        """Set one entry and send the change: now, or with `soon` within COALESCE_S."""
        self.document(topic).put(key, value)
        self._schedule(topic, soon=soon)

    def drop(self, topic: str, key: str, *, soon: bool = False) -> None:
        """Remove one entry and send the change, as `put` does."""
        self.document(topic).drop(key)
        self._schedule(topic, soon=soon)

    def forget(self, topic: str) -> None:
        """Empty a topic that is no longer of use; followers see its entries go."""
        document = self.document(topic)
        for key in tuple(document.entries):
            document.drop(key)
        self.flush(topic)

    def flush(self, topic: str) -> None:
        """Send what waits on `topic`."""
        if handle := self._due.pop(topic, None):
            handle.cancel()
        if (change := self.document(topic).flush()) is None:
            return
        sinks = self._sinks.get(topic)
        if not sinks:
            return
        text = encode_change(change)
        for sink in tuple(sinks):
            sink(text)

    def _schedule(self, topic: str, *, soon: bool) -> None:
        if not soon:
            self.flush(topic)
        elif topic not in self._due:
            loop = asyncio.get_running_loop()
            self._due[topic] = loop.call_later(COALESCE_S, self.flush, topic)


def encode_snapshot(document: Document) -> str:
    """`{"type":"snapshot","topic":…,"seq":n,"entries":{…}}`."""
    return orjson.dumps(
        {
            "type": "snapshot",
            "topic": document.topic,
            "seq": document.seq,
            "entries": document.entries,
        }
    ).decode()


def encode_change(change: Change) -> str:
    """`{"type":"change","topic":…,"seq":n,"set":{…},"unset":[…]}`."""
    return orjson.dumps(
        {
            "type": "change",
            "topic": change.topic,
            "seq": change.seq,
            "set": change.set,
            "unset": change.unset,
        }
    ).decode()

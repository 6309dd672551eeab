"""Publish and subscribe inside one process. Redis will stand behind the same face."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

log = logging.getLogger(__name__)

M = TypeVar("M")


class Bus:
    """Typed messages, delivered at once and in order to those who asked for their type.

    Handlers are plain functions that do little: who has slow work keeps a bounded queue of
    their own. A handler that raises is logged and does not stop the others.
    """

    def __init__(self) -> None:
        self._handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)

    def subscribe(self, kind: type[M], handler: Callable[[M], None]) -> Callable[[], None]:
        """Call `handler` with every message of `kind` from now on; returns the way out."""
        self._handlers[kind].append(handler)
        return lambda: self._handlers[kind].remove(handler)

    def publish(self, message: object) -> None:
        """Tell everybody who subscribed to this message's type. Call it after the commit."""
        for handler in tuple(self._handlers[type(message)]):
            try:
                handler(message)
            except Exception:
                log.exception("bus handler failed", extra={"message_type": type(message).__name__})

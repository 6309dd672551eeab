"""One connection to Asterisk on panoramisk's Manager and Action, and nothing that outlives it.

panoramisk opens the connection and names the actions. Its protocol, queue, pings, dispatch and
reconnect are replaced: docs/adr/0101-ami-on-panoramisk.md says by what and why.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any

from panoramisk.actions import Action
from panoramisk.manager import Manager

from cti.ami.address import PbxAddress
from cti.ami.protocol import AmiProtocol


class SentAction(Action):  # type: ignore[misc]  # panoramisk ships no types
    """A panoramisk action: its unique ActionID and the future that its caller awaits."""

    def __init__(self, name: str, action_id: str | None = None) -> None:
        super().__init__({"Action": name} | ({"ActionID": action_id} if action_id else {}))


class Session(Manager):  # type: ignore[misc]  # panoramisk ships no types
    """A Manager that lives for one connection: it never connects again, queues or resends."""

    def __init__(self, address: PbxAddress, make_protocol: Callable[[], AmiProtocol]) -> None:
        super().__init__(
            host=address.host,
            port=address.port,
            ssl=ssl.create_default_context() if address.tls else False,
            loop=asyncio.get_running_loop(),
            protocol_factory=make_protocol,
        )

    async def open(self) -> AmiProtocol:
        """Connect. Raises OSError (no route, refused, TLS)."""
        _, protocol = await self.connect()
        self.protocol = protocol
        return self.protocol  # type: ignore[no-any-return]  # panoramisk ships no types

    def connection_made(self, f: "asyncio.Task[Any]") -> None:
        """Leave logging in to the link; panoramisk would retry on an OSError, and only then."""
        if not f.cancelled():
            f.exception()  # `open` raises it; asked for here so that nobody warns of it

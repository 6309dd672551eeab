"""One action and its answer over one connection: sent once, answered within a deadline."""

import asyncio
from typing import Any

from cti.ami.protocol import AmiProtocol, Pending
from cti.ami.session import SentAction
from cti.ami.wire import Headers, encode_action


async def exchange(
    protocol: AmiProtocol,
    name: str,
    headers: Headers,
    *,
    complete: str | None = None,
    within: float,
    room_within: float | None = None,
) -> Any:  # noqa: ANN401 - a Reply, or the frames of a list; the link's methods say which
    """Send an action; its Reply, or the items of the list that the event `complete` ends.

    `within` is in seconds and covers waiting for room to write too, which `room_within` can bound
    more tightly. Raises UnsafeHeaderError and
    LinkDownError (never sent), ActionRefusedError, FateUnknownError (sent, no answer).
    """
    given = next((value for header, value in headers if header == "ActionID"), None)
    action = SentAction(name, given)
    numbered = headers if given else [("ActionID", action.id), *headers]
    data = encode_action(name, numbered)
    now = asyncio.get_running_loop().time()
    deadline = now + within
    await protocol.wait_writable(deadline if room_within is None else now + room_within)
    ending = complete.encode() if complete else None
    protocol.send(data, action.id, Pending(name, action.future, ending), deadline)
    try:
        return await action.future
    finally:
        protocol.forget(action.id)

"""What a PBX holds just now: live channels, the outbox, device states. Read at each connect.

The order matters. The outbox is read after the channels: a call that ends between the two is
missed by neither (its outcome is in the outbox already, or its channel was still listed).
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import NamedTuple

from cti.ami.actions import (
    Action,
    build_device_states,
    build_outbox_delete,
    build_outbox_read,
    build_status,
)
from cti.ami.client import AmiLink
from cti.ami.errors import ActionRefusedError, UnsafeValueError
from cti.ami.events import CtiOutcome, CtiReply, DeviceStateChange
from cti.ami.frame import Frame
from cti.ami.outbox import FAMILY, Malformed, name_key, parse_entry

log = logging.getLogger(__name__)

ATTEMPT_VARIABLE = "CTI_ATTEMPT"
AT_ONCE = 500  # deletions on their way together: enough to fill the pipe, few enough to be in time

OutboxEntry = CtiReply | CtiOutcome


class LiveChannel(NamedTuple):
    """A channel that is alive. `attempt` is empty for calls that are none of our attempts."""

    uniqueid: str
    linkedid: str
    channel: str
    state: int  # AST_STATE_*, 6 is up
    caller_number: str
    caller_name: str
    connected_number: str
    context: str
    exten: str
    seconds: int  # since it was made
    bridge: str  # the bridge it is in, or empty
    attempt: str


class PbxSnapshot(NamedTuple):
    """One reading of a PBX."""

    channels: Sequence[LiveChannel]
    outbox: Sequence[OutboxEntry]  # an attempt's replies by step, its end after them
    malformed: Sequence[Malformed]  # entries that can't be read: report, then delete
    devices: Sequence[DeviceStateChange]  # a phone that is not registered is UNAVAILABLE

    @property
    def live_attempts(self) -> frozenset[str]:
        """The attempts that have a live channel: as ChannelId or as inherited variable."""
        return frozenset(channel.attempt or channel.uniqueid for channel in self.channels)


async def read_snapshot(link: AmiLink) -> PbxSnapshot:
    """Read it all. Raises FateUnknownError or LinkDownError when the link is lost meanwhile."""
    status = await send_list(link, build_status([ATTEMPT_VARIABLE]), "StatusComplete")
    devices = await send_list(link, build_device_states(), "DeviceStateListComplete")
    outbox, malformed = await read_outbox(link)
    return PbxSnapshot(
        [_read_channel(item) for item in status if item.get("Event") == "Status"],
        outbox,
        malformed,
        [
            DeviceStateChange(item.get("Device"), item.get("State"))
            for item in devices
            if item.get("Event") == "DeviceStateChange"
        ],
    )


async def read_outbox(link: AmiLink) -> tuple[list[OutboxEntry], list[Malformed]]:
    """The outbox, in the order to apply it, and what of it can't be read."""
    items = await send_list(link, build_outbox_read(), "DBGetTreeComplete")
    parsed = [
        parse_entry(item.get("Key").removeprefix(f"/{FAMILY}/"), item.get("Val"))
        for item in items
        if item.get("Event") == "DBGetTreeResponse"
    ]
    malformed = [entry for entry in parsed if isinstance(entry, Malformed)]
    entries = [entry for entry in parsed if not isinstance(entry, Malformed)]
    return sorted(entries, key=_order), malformed


async def acknowledge(link: AmiLink, entries: Sequence[OutboxEntry | Malformed]) -> None:
    """Delete entries from the outbox; to be called after the commit that holds them.

    An entry that is gone already is no error. Raises LinkDownError or FateUnknownError: the rest
    stays, and is drained at the next connect.
    """
    for start in range(0, len(entries), AT_ONCE):
        deletions = [_delete(link, name_key(entry)) for entry in entries[start : start + AT_ONCE]]
        results = await asyncio.gather(*deletions, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result


async def send(link: AmiLink, action: Action) -> Frame:
    """Send a built action; see `AmiLink.action`."""
    return await link.action(action.name, action.headers)


async def send_list(link: AmiLink, action: Action, complete_event: str) -> list[Frame]:
    """Send a built list action; see `AmiLink.list_action`."""
    return await link.list_action(action.name, action.headers, complete_event)


async def _delete(link: AmiLink, key: str) -> None:
    try:
        await send(link, build_outbox_delete(key))
    except (ActionRefusedError, UnsafeValueError) as error:
        # It stays, is seen again at the next connect and applied once all the same.
        log.warning("outbox entry could not be deleted: %s", error.code)


def _order(entry: OutboxEntry) -> tuple[str, int]:
    return entry.attempt, entry.step if isinstance(entry, CtiReply) else 1 << 30


def _read_channel(item: Frame) -> LiveChannel:
    variables = item.read_variables("Variable")
    return LiveChannel(
        item.get("Uniqueid"),
        item.get("Linkedid"),
        item.get("Channel"),
        _read_number(item.get("ChannelState")),
        item.get("CallerIDNum"),
        item.get("CallerIDName"),
        item.get("ConnectedLineNum"),
        item.get("Context"),
        item.get("Exten"),
        _read_number(item.get("Seconds")),
        item.get("BridgeID"),
        variables.get(ATTEMPT_VARIABLE, ""),
    )


def _read_number(text: str) -> int:
    return int(text) if text.isdecimal() else 0

"""Where a PBX would ring its telephones: the contacts of its SIP endpoints, read at each connect.

A device's state is not enough. Asterisk forgets at a restart how its contacts did, and calls a
phone UNAVAILABLE until it is probed again, up to a whole qualify interval later; it would be
rung all the same. `PJSIP_DIAL_CONTACTS` names exactly the contacts that Asterisk would ring: those
that have not failed their last probe. A Getvar asks for it, which our account may do;
PJSIPShowContacts would need `write=system`.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from cti.ami.actions import build_dial_contacts
from cti.ami.client import AmiLink
from cti.ami.errors import ActionRefusedError, UnsafeValueError
from cti.ami.events import DeviceStateChange
from cti.ami.resync import send

TECHNOLOGY = "PJSIP/"
UNREACHABLE = frozenset({"UNAVAILABLE", "INVALID", "UNKNOWN"})
"""The states of a device that can't be rung, unless it has a contact."""

AT_ONCE = 200  # questions on their way together


async def read_contacts(
    link: AmiLink, devices: Iterable[DeviceStateChange]
) -> Mapping[str, frozenset[str]]:
    """The contact URIs of each PJSIP endpoint among `devices`, by the endpoint's name.

    An endpoint without a contact has an empty set, as all have on an Asterisk without PJSIP.
    Raises LinkDownError or FateUnknownError.
    """
    found: dict[str, frozenset[str]] = {}
    names = [
        event.device.removeprefix(TECHNOLOGY)
        for event in devices
        if event.device.startswith(TECHNOLOGY)
    ]
    for start in range(0, len(names), AT_ONCE):
        asked: Sequence[str] = names[start : start + AT_ONCE]
        answers = await asyncio.gather(*(_read(link, name) for name in asked))
        found.update(zip(asked, answers, strict=True))
    return found


def parse_contacts(endpoint: str, dial_string: str) -> frozenset[str]:
    """The URIs in `PJSIP/<endpoint>/<uri>&PJSIP/<endpoint>/<uri>`; a URI may hold an `&` itself."""
    prefix = f"{TECHNOLOGY}{endpoint}/"
    if not dial_string.startswith(prefix):
        return frozenset()
    return frozenset(dial_string.removeprefix(prefix).split(f"&{prefix}"))


async def _read(link: AmiLink, endpoint: str) -> frozenset[str]:
    try:
        reply = await send(link, build_dial_contacts(endpoint))
    except (ActionRefusedError, UnsafeValueError):
        return frozenset()
    return parse_contacts(endpoint, reply.get("Value"))

"""Which phones and trunks one PBX can reach, from its device states and its SIP contacts."""

from collections.abc import Iterable, Mapping

from cti.ami.contacts import TECHNOLOGY, UNREACHABLE
from cti.ami.events import ContactStatus, DeviceStateChange
from cti.bus import Bus
from cti.calls.call import read_role
from cti.calls.messages import PhoneChanged

GONE = frozenset({"Removed", "Unreachable"})


class PhoneBook:
    """The extensions of one PBX, registered or not; tells the bus what changes.

    A phone with a contact that has not failed its probe can be rung, though its device be
    UNAVAILABLE: that it is from a restart of Asterisk until the first probe, seconds later.
    """

    def __init__(self, pbx: str, bus: Bus) -> None:
        self._pbx, self._bus = pbx, bus
        self._registered: dict[str, bool] = {}
        self._contacts: dict[str, set[str]] = {}
        self._trunks: dict[str, bool] = {}

    @property
    def trunks(self) -> Mapping[str, bool]:
        """The SIP endpoints that are no agent's phone; whether each can be reached."""
        return self._trunks

    def is_registered(self, extension: str) -> bool:
        """Whether the phone can be rung."""
        return self._registered.get(extension, False)

    def apply(self, event: DeviceStateChange | ContactStatus) -> None:
        """Take in one event; what is no SIP endpoint is left alone."""
        match event:
            case ContactStatus():
                contacts = self._contacts.setdefault(event.endpoint, set())
                if event.status in GONE:
                    contacts.discard(event.uri)
                else:
                    contacts.add(event.uri)
                self._set(event.endpoint, registered=bool(contacts))
            case DeviceStateChange() if event.device.startswith(TECHNOLOGY):
                name = event.device.removeprefix(TECHNOLOGY)
                can_be_rung = event.state not in UNREACHABLE or bool(self._contacts.get(name))
                self._set(name, registered=can_be_rung)

    def _set(self, name: str, *, registered: bool) -> None:
        role, _ = read_role(name)
        if role != "agent":
            self._trunks[name] = registered
        elif self._registered.get(name) is not registered:
            self._registered[name] = registered
            self._bus.publish(PhoneChanged(self._pbx, name, registered))

    def resync(
        self, devices: Iterable[DeviceStateChange], contacts: Mapping[str, frozenset[str]]
    ) -> None:
        """Take in the PBX's whole list; a phone that is not on it is not there."""
        listed = list(devices)
        self._contacts = {name: set(uris) for name, uris in contacts.items()}
        self._trunks.clear()
        names = {event.device.removeprefix(TECHNOLOGY) for event in listed}
        for extension in self._registered.keys() - names:
            self.apply(DeviceStateChange(TECHNOLOGY + extension, "UNAVAILABLE"))
        for event in listed:
            self.apply(event)

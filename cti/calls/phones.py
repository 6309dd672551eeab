"""Which agents' phones one PBX can reach, from its device states."""

from collections.abc import Iterable

from cti.ami.events import ContactStatus, DeviceStateChange
from cti.bus import Bus
from cti.calls.call import read_role
from cti.calls.messages import PhoneChanged

UNREACHABLE = frozenset({"UNAVAILABLE", "INVALID", "UNKNOWN"})
GONE = frozenset({"Removed", "Unreachable"})
TECHNOLOGY = "PJSIP/"


class PhoneBook:
    """The extensions of one PBX, registered or not; tells the bus what changes."""

    def __init__(self, pbx: str, bus: Bus) -> None:
        self._pbx, self._bus = pbx, bus
        self._registered: dict[str, bool] = {}

    def is_registered(self, extension: str) -> bool:
        """Whether the phone can be rung."""
        return self._registered.get(extension, False)

    def apply(self, event: DeviceStateChange | ContactStatus) -> None:
        """Take in one event; devices that are no agent's phone are left alone.

        A phone that has just registered is UNAVAILABLE until it is first probed, seconds later;
        its contact says at once that it can be rung.
        """
        match event:
            case ContactStatus():
                self._set(event.endpoint, registered=event.status not in GONE)
            case DeviceStateChange() if event.device.startswith(TECHNOLOGY):
                name = event.device.removeprefix(TECHNOLOGY)
                self._set(name, registered=event.state not in UNREACHABLE)

    def _set(self, name: str, *, registered: bool) -> None:
        role, _ = read_role(name)
        if role == "agent" and self._registered.get(name) is not registered:
            self._registered[name] = registered
            self._bus.publish(PhoneChanged(self._pbx, name, registered))

    def resync(self, devices: Iterable[DeviceStateChange]) -> None:
        """Take in the PBX's whole list; a phone that is not on it is not there."""
        listed = list(devices)
        names = {event.device.removeprefix(TECHNOLOGY) for event in listed}
        for extension in self._registered.keys() - names:
            self.apply(DeviceStateChange(TECHNOLOGY + extension, "UNAVAILABLE"))
        for event in listed:
            self.apply(event)

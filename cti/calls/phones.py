"""Which agents' phones one PBX can reach, from its device states."""

from collections.abc import Iterable

from cti.ami.events import DeviceStateChange
from cti.bus import Bus
from cti.calls.call import read_role
from cti.calls.messages import PhoneChanged

UNREACHABLE = frozenset({"UNAVAILABLE", "INVALID", "UNKNOWN"})
TECHNOLOGY = "PJSIP/"


class PhoneBook:
    """The extensions of one PBX, registered or not; tells the bus what changes."""

    def __init__(self, pbx: str, bus: Bus) -> None:
        self._pbx, self._bus = pbx, bus
        self._registered: dict[str, bool] = {}

    def is_registered(self, extension: str) -> bool:
        """Whether the phone can be rung."""
        return self._registered.get(extension, False)

    def apply(self, event: DeviceStateChange) -> None:
        """Take in one device state; devices that are no agent's phone are left alone."""
        role, extension = read_role(event.device.removeprefix(TECHNOLOGY))
        if role != "agent" or extension is None or not event.device.startswith(TECHNOLOGY):
            return
        registered = event.state not in UNREACHABLE
        if self._registered.get(extension) is not registered:
            self._registered[extension] = registered
            self._bus.publish(PhoneChanged(self._pbx, extension, registered))

    def resync(self, devices: Iterable[DeviceStateChange]) -> None:
        """Take in the PBX's whole list; a phone that is not on it is not there."""
        listed = list(devices)
        names = {event.device.removeprefix(TECHNOLOGY) for event in listed}
        for extension in self._registered.keys() - names:
            self.apply(DeviceStateChange(TECHNOLOGY + extension, "UNAVAILABLE"))
        for event in listed:
            self.apply(event)

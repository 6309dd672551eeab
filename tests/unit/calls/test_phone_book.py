"""Which phones can be rung: device states, contacts, and what comes in between."""

import pytest

from cti.ami.contacts import parse_contacts
from cti.ami.events import ContactStatus, DeviceStateChange
from cti.bus import Bus
from cti.calls.messages import PhoneChanged
from cti.calls.phones import PhoneBook

DESK, MOVED = "sip:desk101@127.0.0.1:5062", "sip:desk101@127.0.0.1:5099"


class Seen:
    """A phone book and what it told the bus."""

    def __init__(self) -> None:
        bus = Bus()
        self.told: list[tuple[str, bool]] = []
        bus.subscribe(PhoneChanged, lambda it: self.told.append((it.extension, it.registered)))
        self.book = PhoneBook("main", bus)

    def device(self, state: str, name: str = "101") -> None:
        self.book.apply(DeviceStateChange(f"PJSIP/{name}", state))

    def contact(self, status: str, uri: str = DESK) -> None:
        self.book.apply(ContactStatus("101", "101", uri, status))

    def resync(self, state: str, *uris: str) -> None:
        self.book.resync([DeviceStateChange("PJSIP/101", state)], {"101": frozenset(uris)})

    @property
    def can_ring(self) -> bool:
        return self.book.is_registered("101")


def test_a_phone_that_asterisk_has_not_probed_since_its_restart_can_be_rung() -> None:
    seen = Seen()
    seen.resync("UNAVAILABLE", DESK)
    assert seen.can_ring
    seen.device("UNAVAILABLE")  # the same news once more, late
    seen.device("NOT_INUSE")
    assert seen.told == [("101", True)]
    seen.contact("Unreachable")
    seen.device("UNAVAILABLE")
    assert seen.told == [("101", True), ("101", False)]


def test_a_phone_without_a_contact_is_what_its_device_says() -> None:
    seen = Seen()
    seen.resync("UNAVAILABLE")
    assert not seen.can_ring
    seen.resync("NOT_INUSE")  # an Asterisk that can't name contacts
    assert seen.can_ring
    seen.device("INVALID")
    assert not seen.can_ring


def test_a_phone_that_registers_from_elsewhere_stays_when_its_old_contact_goes() -> None:
    seen = Seen()
    seen.resync("NOT_INUSE", DESK)
    seen.contact("Created", MOVED)
    seen.contact("Removed", DESK)
    seen.device("UNAVAILABLE")  # the new one is not probed yet
    assert seen.can_ring
    seen.contact("Removed", MOVED)
    assert not seen.can_ring


def test_a_phone_that_a_restarted_pbx_does_not_know_is_gone() -> None:
    seen = Seen()
    seen.resync("NOT_INUSE", DESK)
    seen.book.resync([], {})
    assert not seen.can_ring


def test_a_trunk_is_no_phone_and_is_known_with_its_reach() -> None:
    seen = Seen()
    states = [("PJSIP/carrier", "NOT_INUSE"), ("PJSIP/backup", "UNAVAILABLE"), ("Local/9", "INUSE")]
    devices = [DeviceStateChange(*pair) for pair in states]
    seen.book.resync(devices, {"carrier": frozenset({"sip:a"}), "backup": frozenset()})
    assert seen.book.trunks == {"carrier": True, "backup": False}
    assert seen.told == []
    seen.device("NOT_INUSE", "backup")
    assert seen.book.trunks["backup"]
    seen.book.resync([], {})
    assert seen.book.trunks == {}


@pytest.mark.parametrize(
    ("dial_string", "contacts"),
    [
        ("", set()),
        ("PJSIP/101/sip:a@1.2.3.4", {"sip:a@1.2.3.4"}),
        ("PJSIP/101/sip:a@1.2.3.4&PJSIP/101/sip:b@1.2.3.4", {"sip:a@1.2.3.4", "sip:b@1.2.3.4"}),
        ("PJSIP/101/sip:a@1.2.3.4?x=1&y=2", {"sip:a@1.2.3.4?x=1&y=2"}),
        ("1", set()),
    ],
)
def test_a_dial_string_is_read_into_contacts(dial_string: str, contacts: set[str]) -> None:
    assert parse_contacts("101", dial_string) == contacts

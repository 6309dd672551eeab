"""An appointment as a calendar's event. Pure. Source: RFC 5545 (the format), RFC 5546 (methods).

A mail program puts the event in, changes it or strikes it out by its UID; of two mails about one
event the higher SEQUENCE counts, whichever arrives first.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Method = Literal["REQUEST", "CANCEL"]

ADDRESS = re.compile(r"[^\s@<>\"(),;:\\]{1,64}@[^\s@<>\"(),;:\\]+\.[^\s@<>\"(),;:\\]+")

LINE = 75
"""Octets in a line of the format, without its end (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Event:
    """What a customer's calendar is to know of an appointment; nothing that is noted among us."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str | None
    organizer: Person
    attendee: Person


def is_address(email: str | None) -> bool:
    """Whether a mail can be sent there: people's addresses are kept as somebody typed them."""
    return bool(email and email.isprintable() and ADDRESS.fullmatch(email))


def write_event(event: Event, method: Method, now: datetime) -> str:
    """The file, its lines ended and folded as the format asks for."""
    status = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    asks = ";ROLE=REQ-PARTICIPANT"
    if method == "REQUEST":
        asks += ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//CTI//Appointments//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_stamp(now)}",
        f"DTSTART:{_stamp(event.starts_at)}",
        *([f"DTEND:{_stamp(event.ends_at)}"] if event.ends_at else []),
        f"SUMMARY:{_escape(event.title)}",
        *([f"LOCATION:{_escape(event.place)}"] if event.place else []),
        f"ORGANIZER;CN={_quote(event.organizer.name)}:mailto:{event.organizer.email}",
        f"ATTENDEE;CN={_quote(event.attendee.name)}{asks}:mailto:{event.attendee.email}",
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines)


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape(text: str) -> str:
    """A text as a property has it (3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return _without_controls(text)


def _quote(text: str) -> str:
    """A parameter's value (3.2), which has no way to hold a double quote."""
    return '"' + _without_controls(text.replace('"', "'")) + '"'


def _without_controls(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def _fold(line: str) -> str:
    """Lines of 75 octets, each after the first begun with a space; no letter is cut in two."""
    parts: list[str] = []
    current, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LINE:
            parts.append(current)
            current, size = " ", 1
        current, size = current + char, size + width
    return "\r\n".join([*parts, current])

"""What a customer is written of an appointment, in their language. Pure.

This is a message about something agreed with them, no advertising: it offers nothing, so neither
the hours and caps of advertising e-mail nor the mark of it apply (Decree 91/2020/NĐ-CP, article 3,
counts as advertising what brings goods, services or a name to the public's notice).
"""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from cti.crm.invitations.event import Event

Language = Literal["vi", "en"]
What = Literal["invitation", "update", "cancellation"]

SUBJECTS: dict[Language, dict[What, str]] = {
    "vi": {
        "invitation": "Lịch hẹn: {title}",
        "update": "Thay đổi lịch hẹn: {title}",
        "cancellation": "Hủy lịch hẹn: {title}",
    },
    "en": {
        "invitation": "Appointment: {title}",
        "update": "Appointment changed: {title}",
        "cancellation": "Appointment cancelled: {title}",
    },
}

OPENINGS: dict[Language, dict[What, str]] = {
    "vi": {
        "invitation": "{organizer} đã đặt lịch hẹn với anh/chị:",
        "update": "Lịch hẹn với anh/chị đã thay đổi, nay là:",
        "cancellation": "Lịch hẹn sau đây với anh/chị đã bị hủy:",
    },
    "en": {
        "invitation": "{organizer} has made an appointment with you:",
        "update": "Your appointment has changed; it is now:",
        "cancellation": "This appointment with you has been cancelled:",
    },
}

LABELS: dict[Language, dict[str, str]] = {
    "vi": {
        "dear": "Kính gửi {name},",
        "title": "Nội dung",
        "when": "Thời gian",
        "place": "Địa điểm",
        "with": "Người hẹn",
        "file": "Tệp đính kèm giúp anh/chị đưa lịch hẹn vào lịch của mình.",
        "struck": "Tệp đính kèm giúp anh/chị xóa lịch hẹn khỏi lịch của mình.",
    },
    "en": {
        "dear": "Dear {name},",
        "title": "About",
        "when": "When",
        "place": "Where",
        "with": "With",
        "file": "The attached file puts the appointment into your calendar.",
        "struck": "The attached file takes the appointment out of your calendar.",
    },
}

FILE_NAMES: dict[Language, str] = {"vi": "lich-hen.ics", "en": "appointment.ics"}


def write_mail(event: Event, what: What, language: Language, zone: ZoneInfo) -> tuple[str, str]:
    """The subject and the text; times on the clock of `zone`."""
    labels = LABELS[language]
    facts = [
        (labels["title"], event.title),
        (labels["when"], _tell_times(event, zone)),
        (labels["place"], event.place),
        (labels["with"], f"{event.organizer.name} <{event.organizer.email}>"),
    ]
    lines = [
        labels["dear"].format(name=event.attendee.name),
        "",
        OPENINGS[language][what].format(organizer=event.organizer.name),
        "",
        *(f"{label}: {value}" for label, value in facts if value),
        "",
        labels["struck" if what == "cancellation" else "file"],
        "",
    ]
    return SUBJECTS[language][what].format(title=event.title), "\n".join(lines)


def _tell_times(event: Event, zone: ZoneInfo) -> str:
    start = event.starts_at.astimezone(zone)
    told = _tell_moment(start)
    if event.ends_at is not None:
        end = event.ends_at.astimezone(zone)
        told += f" – {end:%H:%M}" if end.date() == start.date() else f" – {_tell_moment(end)}"
    return f"{told} ({_tell_zone(start)})"


def _tell_zone(at: datetime) -> str:
    """How far its clock is from Greenwich: GMT+7."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _tell_moment(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"

"""An appointment as a calendar's event and as a mail; when the first one is made by itself."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.automation.rules import make_title, plan_first
from cti.crm.invitations.event import LINE, Event, Person, is_address, write_event
from cti.crm.invitations.words import write_mail
from cti.messaging.mail import CalendarPart, Mail, build_message

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # a Friday
EVENT = Event(
    uid="ev_1@cti",
    sequence=2,
    title="Tư vấn; báo giá, ký",
    starts_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
    ends_at=datetime(2026, 11, 23, 3, 30, tzinfo=UTC),
    place="12 Lê Lợi\\Q1",
    organizer=Person('Nguyễn "Linh"', "linh@example.vn"),
    attendee=Person("Chị Lan", "lan@example.vn"),
)


def unfold(text: str) -> list[str]:
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


@pytest.mark.requirement("R201")
def test_an_event_is_what_calendars_read() -> None:
    lines = unfold(write_event(EVENT, "REQUEST", NOW))
    assert lines[:2] == ["BEGIN:VCALENDAR", "PRODID:-//CTI//Appointments//EN"]
    for line in (
        "METHOD:REQUEST",
        "UID:ev_1@cti",
        "SEQUENCE:2",
        "DTSTAMP:20261120T050000Z",
        "DTSTART:20261123T020000Z",
        "DTEND:20261123T033000Z",
        r"SUMMARY:Tư vấn\; báo giá\, ký",
        r"LOCATION:12 Lê Lợi\\Q1",
        "ORGANIZER;CN=\"Nguyễn 'Linh'\":mailto:linh@example.vn",
        "STATUS:CONFIRMED",
    ):
        assert line in lines
    struck = unfold(write_event(replace(EVENT, ends_at=None, place=None), "CANCEL", NOW))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED"} <= set(struck)
    assert not any(line.startswith(("DTEND", "LOCATION")) for line in struck)


@given(st.text(max_size=300))
def test_whatever_a_title_holds_it_stays_one_property_of_lines_not_too_long(title: str) -> None:
    text = write_event(replace(EVENT, title=title), "REQUEST", NOW)
    assert all(len(line.encode()) <= LINE for line in text.split("\r\n"))
    names = [line.partition(":")[0].partition(";")[0] for line in unfold(text)]
    assert names.count("SUMMARY") == 1
    assert len(names) == 18


def test_the_mail_tells_the_same_and_holds_the_event_twice() -> None:
    subject, text = write_mail(EVENT, "update", "vi", ZONE)
    assert subject == "Thay đổi lịch hẹn: Tư vấn; báo giá, ký"
    assert "Thời gian: 23/11/2026 09:00 – 10:30 (GMT+7)" in text
    assert "Kính gửi Chị Lan" in text
    event = write_event(EVENT, "REQUEST", NOW)
    part = CalendarPart("lich-hen.ics", event, "REQUEST")
    mail = Mail("lan@example.vn", subject, text, reply_to="linh@example.vn", calendar=part)
    message = build_message(mail, "CTI <cti@example.vn>")
    assert message["Reply-To"] == "linh@example.vn"
    kinds = {one.get_content_type(): one for one in message.walk()}
    assert kinds["text/calendar"].get_param("method") == "REQUEST"
    assert kinds["text/calendar"].get_content().splitlines() == event.splitlines()
    assert kinds["application/ics"].get_content() == event.encode()
    assert kinds["application/ics"].get_filename() == "lich-hen.ics"
    assert message.get_body(("plain",)) is not None


@given(
    st.lists(
        st.sampled_from(["Thủ", "Đức", "cùng", "phòng", "kho", "50", '"x"', "=?"]), max_size=60
    )
)
def test_a_subject_of_any_length_arrives_with_all_its_words_apart(words: list[str]) -> None:
    subject = " ".join(["Lịch hẹn:", *words])
    written = build_message(Mail("lan@example.vn", subject, ""), "cti@example.vn").as_bytes()
    assert message_from_bytes(written, policy=policy.default)["Subject"] == subject
    assert all(len(line) <= 78 for line in written.splitlines())


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("lan@example.vn", True),
        ("a.b+c@mail.example.vn", True),
        (None, False),
        ("lan", False),
        ("lan@localhost", False),
        ("lan@example.vn, nam@example.vn", False),
        ("lan@example.vn\r\nBcc:x@y.vn", False),
        ("a@b.vn\u2028", False),
    ],
)
def test_what_people_typed_is_written_to_only_if_it_is_one_address(
    typed: str | None, *, fits: bool
) -> None:
    assert is_address(typed) is fits


@pytest.mark.requirement("R201")
def test_the_first_appointment_is_on_a_working_day() -> None:
    nine = time(9)
    assert plan_first(NOW, ZONE, 1, nine, [1, 2, 3, 4, 5]) == EVENT.starts_at  # over a weekend
    assert plan_first(NOW, ZONE, 1, nine, [1, 2, 3, 4, 5, 6]).astimezone(ZONE).day == 21
    late = NOW.replace(hour=17, minute=30)  # half past midnight here: tomorrow's already Monday
    assert plan_first(late, ZONE, 1, nine, [1, 2, 3, 4, 5]) == EVENT.starts_at
    assert make_title("Gọi {name}", "Chị Lan") == "Gọi Chị Lan"
    assert len(make_title("{name}", "Dài " * 200)) <= 300


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis wants them so
    st.integers(1, 60),
    st.sets(st.integers(1, 7), min_size=1),
)
def test_as_many_working_days_lie_between_as_were_asked_for(
    now: datetime, days: int, workdays: set[int]
) -> None:
    at = plan_first(now, ZONE, days, time(9), workdays).astimezone(ZONE)
    today = now.astimezone(ZONE).date()
    between = [today + timedelta(days=n) for n in range(1, (at.date() - today).days + 1)]
    assert sum(day.isoweekday() in workdays for day in between) == days
    assert at.isoweekday() in workdays

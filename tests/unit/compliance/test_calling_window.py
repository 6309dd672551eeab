"""Calling windows by clocks that may jump."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cti.compliance.rules import Window
from cti.compliance.window import is_open, window_opens, windows_open

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OFFICE = Window(start="08:00", end="17:00")
ZONES = st.sampled_from(
    ["Asia/Ho_Chi_Minh", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Beirut"]
).map(ZoneInfo)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(st.integers(0, 1439))
    end = draw(st.integers(start + 1, 1440))
    days = draw(st.sets(st.integers(1, 7), min_size=1))
    return Window(
        days=frozenset(days),
        start=f"{start // 60:02}:{start % 60:02}",
        end=f"{end // 60:02}:{end % 60:02}",
    )


@pytest.mark.parametrize(
    ("utc", "expected"),
    [("00:59:59", False), ("01:00:00", True), ("09:59:59", True), ("10:00:00", False)],
)
def test_vietnamese_hours_are_from_8_to_17_by_the_clock_of_ho_chi_minh_city(
    utc: str, *, expected: bool
) -> None:
    now = datetime.fromisoformat(f"2026-11-20T{utc}+00:00")
    assert is_open(now, OFFICE, VIETNAM) is expected


def test_after_the_last_hour_of_friday_it_opens_on_monday() -> None:
    weekdays = Window(days=frozenset({1, 2, 3, 4, 5}), start="08:00", end="17:00")
    friday_evening = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert window_opens(friday_evening, weekdays, VIETNAM) == datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_an_open_window_opens_now() -> None:
    now = datetime(2026, 11, 20, 3, 30, 12, tzinfo=UTC)
    assert window_opens(now, OFFICE, VIETNAM) == now


def test_a_window_that_starts_in_the_missing_hour_opens_when_the_clock_has_jumped() -> None:
    window = Window(start="02:30", end="05:00")
    before = datetime(2026, 3, 8, 6, 0, tzinfo=UTC)  # 01:00 in New York; 02:00 becomes 03:00
    opens = window_opens(before, window, ZoneInfo("America/New_York"))
    assert opens == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_opens_twice() -> None:
    window = Window(start="01:30", end="03:00")
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)  # 01:00 EDT
    again = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)  # 01:10 EST
    assert window_opens(first, window, zone) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert window_opens(again, window, zone) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    windows(),
    ZONES,
)
def test_the_opening_is_the_first_open_instant(
    naive: datetime, window: Window, zone: ZoneInfo
) -> None:
    now = naive.replace(tzinfo=UTC)
    opens = window_opens(now, window, zone)
    assert opens >= now
    assert is_open(opens, window, zone)
    if opens > now:
        assert not is_open(max(now, opens - timedelta(microseconds=1)), window, zone)
        step = max((opens - now) / 50, timedelta(minutes=1))
        probe = now
        while probe < opens:
            assert not is_open(probe, window, zone)
            probe += step


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "17:00", "end": "08:00"},
        {"start": "08:00", "end": "08:00"},
        {"start": "8:00", "end": "17:00"},
        {"start": "08:00", "end": "24:30"},
        {"start": "08:00", "end": "17:00", "days": []},
        {"start": "08:00", "end": "17:00", "days": [0]},
        {"start": "08:00", "end": "17:00", "dais": [1]},
    ],
)
def test_a_window_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Window.model_validate(wrong)


def test_two_windows_open_together_when_the_later_one_does() -> None:
    monday = Window(days=frozenset({1}), start="10:00", end="20:00")
    friday_evening = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    opens = windows_open(friday_evening, [(monday, VIETNAM), (OFFICE, VIETNAM)])
    assert opens == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_windows_that_never_meet_never_open() -> None:
    evening = Window(start="18:00", end="21:00")
    now = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert windows_open(now, [(evening, VIETNAM), (OFFICE, VIETNAM)]) is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    windows(),
    windows(),
    ZONES,
)
def test_when_all_are_open_each_is_and_before_that_one_was_shut(
    naive: datetime, one: Window, other: Window, zone: ZoneInfo
) -> None:
    now = naive.replace(tzinfo=UTC)
    opens = windows_open(now, [(one, zone), (other, VIETNAM)])
    if opens is None:
        return
    assert is_open(opens, one, zone)
    assert is_open(opens, other, VIETNAM)
    if opens > now:
        just_before = max(now, opens - timedelta(microseconds=1))
        assert not (is_open(just_before, one, zone) and is_open(just_before, other, VIETNAM))

"""Who may comment, how long one may edit, and whom a text mentions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.crm.comments.posting import EXCERPT_CHARS, cut
from cti.crm.comments.rules import (
    DEFAULT_COMMENTERS,
    EDIT_WINDOW,
    Commenter,
    find_mentions,
    may_comment,
    may_edit,
)
from cti.crm.due import plan_reminder
from cti.crm.tasks.rules import TaskState, name_move

POSTED = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9._@-]{0,20}[a-z0-9]", fullmatch=True)


@pytest.mark.requirement("R193", "V3")
@pytest.mark.parametrize(
    ("later", "allowed"),
    [
        (timedelta(0), True),
        (timedelta(hours=1, minutes=59, seconds=59), True),
        (timedelta(hours=2), False),
        (timedelta(hours=2, seconds=1), False),
        (timedelta(days=30), False),
    ],
)
def test_a_comment_can_be_edited_for_two_hours(later: timedelta, *, allowed: bool):
    assert may_edit(POSTED, POSTED + later) is allowed


@pytest.mark.requirement("R194", "X4")
def test_whoever_is_named_by_the_setting_may_comment_and_nobody_else():
    assert may_comment(DEFAULT_COMMENTERS, {Commenter.OWNER})
    assert may_comment(DEFAULT_COMMENTERS, {Commenter.MENTIONED})
    assert not may_comment(DEFAULT_COMMENTERS, set())
    assert not may_comment({Commenter.OWNER}, {Commenter.SUPPORTERS, Commenter.SUPERVISORS})
    assert may_comment({Commenter.VIEWERS}, set())
    assert not may_comment(set(), set(Commenter))


@pytest.mark.requirement("R191")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@linh xem giúp", {"linh"}),
        ("Nhờ @Linh, @nam.tran; và (@ha)", {"linh", "nam.tran", "ha"}),
        ("Cảm ơn @linh.", {"linh.", "linh"}),
        ("thư của anha@gmail.com", set()),
        ("@an@minhan.vn gọi lại", {"an@minhan.vn"}),
        ("giá 5 @ 3", set()),
    ],
)
def test_mentions_are_found_and_addresses_are_none(text: str, names: set[str]):
    assert set(find_mentions(text)) == names


@given(
    name=NAMES,
    before=st.sampled_from(["", " ", "\n", "(", '"']),
    after=st.sampled_from(" ,;:!?)\n"),
)
def test_every_account_can_be_mentioned(name: str, before: str, after: str):
    assert name in find_mentions(f"{before}@{name}{after}")


@given(st.text(max_size=400))
def test_an_excerpt_is_one_short_line(text: str):
    excerpt = cut(text)
    assert len(excerpt) <= EXCERPT_CHARS
    assert excerpt.split() == excerpt.split("\n")[0].split()


@pytest.mark.requirement("R160")
def test_a_task_is_open_done_or_cancelled_and_can_be_reopened():
    moves = {(a, b) for a in TaskState for b in TaskState if name_move(a, b)}
    is_open, done, cancelled = TaskState.OPEN, TaskState.DONE, TaskState.CANCELLED
    assert moves == {
        (is_open, done),
        (is_open, cancelled),
        (done, is_open),
        (cancelled, is_open),
    }


@pytest.mark.requirement("R161")
@given(
    due=st.timedeltas(timedelta(days=-2), timedelta(days=40)),
    minutes=st.none() | st.integers(0, 43_200),
)
def test_a_reminder_lies_ahead_and_never_after_what_it_is_for(due: timedelta, minutes: int | None):
    at = plan_reminder(POSTED + due, minutes, POSTED)
    if minutes is None or due <= timedelta(0):
        assert at is None
    else:
        assert at is not None
        assert POSTED < at <= POSTED + due
        if timedelta(minutes=minutes) < due:
            assert at == POSTED + due - timedelta(minutes=minutes)


def test_the_window_is_two_hours():
    assert timedelta(hours=2) == EDIT_WINDOW

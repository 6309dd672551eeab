"""Snapshot + changes = a fresh snapshot."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cti.live.document import Document

KEYS = st.sampled_from(["a", "b", "call/1", "call/2"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), KEYS, st.integers(0, 3)),
        st.tuples(st.just("drop"), KEYS, st.none()),
        st.tuples(st.just("flush"), st.none(), st.none()),
    ),
    max_size=60,
)


def do(document: Document, step: tuple[str, Any, Any]) -> None:
    what, key, value = step
    if what == "put":
        document.put(key, value)
    elif what == "drop":
        document.drop(key)


@given(STEPS, STEPS)
def test_a_snapshot_and_the_changes_after_it_make_a_fresh_snapshot(
    before: list[tuple[str, Any, Any]], after: list[tuple[str, Any, Any]]
) -> None:
    document = Document("t")
    for step in before:
        do(document, step)
    document.flush()
    copy, seq = dict(document.entries), document.seq
    for step in [*after, ("flush", None, None)]:
        do(document, step)
        if step[0] == "flush" and (change := document.flush()) is not None:
            seq += 1
            assert change.seq == seq
            assert not change.set.keys() & set(change.unset)
            copy.update(change.set)
            for key in change.unset:
                copy.pop(key, None)
    assert copy == document.entries
    assert seq == document.seq


def test_the_same_value_again_is_no_change() -> None:
    document = Document("t")
    document.put("a", {"x": 1})
    assert document.flush() is not None
    document.put("a", {"x": 1})
    assert document.flush() is None


def test_dropping_what_is_not_there_is_no_change() -> None:
    document = Document("t")
    document.drop("a")
    assert document.flush() is None


def test_a_change_sent_is_not_altered_by_what_comes_after() -> None:
    document = Document("t")
    document.put("a", 1)
    change = document.flush()
    document.put("a", 2)
    assert change is not None
    assert change.set == {"a": 1}

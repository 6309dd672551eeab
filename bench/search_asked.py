"""What bench.search asks: texts, lists and filters, by name, each with whether all may be seen."""

import json
from collections.abc import Callable, Mapping, Sequence

from bench.contacts import NAMES, make_number
from cti.crm.listing.query import CustomerQuery
from cti.crm.search.service import ListQuery

Ask = Callable[[int], ListQuery]
AskList = Callable[[int], CustomerQuery]

ASKED: dict[str, tuple[bool, Ask]] = {  # what for: may everything be seen, and the query
    "name": (True, lambda turn: ListQuery(q=NAMES[turn * 37 % len(NAMES)][1])),
    "name, agent": (False, lambda turn: ListQuery(q=NAMES[turn * 37 % len(NAMES)][1])),
    "name with marks": (True, lambda turn: ListQuery(q=NAMES[turn * 41 % len(NAMES)][0])),
    "common word": (True, lambda turn: ListQuery(q=NAMES[turn * 97 % len(NAMES)][1].split()[0])),
    "common word, agent": (
        False,
        lambda turn: ListQuery(q=NAMES[turn * 97 % len(NAMES)][1].split()[0]),
    ),
    "piece of a word": (True, lambda turn: ListQuery(q=("guye", "uynh", "hoan")[turn % 3])),
    "one or two letters": (True, lambda turn: ListQuery(q=("a", "th", "an", "x", "zq")[turn % 5])),
    "one or two letters, agent": (False, lambda turn: ListQuery(q=("a", "th", "an")[turn % 3])),
    "company by its number": (True, lambda turn: ListQuery(q=f"cong ty {turn * 7770}")),
    "name that nobody has": (True, lambda _: ListQuery(q="zzyzx")),
    "whole number": (True, lambda turn: ListQuery(q=make_number(turn * 31))),
    "end of a number": (True, lambda turn: ListQuery(q=make_number(turn * 31)[-6:])),
    "four digits": (True, lambda turn: ListQuery(q=make_number(turn * 31)[5:9])),
    "zeros": (True, lambda _: ListQuery(q="000000")),
    "three digits, agent": (False, lambda turn: ListQuery(q=make_number(turn * 31)[6:9])),
    "e-mail": (True, lambda turn: ListQuery(q=f"khach{turn * 977}@example.vn")),
    "piece of an e-mail": (True, lambda turn: ListQuery(q=f"{turn * 977}@exa")),
    "everybody's e-mail": (True, lambda _: ListQuery(q="@example.vn")),
}
LISTED: dict[str, tuple[bool, Ask]] = {
    "newest": (True, lambda _: ListQuery()),
    "newest, agent": (False, lambda _: ListQuery()),
    "mine by change": (False, lambda _: ListQuery(owner="mine", sort="updated")),
    "mine by name": (False, lambda _: ListQuery(owner="mine", sort="name", order="asc")),
    "seen by change, agent": (False, lambda _: ListQuery(sort="updated")),
    "seen by name, agent": (False, lambda _: ListQuery(sort="name", order="asc")),
    "nobody's by change": (True, lambda _: ListQuery(owner="none", sort="updated", order="asc")),
    "all by change": (True, lambda _: ListQuery(sort="updated")),
}


SEARCHED: dict[str, tuple[bool, AskList]] = {
    "newest": (True, lambda _: CustomerQuery()),
    "seen, newest, agent": (False, lambda _: CustomerQuery()),
    "by name": (True, lambda _: CustomerQuery(sort="name", order="asc")),
    # The names begin with organisations, which others have: a walk passes by fifty thousand.
    "seen by name, agent": (False, lambda _: CustomerQuery(sort="name", order="asc")),
    "name": (True, lambda turn: CustomerQuery(q=NAMES[turn * 37 % len(NAMES)][1])),
    "name, agent": (False, lambda turn: CustomerQuery(q=NAMES[turn * 37 % len(NAMES)][1])),
    "end of a number": (True, lambda turn: CustomerQuery(q=make_number(turn * 31)[-6:])),
    "zeros": (True, lambda _: CustomerQuery(q="000000")),
    "e-mail": (True, lambda turn: CustomerQuery(q=f"khach{turn * 977}@example.vn")),
    "code": (True, lambda turn: CustomerQuery(q=f"KH{turn * 977 + 1:06d}")),
    "tax code": (True, lambda turn: CustomerQuery(q=f"{100_000_000 + turn * 970:010d}")),
}


def make_filtered(picks: Mapping[str, Sequence[int]]) -> dict[str, tuple[bool, AskList]]:
    """Lists with three filters and a sort. `picks` is pick list → ids of its values."""

    def pick(turn: int, *more: dict[str, object]) -> str:
        some = [
            {"field": name, "any": [ids[(turn + at) % len(ids)]]}
            for at, (name, ids) in enumerate(picks.items())
        ]
        return json.dumps([*some[: 3 - len(more)], *more])

    def spend(turn: int) -> dict[str, object]:
        return {"field": "custom.doanh_so", "least": 10_000 + turn, "most": 20_000}

    days = {"field": "created_at", "least": "2025-01-02", "most": "2025-01-05"}
    return {
        "three filters by name": (
            True,
            lambda turn: CustomerQuery(filters=pick(turn), sort="name", order="asc"),
        ),
        "three filters by name, agent": (
            False,
            lambda turn: CustomerQuery(filters=pick(turn), sort="name", order="asc"),
        ),
        "own field, date, pick by change": (
            True,
            lambda turn: CustomerQuery(filters=pick(turn, spend(turn), days), sort="updated"),
        ),
        "not to forget, agent": (
            False,
            lambda _: CustomerQuery(tile="forgotten", sort="contacted", order="asc"),
        ),
        "birthday within a week by name": (
            True,
            lambda turn: CustomerQuery(
                filters=json.dumps([{"field": "birthday", "coming": turn % 8}]),
                sort="name",
                order="asc",
            ),
        ),
        "mine, three filters": (
            False,
            lambda turn: CustomerQuery(owner="mine", filters=pick(turn)),
        ),
    }

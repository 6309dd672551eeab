"""Rows are understood in a process of their own as in the server, also when it is killed."""

import os
import signal
from datetime import date

import pytest

from cti.accounts.rights import Caller, Role
from cti.crm.duplicates.keys import DEFAULT_RULES, Criterion
from cti.crm.importing.columns import letter_of
from cti.crm.importing.context import Context, Mapped
from cti.crm.importing.errors import ImportInterruptedError
from cti.crm.importing.fields import list_targets
from cti.crm.importing.planner import Planner, open_planner
from cti.crm.importing.understanding import understand_rows

HEADERS = ("code", "name", "contact.phones", "contact.email", "birthday", "owner")
ROWS = [
    (2, ["K1", "Hoà  Bình", "84912345678; 0388000111", "A@x.vn", "03/02/1990", "linh@x.vn"]),
    (3, ["", "", "912345678", "", "không phải ngày", ""]),
    (4, ["K2", "\u202eTrái", "abc", "", "", "ai"]),
]


def make_context() -> Context:
    targets = list_targets("customers", "upsert", (), frozenset(), {})
    columns = [
        Mapped(at, letter_of(at), targets[key], "overwrite") for at, key in enumerate(HEADERS)
    ]
    return Context(
        kind="customers", purpose="upsert", region="VN", today=date(2026, 3, 2),
        caller=Caller(1, "chu", "Chủ", Role.OWNER, None, None),
        columns=columns, key=["code"], default_kind="person", required=frozenset(),
        targets=targets, own_required=[], rules=DEFAULT_RULES, picks={},
        people={"linh@x.vn": 7}, names={7: "Linh"}, may_assign=True,
        criteria=[Criterion.EMAIL, Criterion.PHONE],
        fields_by_place={(one.target.of, one.target.column or ""): one for one in columns},
        columns_by_field={one.target.key: one for one in columns},
    )  # fmt: skip


async def test_the_process_understands_what_the_server_does() -> None:
    context = make_context()
    expected = understand_rows(context, ROWS)
    assert [plan.has_error for plan in expected] == [False, True, False]
    async with open_planner(context, 10_000) as apart, open_planner(context, 3) as beside:
        assert await apart(ROWS) == await beside(ROWS) == expected


async def test_a_process_that_was_killed_is_started_again_and_one_that_dies_of_it_is_told() -> None:
    context = make_context()
    planner = Planner(context)
    try:
        first = await planner.understand(ROWS)
        assert planner.pid is not None
        os.kill(planner.pid, signal.SIGKILL)
        assert await planner.understand(ROWS) == first
    finally:
        await planner.close()
    assert planner.pid is None
    broken = Planner(make_context())
    broken._context = b"this is no context"  # nothing that a file can hold ends it
    with pytest.raises(ImportInterruptedError):
        await broken.understand(ROWS)
    await broken.close()

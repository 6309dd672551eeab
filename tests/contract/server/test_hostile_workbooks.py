"""A workbook that would take all memory there is costs its reader's life, whoever asked for it."""

import resource
from collections.abc import Callable

import pytest
from hostile_sheets import (
    SMALL,
    claim_a_billion_cells,
    lie_about_the_length,
    repeat_one_long_text,
    unfold_beyond_measure,
)
from whole_api import Api, check_problem

FILES: dict[Callable[[], bytes], set[str]] = {
    claim_a_billion_cells: {"too_large"},
    repeat_one_long_text: {"too_large"},
    unfold_beyond_measure: {"too_large"},
    lie_about_the_length: {"broken", "too_large"},
}
MOST_KB = 100 * 1024


@pytest.mark.parametrize(
    "path", ["imports?kind=customers", "dnc/national/file", "campaigns/{}/members/file"]
)
async def test_a_hostile_workbook_is_refused_and_the_server_lives(
    api: Api, campaign: int, path: str
) -> None:
    path = path.format(campaign)
    before = await api.count_rows()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for make, whys in FILES.items():
        answer = await api.send_file(path, make())
        check_problem(answer, 400, "file.unreadable")
        assert answer[2]["params"]["why"] in whys, make
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < MOST_KB
    assert await api.count_rows() == before
    assert (await api.send_file(path, SMALL))[0] in {200, 201, 202}

"""Roles and what they may do."""

from itertools import pairwise

import pytest

from cti.accounts.rights import RIGHTS, Caller, Right, Role


@pytest.mark.requirement("R315", "R320")
def test_each_role_may_do_what_the_one_below_may_and_more() -> None:
    ladder = [Role.AGENT, Role.SUPERVISOR, Role.ADMIN, Role.OWNER]
    for lower, higher in pairwise(ladder):
        assert RIGHTS[lower] < RIGHTS[higher]
    assert RIGHTS[Role.OWNER] == frozenset(Right)
    assert RIGHTS[Role.OWNER] - RIGHTS[Role.ADMIN] == {Right.BULK_DELETE}


def test_a_caller_has_the_rights_of_the_role() -> None:
    caller = Caller(1, "linh", "Linh", Role.AGENT, None, "101")
    assert caller.rights == RIGHTS[Role.AGENT]
    assert Right.CALL in caller.rights
    assert Right.CAMPAIGNS_VIEW not in caller.rights

"""Roles and what they may do."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cti.accounts.grants import find_changes, find_excess, limit_grants, resolve_grants
from cti.accounts.rights import (
    ACTS_WITHIN,
    ALL,
    DEFAULTS,
    OWN,
    REACHES,
    RIGHTS,
    TEAM,
    Caller,
    Grants,
    Reach,
    Right,
    Role,
)

BASES = [Role.AGENT, Role.SUPERVISOR, Role.ADMIN]
reaches = st.frozensets(st.sampled_from(list(Reach))).map(list)
changes = st.dictionaries(
    st.sampled_from([right.value for right in Right] + ["right.of.yesterday"]),
    st.none() | reaches,
    max_size=12,
)


def make_caller(role: Role = Role.AGENT, given: Grants | None = None) -> Caller:
    return Caller(1, "linh", "Linh", role, None, "101", given=given)


@pytest.mark.requirement("R315", "R320")
def test_each_role_may_do_what_the_one_below_may_and_more() -> None:
    ladder = [Role.AGENT, Role.SUPERVISOR, Role.ADMIN, Role.OWNER]
    for lower, higher in pairwise(ladder):
        assert RIGHTS[lower] < RIGHTS[higher]
    assert RIGHTS[Role.OWNER] == frozenset(Right)
    assert RIGHTS[Role.OWNER] - RIGHTS[Role.ADMIN] == {Right.BULK_DELETE}


def test_a_caller_has_the_rights_of_the_role() -> None:
    caller = make_caller()
    assert caller.rights == RIGHTS[Role.AGENT]
    assert Right.CALL in caller.rights
    assert Right.CAMPAIGNS_VIEW not in caller.rights


@pytest.mark.requirement("R009", "R324")
def test_only_who_may_give_away_others_customers_names_a_new_ones_owner() -> None:
    free = {role for role in Role if make_caller(role).reaches_others(Right.CUSTOMERS_ASSIGN)}
    assert free == {Role.SUPERVISOR, Role.ADMIN, Role.OWNER}


@given(st.sampled_from(BASES), changes)
def test_what_is_stored_of_a_role_says_what_it_may_do(
    base: Role, stored: dict[str, list[str] | None]
) -> None:
    grants = resolve_grants(base, stored)
    assert resolve_grants(base, find_changes(base, grants)) == grants
    assert Right.SIGNED_IN in grants
    for right, reach in grants.items():
        assert (right in REACHES) == (Reach.OWN in reach or reach == ALL), right


@given(changes)
def test_an_owner_may_do_everything_whatever_was_stored(
    stored: dict[str, list[str] | None],
) -> None:
    assert resolve_grants(Role.OWNER, stored) == DEFAULTS[Role.OWNER]
    assert find_excess(make_caller(Role.OWNER), resolve_grants(Role.ADMIN, stored)) == []


@given(st.sampled_from(BASES), changes)
def test_nobody_does_more_than_they_see(base: Role, stored: dict[str, list[str] | None]) -> None:
    caller = make_caller(base, resolve_grants(base, stored))
    seen = caller.find_reach(Right.CONTACTS_VIEW)
    for right in (*REACHES, *ACTS_WITHIN):
        reach = caller.find_reach(right)
        assert Reach.ALL in seen or reach <= seen
        assert right in caller.rights or not reach


def test_a_right_of_a_later_release_is_had_by_who_stands_on_a_role_that_has_it() -> None:
    changes = find_changes(Role.AGENT, {Right.CONTACTS_VIEW: OWN})
    assert Right.CONTACTS_VIEW.value in changes
    assert Right.SIGNED_IN.value not in changes
    assert changes[Right.CALL.value] is None
    assert Right.PBX_VIEW.value not in changes


def test_nobody_gives_away_more_than_they_have() -> None:
    lead = make_caller(Role.SUPERVISOR)
    assert find_excess(lead, DEFAULTS[Role.AGENT]) == []
    wanted = {Right.CONTACTS_EDIT: ALL, Right.CUSTOMERS_DELETE: TEAM, Right.PBX_VIEW: frozenset()}
    assert find_excess(lead, wanted) == [Right.CONTACTS_EDIT, Right.PBX_VIEW]
    assert find_excess(make_caller(Role.ADMIN), DEFAULTS[Role.OWNER]) == [Right.BULK_DELETE]


def test_a_token_may_do_less_and_never_more() -> None:
    limited = limit_grants(DEFAULTS[Role.AGENT], [Right.CONTACTS_VIEW, Right.PBX_VIEW])
    assert limited.keys() == {Right.SIGNED_IN, Right.CONTACTS_VIEW}
    assert limited[Right.CONTACTS_VIEW] == OWN | {Reach.NOBODYS}

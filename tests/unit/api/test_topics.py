"""Who may follow what."""

import pytest

from cti.accounts.rights import Caller, Role
from cti.api.topics import authorise


def caller(role: Role) -> Caller:
    return Caller(7, "x", "X", role, None, None)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_follow_their_own_desk_and_nobody_elses(role: Role) -> None:
    assert authorise(caller(role), "me") == "user/7"
    assert authorise(caller(role), "user/7") is None
    assert authorise(caller(role), "user/8") is None


@pytest.mark.parametrize("topic", ["campaigns", "campaign/12"])
def test_campaigns_are_for_those_who_may_see_them(topic: str) -> None:
    assert authorise(caller(Role.AGENT), topic) is None
    assert authorise(caller(Role.SUPERVISOR), topic) == topic


def test_the_pbx_is_for_those_who_may_see_it() -> None:
    assert authorise(caller(Role.SUPERVISOR), "pbx") is None
    assert authorise(caller(Role.ADMIN), "pbx") == "pbx"


@pytest.mark.parametrize(
    "topic",
    ["", "campaign/", "campaign/0", "campaign/1/2", "campaign/x", "ME", "campaign/1\n", "*"],
)
def test_there_are_no_other_topics(topic: str) -> None:
    assert authorise(caller(Role.OWNER), topic) is None

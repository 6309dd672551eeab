import itertools

import pytest

from cti.dialer.campaign import TRANSITIONS, Command, State, next_state


def test_a_stopped_campaign_never_runs_again():
    assert all(next_state(State.STOPPED, command) is None for command in Command)


def test_a_finished_campaign_runs_again_when_members_were_added():
    assert next_state(State.FINISHED, Command.START) is State.RUNNING


@pytest.mark.parametrize(("state", "command"), list(itertools.product(State, Command)))
def test_what_the_table_does_not_list_is_not_allowed(state: State, command: Command):
    assert next_state(state, command) == TRANSITIONS.get((state, command))


def test_pause_and_resume_come_back_to_running():
    paused = next_state(State.RUNNING, Command.PAUSE)
    assert paused is State.PAUSED
    assert next_state(paused, Command.RESUME) is State.RUNNING

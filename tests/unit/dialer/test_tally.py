"""The counters of a campaign as the live page takes them."""

import orjson

from cti.calls.outcome import Outcome
from cti.dialer.tally import Standing, Tally


def test_counts_of_outcomes_become_json_whatever_the_outcomes_are_made_of() -> None:
    tally = Tally(refuse_key="9")
    tally.add(Standing("done", "registered", Outcome.ANSWERED, "1", None), 3)
    tally.add(Standing("done", None, "answered", None, None))
    tally.add(Standing("waiting", None, None, None, None))

    counts = tally.count_by("outcome")

    assert orjson.loads(orjson.dumps(counts)) == {"answered": 4}

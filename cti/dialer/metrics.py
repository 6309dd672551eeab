"""How the campaigns are doing, for Prometheus: read when asked."""

from collections.abc import Iterator

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from cti.dialer.boards import Boards
from cti.dialer.campaign import State
from cti.dialer.retry import Dial

SHOWN = {State.RUNNING, State.PAUSED}
"""Finished ones would only add lines to every scrape."""


class CampaignCollector(Collector):
    """Gauges of every campaign that is under way."""

    def __init__(self, boards: Boards) -> None:
        self._boards = boards

    def collect(self) -> Iterator[Metric]:
        """Called at each scrape."""
        calls = GaugeMetricFamily("cti_campaign_calls", "Live calls", labels=("campaign",))
        members = GaugeMetricFamily(
            "cti_campaign_members", "Members by what is done with them", labels=("campaign", "dial")
        )
        for board in self._boards:
            if board.plan.state not in SHOWN:
                continue
            campaign = str(board.plan.id)
            calls.add_metric([campaign], len(board.calls))
            for dial in Dial:
                members.add_metric([campaign, dial], board.tally.count(dial=dial))
        yield calls
        yield members

"""How the PBXs are doing, for Prometheus: read when asked, counted nowhere else."""

from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from cti.calls.node import PbxNode

LABELS = ("pbx",)


class PbxCollector(Collector):
    """Gauges and counters of every configured PBX."""

    def __init__(self, nodes: Sequence[PbxNode]) -> None:
        self._nodes = nodes

    def collect(self) -> Iterator[Metric]:
        """Called at each scrape."""
        seen = [(node, node.describe()) for node in self._nodes]
        yield _gauge(
            "cti_pbx_up",
            "1 when calls can be placed",
            ((pbx.name, pbx.state == "up") for _, pbx in seen),
        )
        yield _gauge("cti_pbx_calls", "Live calls", ((pbx.name, pbx.calls) for _, pbx in seen))
        yield _gauge(
            "cti_pbx_event_lag_seconds",
            "From the PBX's clock to ours, of the last reply or outcome",
            ((pbx.name, pbx.event_lag_ms / 1000) for _, pbx in seen),
        )
        yield _counter("cti_pbx_events", "AMI events", ((pbx.name, pbx.events) for _, pbx in seen))
        yield _counter(
            "cti_pbx_reconnects",
            "Times the link came back",
            ((pbx.name, pbx.reconnects) for _, pbx in seen),
        )
        yield _counter(
            "cti_pbx_drift",
            "Calls a resync found otherwise than believed",
            ((pbx.name, pbx.drift) for _, pbx in seen),
        )
        yield _counter(
            "cti_facts_applied",
            "Replies, answers and outcomes applied",
            ((pbx.name, node.inbox.applied) for node, pbx in seen),
        )


def _gauge(name: str, words: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=LABELS)
    for pbx, value in values:
        family.add_metric([pbx], float(value))
    return family


def _counter(name: str, words: str, values: Iterable[tuple[str, float]]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, words, labels=LABELS)
    for pbx, value in values:
        family.add_metric([pbx], float(value))
    return family

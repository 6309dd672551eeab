"""What tests of several folders share: the sandbox's fixtures, and what drives a whole server."""

import gc
import sys
from pathlib import Path

# tests/browser needs tests/pbx's modules whether or not anything is collected from there.
sys.path.insert(0, str(Path(__file__).parent / "pbx"))

pytest_plugins = ("pbx_fixtures",)


def pytest_collection_finish() -> None:
    """Spare the collector what stays until the end; it would walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)

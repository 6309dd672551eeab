"""What tests of several folders share: the sandbox's fixtures, and what drives a whole server."""

import sys
from pathlib import Path

# tests/browser needs tests/pbx's modules whether or not anything is collected from there.
sys.path.insert(0, str(Path(__file__).parent / "pbx"))

pytest_plugins = ("pbx_fixtures",)

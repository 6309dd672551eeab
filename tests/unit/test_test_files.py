from collections import Counter
from pathlib import Path


def test_no_two_test_files_share_a_name() -> None:
    """pytest imports them by their names alone: one run of all folders would refuse the second."""
    names = Counter(path.name for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []

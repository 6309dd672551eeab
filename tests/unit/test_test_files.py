import re
from collections import Counter
from pathlib import Path

OF_THE_DEMO = {"0900000001", "0944051733"}
"""Numbers of people whom the demo brings, called from several tests."""


def test_no_two_test_files_share_a_name() -> None:
    """pytest imports them by their names alone: one run of all folders would refuse the second."""
    names = Counter(path.name for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_two_browser_tests_give_their_people_the_same_number() -> None:
    """They share a call centre: whichever came second would be asked about a duplicate."""
    files = Counter(
        number
        for path in (Path(__file__).parents[1] / "browser").glob("*.py")
        for number in {
            re.sub(r"\D", "", typed) for typed in re.findall(r'"(0[\d ]{9,12})"', path.read_text())
        }
    )
    assert [
        number for number, times in files.items() if times > 1 and number not in OF_THE_DEMO
    ] == []

from cti.bus import Bus
from cti.calls.facts import AttemptRow
from cti.calls.identity import MAX_EXPECTED, Identities
from cti.calls.whose import identify
from cti.crm.shapes import ContactMatch


async def find_nobody(_e164: str) -> list[ContactMatch]:
    return []


async def find_no_attempt(_attempt_id: str) -> AttemptRow | None:
    return None


def test_calls_that_were_expected_and_never_came_are_forgotten_in_the_end() -> None:
    identities = Identities(Bus(), find_nobody, find_no_attempt)
    for number in range(MAX_EXPECTED + 10):
        identities.expect(f"at_{number}", identify("0912345678", "VN"))
    assert identities.find("at_9") is None
    assert identities.find("at_10") is not None
    assert len(identities._known) == MAX_EXPECTED

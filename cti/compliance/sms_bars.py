"""Why somebody must not be sent a text message, by the lists of who wants none."""

from cti.compliance.dnc import Dnc
from cti.compliance.lists import to_number
from cti.phones import Kind, Number

REFUSED, INTERNAL, NATIONAL = "refused", "dnc.internal", "dnc.national.sms"
INVALID, NO_MOBILE = "number.invalid", "number.no_mobile"

FORBIDDING = frozenset({REFUSED, INTERNAL, INVALID, NO_MOBILE})
"""With one of these no message goes, whatever it says; the national register bars advertising."""


def find_sms_bars(dnc: Dnc, number: Number) -> list[str]:
    """The reasons against a message to this number, the gravest first; none: it may go."""
    if number.e164 is None:
        return [INVALID]
    digits = to_number(number.e164)
    reasons = []
    if dnc.contains("internal", "refused", digits):
        reasons.append(REFUSED)
    elif dnc.contains("internal", "sms", digits):
        reasons.append(INTERNAL)
    if dnc.contains("national", "sms", digits):
        reasons.append(NATIONAL)
    if number.kind is not Kind.MOBILE:
        reasons.append(NO_MOBILE)
    return reasons

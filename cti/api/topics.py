"""Which live topics a user may follow, and what they are called inside. Pure."""

import re
from collections.abc import Callable

from cti.accounts.rights import Caller, Right

Authorise = Callable[[Caller, str], str | None]

IMPORT = re.compile(r"import/[1-9][0-9]{0,17}")
CAMPAIGN = re.compile(r"campaign/[1-9][0-9]{0,17}")


def authorise(caller: Caller, topic: str) -> str | None:
    """The topic's name in the hub; None when there is none, or not for this user."""
    if topic == "me":
        return f"user/{caller.user_id}"
    if topic == "campaigns" or CAMPAIGN.fullmatch(topic):
        return topic if Right.CAMPAIGNS_VIEW in caller.rights else None
    if IMPORT.fullmatch(topic):  # one's own: under another's number there is nothing to see
        return f"user/{caller.user_id}/{topic}"
    if topic == "pbx":
        return topic if Right.PBX_VIEW in caller.rights else None
    return None

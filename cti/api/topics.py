"""Which live topics a user may follow, and what they are called inside. Pure."""

import re
from collections.abc import Callable

from cti.accounts.rights import Caller, Right

Authorise = Callable[[Caller, str], str | None]

IMPORT = re.compile(r"import/[1-9][0-9]{0,17}")
CAMPAIGN = re.compile(r"campaign/[1-9][0-9]{0,17}")


def authorise_token(may_follow: Authorise) -> Authorise:
    """What a program may follow: what its user may, with the scope that the topic's like needs.

    A user has `me` whatever they may do; the cards of calls are in it, so a token needs `call`.
    """

    def authorise_program(caller: Caller, topic: str) -> str | None:
        if topic == "me" and Right.CALL not in caller.rights:
            return None
        if topic.startswith("customer/") and Right.CONTACTS_VIEW not in caller.rights:
            return None
        if IMPORT.fullmatch(topic) and Right.CUSTOMERS_IMPORT not in caller.rights:
            return None
        return may_follow(caller, topic)

    return authorise_program


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

"""What is known of the other end of a call. Pure."""

from dataclasses import dataclass, field

from cti.crm.shapes import ContactMatch
from cti.phones import parse


@dataclass(slots=True)
class Identity:
    """What is known of the other end of a call."""

    number: str | None
    e164: str | None = None
    display: str = ""
    carrier: str | None = None
    matches: list[ContactMatch] = field(default_factory=list)
    contact_id: int | None = None
    customer_id: int | None = None
    user_id: int | None = None  # who placed it, for click-to-call
    ready: bool = False  # the lookup has come back, or failed


def identify(typed: str | None, region: str) -> Identity:
    """What the number alone tells."""
    if not typed:
        return Identity(None)
    number = parse(typed, region)
    return Identity(typed, number.e164, number.display, number.carrier)


def settle_on_contact(identity: Identity) -> None:
    """The one match is the contact; of several, the one that was chosen before."""
    matches = identity.matches
    if identity.contact_id is not None:
        chosen = [match for match in matches if match.contact_id == identity.contact_id]
        matches = chosen or matches
    if len(matches) == 1:
        identity.matches = matches
        identity.contact_id = matches[0].contact_id
        identity.customer_id = matches[0].customer_id

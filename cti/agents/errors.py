"""What can go wrong with an agent's state."""

from cti.errors import InvalidError


class PauseReasonMissingError(InvalidError):
    """A pause needs a reason: supervisors see it, and reports count it."""

    code = "presence.reason_missing"

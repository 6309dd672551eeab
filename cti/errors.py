"""What can go wrong, by a code that never changes; the browser app translates codes."""

from typing import ClassVar


class DomainError(Exception):
    """The request can't be carried out.

    `code` is stable and dotted (`campaign.not_found`); `params` are JSON values that a message
    may show. `kind` tells the border what sort of refusal it is, without naming a protocol.
    """

    code: ClassVar[str] = "error"
    kind: ClassVar[str] = "invalid"  # invalid | not_found | forbidden | conflict | unavailable

    def __init__(self, **params: object) -> None:
        super().__init__(f"{self.code} {params}" if params else self.code)
        self.params = params


class NotFoundError(DomainError):
    """There is no such thing, or none that this user may see."""

    code = "not_found"
    kind = "not_found"


class ForbiddenError(DomainError):
    """The user's role does not allow it."""

    code = "forbidden"
    kind = "forbidden"


class ConflictError(DomainError):
    """Somebody else was first, or the thing is not in a state that allows it."""

    code = "conflict"
    kind = "conflict"


class InvalidError(DomainError):
    """What was sent does not fit."""

    code = "invalid"


class UnavailableError(DomainError):
    """Something this needs is away just now; the same request may work later."""

    code = "unavailable"
    kind = "unavailable"

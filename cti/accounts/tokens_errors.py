"""What can go wrong with API tokens."""

from cti.errors import DomainError, InvalidError, NotFoundError


class TokenInvalidError(DomainError):
    """Authorization holds no token in force: which of the reasons is not told."""

    code = "token.invalid"
    kind = "signed_out"


class TokenNotFoundError(NotFoundError):
    """The user has no such token."""

    code = "token.not_found"


class TokenScopeError(InvalidError):
    """A token can't have a right that its owner has not: `scope`."""

    code = "token.scope_unknown"

"""What is said of duplicates."""

from cti.errors import ConflictError


class DuplicateError(ConflictError):
    """`field` is there already in `customer` of `owner`, and the rule blocks that (R122)."""

    code = "customer.duplicate"


class DuplicateSuspectedError(ConflictError):
    """The same, only warned of: send `confirm_duplicates: true` to go on (R123)."""

    code = "customer.duplicate_suspected"

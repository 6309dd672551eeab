"""What can go wrong with comments."""

from cti.errors import ForbiddenError, InvalidError, NotFoundError


class CommentNotFoundError(NotFoundError):
    """There is no such comment, or none that this user may see; it may be deleted."""

    code = "comment.not_found"


class CommentNotAllowedError(ForbiddenError):
    """The user sees this customer, but is none of those who may comment on it (R194)."""

    code = "comment.not_allowed"


class CommentNotOwnError(ForbiddenError):
    """It is somebody else's comment (R192)."""

    code = "comment.not_own"


class CommentTooOldError(ForbiddenError):
    """Two hours have passed since it was posted (R193)."""

    code = "comment.too_old"


class CommentEmptyError(InvalidError):
    """Nothing is left of the text without invisible characters, and nothing comes with it."""

    code = "comment.empty"

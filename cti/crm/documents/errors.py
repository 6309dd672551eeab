"""What can go wrong with documents."""

from cti.errors import DomainError, InvalidError, NotFoundError, UnavailableError


class DocumentNotFoundError(NotFoundError):
    """There is no such document, or none that this user may see."""

    code = "document.not_found"


class DocumentEmptyError(InvalidError):
    """The file has no byte in it."""

    code = "document.empty"


class DocumentTooLargeError(DomainError):
    """The file is larger than `limit_mb` megabytes."""

    code = "document.too_large"
    kind = "too_large"


class DocumentStoreDownError(UnavailableError):
    """Where the files are kept does not answer, or lost this one."""

    code = "document.store_down"

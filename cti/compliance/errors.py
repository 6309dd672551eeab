"""What can go wrong with DNC lists and their files."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class NotANumberError(InvalidError):
    """What was sent is no phone number that could be called. Params: number."""

    code = "number.invalid"


class ReasonMissingError(InvalidError):
    """Nobody is taken off a list without a reason."""

    code = "dnc.reason_missing"


class NotListedError(NotFoundError):
    """The number does not stand on this list. Params: list, number."""

    code = "dnc.not_listed"


class ImportRunningError(ConflictError):
    """A file is being taken into this list just now. Params: list."""

    code = "dnc.import_running"


class ImportNotFoundError(NotFoundError):
    """No such file was taken in. Params: id."""

    code = "dnc.import_not_found"


class ImportInterruptedError(InvalidError):
    """The file could not be taken in whole; what is done stays in force.

    Params: why (not_allowed, file_missing, internal).
    """

    code = "dnc.import_interrupted"


class FileTooLargeError(InvalidError):
    """The file is larger than may be sent. Params: limit (bytes)."""

    code = "file.too_large"
    kind = "too_large"


class ReplaceTooSmallError(ConflictError):
    """A full list that would empty more than half of the present one is taken for a mistake.

    Send it again with `force=true` when it is right. Params: present, sent.
    """

    code = "dnc.replace_too_small"


class ConsentInFutureError(InvalidError):
    """Consent is prior: it was given in the past. Params: given_at."""

    code = "consent.in_future"


class NotAgreedError(NotFoundError):
    """The number has not agreed to anything on this channel. Params: number, channel."""

    code = "consent.not_found"


class RuleFixedError(InvalidError):
    """An installation may not decide this, or not so. Params: reason, mode."""

    code = "rules.fixed"


class RulesChangedError(ConflictError):
    """Somebody else has changed the rules meanwhile: look again."""

    code = "rules.changed"

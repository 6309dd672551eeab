"""What can go wrong with commercial documents."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class DocumentNotFoundError(NotFoundError):
    """There is no such document, or none that this user may see."""

    code = "commerce.not_found"


class DocumentVersionError(ConflictError):
    """The document was edited meanwhile; `current` is how it is now."""

    code = "commerce.version_conflict"


class NumberTakenError(ConflictError):
    """Another document has this `number` already."""

    code = "commerce.number_taken"


class NumberReservedError(InvalidError):
    """Numbers like DH000123 are given by the system alone."""

    code = "commerce.number_reserved"


class FieldUnfitError(InvalidError):
    """A document of this `kind` has no such `field`."""

    code = "commerce.field_unfit"


class FieldFixedError(ConflictError):
    """In this `status` the `fields` can't be changed any more."""

    code = "commerce.fixed"


class StatusUnfitError(ConflictError):
    """A `kind` can't go from the status `before` (null: a new one) to `after`."""

    code = "commerce.status_unfit"


class AmountDiffersError(InvalidError):
    """The amount is another than the lines come to, which is `sum`."""

    code = "commerce.amount_differs"


class AmountMissingError(InvalidError):
    """Money that was received or paid is more than nothing."""

    code = "commerce.amount_missing"


class AmountTooLargeError(InvalidError):
    """The lines come to more than `most` đồng."""

    code = "commerce.amount_too_large"


class LineNamelessError(InvalidError):
    """Nothing is left of a line's name once invisible characters are taken away."""

    code = "commerce.line_nameless"


class AboutUnfitError(InvalidError):
    """What the document names is no document of this customer that its kind can name: `id`."""

    code = "commerce.about_unfit"


class TermTooLongError(InvalidError):
    """The contract would end beyond the calendar."""

    code = "commerce.term_too_long"

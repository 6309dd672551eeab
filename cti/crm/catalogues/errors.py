"""What can go wrong with pick lists."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class CatalogueNotFoundError(NotFoundError):
    """There is no pick list of this name."""

    code = "catalogue.not_found"


class ValueNotFoundError(NotFoundError):
    """There is no such value; somebody may have deleted it."""

    code = "catalogue.value_not_found"


class ValueUnknownError(InvalidError):
    """A field was given a value that is none of its pick list (R023)."""

    code = "catalogue.value_unknown"


class LabelEmptyError(InvalidError):
    """Nothing is left of the label once invisible characters are taken away."""

    code = "catalogue.label_empty"


class LabelTakenError(ConflictError):
    """The pick list has a value of this name already."""

    code = "catalogue.label_taken"


class ValueMarkError(InvalidError):
    """Only a type of transactions can make a customer (R017), one of contracts renew one (R215)."""

    code = "catalogue.no_mark"


class ValueInUseError(ConflictError):
    """`count` records have this value: say which one they get instead (`replace_with`)."""

    code = "catalogue.in_use"

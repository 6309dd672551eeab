"""What can go wrong with the fields of the directory."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class FieldNotFoundError(NotFoundError):
    """There is no such field of one's own."""

    code = "field.not_found"


class FieldUnknownError(InvalidError):
    """A key that was sent names no field, or none that this can be done with."""

    code = "field.unknown"


class FieldLabelTakenError(ConflictError):
    """Another field of one's own has this label."""

    code = "field.label_taken"


class FieldValueError(InvalidError):
    """The value does not fit the field; `why` says how, `options` what it may be."""

    code = "field.value_invalid"


class FieldsRequiredError(InvalidError):
    """These fields must be filled (R021, R027)."""

    code = "field.required"


class RequiredConflictError(ConflictError):
    """Somebody changed which fields are required meanwhile; `keys` are those that are now."""

    code = "field.required_conflict"

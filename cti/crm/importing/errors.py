"""What can go wrong with an import as a whole. What is wrong with a row is in `problems.py`."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class ImportNotFoundError(NotFoundError):
    """There is no such import, or it is somebody else's."""

    code = "import.not_found"


class ImportRowNotFoundError(NotFoundError):
    """The import has no such row."""

    code = "import.row_not_found"


class ImportStateError(ConflictError):
    """The import is not in a state that allows it; `state` says which it is in."""

    code = "import.state"


class ImportMappingError(InvalidError):
    """The columns don't fit.

    `why`: unknown_field, unknown_column, twice, not_matchable, none; field_gone: an admin has
    deleted the field of the column `letter` since.
    """

    code = "import.mapping"


class ImportRangeError(InvalidError):
    """The range of rows or the sheet is not there (R088)."""

    code = "import.range"


class ImportTooLargeError(InvalidError):
    """The file has more bytes, rows or columns than one import takes; `what`, `limit`."""

    code = "import.too_large"


class ImportFontError(InvalidError):
    """The text was typed for a TCVN3 or VNI font, and is no Unicode; `font` says which."""

    code = "import.font"


class ImportEmptyError(InvalidError):
    """The file has no rows to import."""

    code = "import.empty"


class ImportInterruptedError(InvalidError):
    """The import could not go on; `why`.

    not_allowed: who uploaded it may not any more, file_missing, internal.
    """

    code = "import.interrupted"

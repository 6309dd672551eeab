"""What can go wrong with filters."""

from cti.errors import InvalidError


class FilterError(InvalidError):
    """The filter does not fit the field, or is no filter at all; `why` says how."""

    code = "filter.invalid"

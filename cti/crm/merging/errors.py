"""What can go wrong with merges."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class MergeSameError(InvalidError):
    """A customer can't be merged with itself."""

    code = "merge.same"


class MergeFieldError(InvalidError):
    """A field that was chosen is none that two customers can differ in."""

    code = "merge.field_unknown"


class MergeNotFoundError(NotFoundError):
    """There is no such merge, or its customer is none that this user may see."""

    code = "merge.not_found"


class MergeUndoneError(ConflictError):
    """The merge was undone already, or its customers were merged on or deleted since."""

    code = "merge.not_undoable"

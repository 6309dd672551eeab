"""What can go wrong with saved views."""

from cti.errors import ConflictError, ForbiddenError, NotFoundError


class ViewNotFoundError(NotFoundError):
    """There is no such view, or it is not shared with the caller."""

    code = "view.not_found"


class ViewNotYoursError(ForbiddenError):
    """Only whose view it is may change it, or who configures the directory, if it is shared."""

    code = "view.not_yours"


class ViewNameTakenError(ConflictError):
    """The caller has a view of this name already."""

    code = "view.name_taken"


class ViewVersionError(ConflictError):
    """Somebody changed the view meanwhile."""

    code = "view.version_conflict"


class ViewShareError(ForbiddenError):
    """The caller may not share so: with everybody needs a right, with a team being in one."""

    code = "view.share"

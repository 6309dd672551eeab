"""What can go wrong with tasks."""

from cti.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


class TaskNotFoundError(NotFoundError):
    """There is no such task, or none that this user may see."""

    code = "task.not_found"


class TaskNotEditableError(ForbiddenError):
    """The user may see this task; changing it is for who gave or got it, or has the customer."""

    code = "task.not_editable"


class TaskStateError(ConflictError):
    """The task is not in a state that allows this; somebody else may have been faster."""

    code = "task.state"


class TaskVersionError(ConflictError):
    """The task was changed meanwhile."""

    code = "task.version_conflict"


class TitleEmptyError(InvalidError):
    """Nothing is left of the title once invisible characters are taken away."""

    code = "task.title_empty"


class AssigneeUnseenError(InvalidError):
    """Who is to do it can't see the customer that it is about."""

    code = "task.assignee_unseen"

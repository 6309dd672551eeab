"""What can go wrong with tickets."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class TicketNotFoundError(NotFoundError):
    """There is no such ticket, or none that this user may see."""

    code = "ticket.not_found"


class TicketSubjectError(InvalidError):
    """Nothing is left of the subject once invisible characters are taken away."""

    code = "ticket.no_subject"


class TicketAssigneeError(InvalidError):
    """Who the ticket is given to is no active user: `id`."""

    code = "ticket.assignee_unknown"


class TicketAssigneeUnseenError(InvalidError):
    """Who the ticket is given to can't see the customer that it is about: `id`, `name`."""

    code = "ticket.assignee_unseen"


class TicketVersionError(ConflictError):
    """The ticket was edited meanwhile; `current` is how it is now."""

    code = "ticket.version_conflict"

"""What can go wrong with deleted customers."""

from cti.errors import NotFoundError


class DeletedNotFoundError(NotFoundError):
    """No such customer is deleted; one that went in a merge comes back by undoing the merge."""

    code = "customer.not_deleted"

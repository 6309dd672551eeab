"""What can go wrong with companies."""

from cti.errors import NotFoundError


class CompanyNotFoundError(NotFoundError):
    """There is no such company, or none that this user may see."""

    code = "company.not_found"

"""What can go wrong with opportunities."""

from cti.errors import ConflictError, InvalidError, NotFoundError


class OpportunityNotFoundError(NotFoundError):
    """There is no such opportunity, or none that this user may see."""

    code = "opportunity.not_found"


class OpportunityNamelessError(InvalidError):
    """Nothing is left of the name once invisible characters are taken away."""

    code = "opportunity.nameless"


class OpportunityVersionError(ConflictError):
    """The opportunity was edited meanwhile; `current` is how it is now."""

    code = "opportunity.version_conflict"

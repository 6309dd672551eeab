"""What can go wrong with what is done by itself."""

from cti.errors import InvalidError


class AutomationTitleError(InvalidError):
    """Nothing is left of the title once invisible characters are taken away."""

    code = "automation.title_empty"

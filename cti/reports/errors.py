"""What can go wrong with reports."""

from cti.errors import InvalidError


class PeriodError(InvalidError):
    """A period of one's own needs its first and its last day, the first one first; no other has."""

    code = "report.period"

"""What can go wrong with transactions."""

from cti.errors import InvalidError


class TransactionNameEmptyError(InvalidError):
    """Nothing is left of the name once invisible characters are taken away."""

    code = "transaction.name_empty"

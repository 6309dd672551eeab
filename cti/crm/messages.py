"""What the customer directory tells the rest of the server, after the commit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CustomerChanged:
    """A customer, one of its contacts or its history is not what it was.

    `is_back`: it was deleted, and is there again.
    """

    customer_id: int
    is_back: bool = False

"""Nothing that points to a customer is forgotten by those who move customers."""

from cti.crm.hanging import BY_THEMSELVES, find_of_contact, find_of_customer
from cti.schema import customers, metadata

STAYS = {"comment_reads"}
"""What is there once per customer and user: how far somebody has read."""


def test_every_table_that_points_to_a_customer_moves_or_is_known_to_stay() -> None:
    pointing = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column is customers.c.id for key in column.foreign_keys)
    }
    moving = {(table.name, column.name) for table, column in find_of_customer().values()}
    left = {name for name, _ in pointing - moving}
    assert left <= BY_THEMSELVES | STAYS, left
    assert moving <= pointing


def test_what_is_of_one_contact_goes_with_the_contact() -> None:
    going = {table.name for table in find_of_contact()}
    assert {"calls", "notes", "campaign_members"} <= going
    assert "commercial_documents" not in going  # debts are the customer's

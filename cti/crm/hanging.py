"""What hangs on a customer or on a contact, read off the schema: a new table is never forgotten."""

from typing import Any

from sqlalchemy import Column, Index, Table, UniqueConstraint

from cti.schema import contacts, customers, metadata

Hanging = dict[str, tuple[Table, Column[Any]]]
"""Name → its table, and the column that says whose it is."""

BY_THEMSELVES = frozenset({"customer_supporters", "customer_merges", "custom_values"})
"""Have to do with a customer, but are handled one by one by whoever moves customers."""

STAYING = frozenset({"commercial_documents"})
"""Name a contact, but stay with the customer when the contact goes: who owes, goes on owing."""

SHORT = {
    "campaign_members": "members",
    "customer_log": "changes",
    "contacts.company_id": "linked",
    "customers.referrer_customer_id": "referred",
}
"""Names that merges are stored under."""


def find_of_customer() -> Hanging:
    """Rows of their own (one key, `id`) that point to a customer.

    What may be there once per customer can't be moved to one that has it already: such a table
    (marks of what was read, say) is left out.
    """
    found: Hanging = {}
    for table in metadata.sorted_tables:
        if table.name in BY_THEMSELVES or [one.name for one in table.primary_key] != ["id"]:
            continue
        for column in table.columns:
            if _points_to(column, customers) and not _is_unique_by(table, column):
                name = table.name if column.name == "customer_id" else f"{table.name}.{column.name}"
                found[SHORT.get(name, name)] = (table, column)
    return found


def find_of_contact() -> list[Table]:
    """Tables whose rows point to a contact and to its customer: these go with the contact."""
    return [
        table
        for table, column in find_of_customer().values()
        if column.name == "customer_id"
        and table.name not in STAYING
        and "contact_id" in table.c
        and _points_to(table.c.contact_id, contacts)
    ]


def _points_to(column: Column[Any], table: Table) -> bool:
    return any(key.column is table.c.id for key in column.foreign_keys)


def _is_unique_by(table: Table, column: Column[Any]) -> bool:
    if table is contacts:  # its one star is handed on by whoever moves contacts
        return False
    groups: list[UniqueConstraint | Index] = [
        one for one in table.constraints if isinstance(one, UniqueConstraint)
    ]
    groups += [one for one in table.indexes if one.unique]
    return bool(column.unique) or any(
        column.name in [member.name for member in group.columns] for group in groups
    )

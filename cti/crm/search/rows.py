"""Rows of the contact list, as they are sent out."""

from collections.abc import Mapping, Sequence

from sqlalchemy import RowMapping

from cti.crm.companies.links import ORGANISATION
from cti.crm.shapes import CompanyRef, ContactRow, Phone
from cti.crm.store import make_owner


def list_companies(rows: Sequence[RowMapping]) -> list[int]:
    """The ids of the companies that the contacts are linked to."""
    return sorted({row["company_id"] for row in rows if row["company_id"] is not None})


def make_rows(
    rows: Sequence[RowMapping],
    phones: Mapping[int, list[Phone]],
    companies: Mapping[int, CompanyRef],
) -> list[ContactRow]:
    """The rows with their phones, by contact, and those of their companies that the caller sees."""
    names = [one for one in ContactRow.model_fields if rows and one in rows[0]]
    return [
        ContactRow(
            **{one: row[one] for one in names},
            owner=make_owner(row),
            phones=phones[row["id"]],
            company=_find_company(row, companies),
        )
        for row in rows
    ]


def _find_company(row: RowMapping, companies: Mapping[int, CompanyRef]) -> CompanyRef | None:
    if row["customer_kind"] == ORGANISATION:
        return CompanyRef(id=row["customer_id"], name=row["customer"])
    return companies.get(row["company_id"])

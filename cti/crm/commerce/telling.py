"""Rows of commercial documents as the API tells them."""

from typing import Any, cast

from sqlalchemy import RowMapping

from cti.crm.catalogues.shapes import ListedValue
from cti.crm.commerce.rules import MOVES, OPEN, Kind, price
from cti.crm.commerce.shapes import CommercialDocument, DocumentLine, DocumentRef, DocumentStatus
from cti.crm.shapes import CompanyRef
from cti.crm.store import make_owner
from cti.shapes import read_person

PLAIN = ("id", "version", "kind", "number", "status", "day", "amount", "due_on", "effective_on",
         "months", "ends_on", "description", "created_at", "updated_at")  # fmt: skip


def make_document(row: RowMapping) -> CommercialDocument:
    """One, of a row as `store` selects it."""
    kind = Kind(row["kind"])
    return CommercialDocument(
        **{name: row[name] for name in PLAIN},
        moves=cast("list[DocumentStatus]", list(MOVES[kind][row["status"]])),
        is_open=row["status"] in OPEN,
        customer=CompanyRef(id=row["customer_id"], name=row["customer_name"]),
        contact=_make_contact(row),
        lines=[_make_line(line) for line in row["lines"]],
        type=_make_type(row),
        about=_make_about(row),
        owner=make_owner(row),
        by=read_person(row, "created_by", "by"),
        can_edit=bool(row["can_edit"]),
    )


def _make_line(line: dict[str, Any]) -> DocumentLine:
    return DocumentLine(**line, total=price(line["quantity"], line["unit_price"]))


def _make_contact(row: RowMapping) -> CompanyRef | None:
    if row["contact_name"] is None:
        return None
    return CompanyRef(id=row["contact_id"], name=row["contact_name"])


def _make_type(row: RowMapping) -> ListedValue | None:
    if row["type_label"] is None:
        return None
    marks = {name: row[f"type_{name}"] for name in ("label", "makes_customer", "renews")}
    return ListedValue(id=row["type_id"], **marks)


def _make_about(row: RowMapping) -> DocumentRef | None:
    if row["about_number"] is None:
        return None
    return DocumentRef(id=row["about_id"], kind=row["about_kind"], number=row["about_number"])

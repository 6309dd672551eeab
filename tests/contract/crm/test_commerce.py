"""Quotes, orders, contracts, receipts and payments of customers, and what these owe."""

import csv
from datetime import date

import pytest
from call_centre import Create, Finish, Staff
from sqlalchemy import select

from cti.accounts.rights import Caller
from cti.crm.bulk.errors import ColumnUnknownError
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import DocumentExportForm
from cti.crm.catalogues.errors import ValueInUseError, ValueUnknownError
from cti.crm.catalogues.shapes import ValueForm
from cti.crm.commerce.errors import (
    AboutUnfitError,
    AmountDiffersError,
    AmountMissingError,
    DocumentNotFoundError,
    DocumentVersionError,
    FieldFixedError,
    FieldUnfitError,
    LineNamelessError,
    NumberReservedError,
    NumberTakenError,
    StatusUnfitError,
    TermTooLongError,
)
from cti.crm.commerce.shapes import DocumentChange, DocumentForm, MadeDocument
from cti.crm.commerce.store import DocumentQuery
from cti.crm.companies.shapes import ConvertForm
from cti.crm.errors import (
    ContactNotFoundError,
    CursorError,
    CustomerNotFoundError,
    NotEditableError,
)
from cti.crm.merging.shapes import MergeForm
from cti.crm.service import Directory
from cti.crm.shapes import ContactForm
from cti.crm.transactions.shapes import TransactionForm
from cti.db import Database
from cti.errors import DomainError
from cti.schema import commercial_documents


class Desk:
    """Writes documents as one caller."""

    def __init__(self, directory: Directory, caller: Caller) -> None:
        self.directory, self.caller = directory, caller

    async def write(self, customer_id: int, kind: str, **fields: object) -> MadeDocument:
        form = DocumentForm.model_validate({"kind": kind, **fields})
        return await self.directory.commerce.create(self.caller, customer_id, form)

    async def change(self, document_id: int, **fields: object) -> None:
        now = await self.directory.commerce.get(self.caller, document_id)
        form = DocumentChange.model_validate({"version": now.version, **fields})
        await self.directory.commerce.change(self.caller, document_id, form)

    async def list_changes(self, customer_id: int) -> list[tuple[str, dict[str, list[object]]]]:
        found = await self.directory.timeline.get(self.caller, customer_id, ["change"])
        return [(row.detail["action"], row.detail["fields"]) for row in found.rows]


@pytest.mark.requirement("R017", "R195", "R210", "R211", "R212", "R214", "R215")
async def test_documents_are_numbered_moved_by_their_kind_s_rules_and_every_step_is_told(
    create: Create, directory: Directory, staff: Staff
) -> None:
    desk = Desk(directory, staff.linh)
    made = await create(staff.linh, name="Minh An", stage="contact", contact={"name": "Lan"})
    quote = await desk.write(
        made.id, "quote", status="sent", due_on="2026-03-20",
        lines=[{"name": " Máy lẻ ", "quantity": 1.5, "unit_price": 333},
               {"name": "Lắp đặt", "quantity": 1, "unit_price": 500}],
    )  # fmt: skip
    assert (quote.number, quote.amount, quote.status, quote.made_customer) == (
        f"BG{quote.id:06d}", 1000, "sent", False,
    )  # fmt: skip
    assert (quote.day, quote.moves[:2]) == (date(2026, 3, 2), ["accepted", "refused"])
    assert [(one.name, one.total) for one in quote.lines] == [("Máy lẻ", 500), ("Lắp đặt", 500)]
    assert (await directory.reading.get(staff.linh, made.id)).stage == "contact"
    await desk.change(quote.id, status="accepted")

    order = await desk.write(
        made.id, "order", amount=700, contact_id=made.contacts[0].id, description="Giao sáng"
    )
    assert order.made_customer
    assert (order.status, order.contact.name, order.by.name) == ("draft", "Lan", "Linh")
    assert (await directory.reading.get(staff.linh, made.id)).stage == "customer"
    assert not (await desk.write(made.id, "order", amount=1)).made_customer

    listed = (await directory.catalogues.list()).rows
    (types,) = (one.values for one in listed if one.name == "contract_type")
    assert [one.label for one in types if one.renews] == ["Gia hạn"]
    renewal = next(one for one in types if one.renews)
    contract = await desk.write(
        made.id, "contract", number="12/2026/HĐMB", amount=900, type_id=renewal.id,
        effective_on="2026-01-31", months=1, status="in_force",
    )  # fmt: skip
    assert (contract.number, contract.ends_on, contract.type) == (
        "12/2026/HĐMB", date(2026, 2, 28), renewal,
    )  # fmt: skip
    await desk.change(contract.id, months=13)
    assert (await directory.commerce.get(staff.linh, contract.id)).ends_on == date(2027, 2, 28)
    with pytest.raises(ValueInUseError):
        await directory.catalogues.delete(staff.admin, renewal.id)
    marked = ValueForm(label="Tái ký", renews=True)
    assert (await directory.catalogues.add(staff.admin, "contract_type", marked)).renews

    await desk.change(order.id, about_id=contract.id, status="confirmed")
    await desk.change(order.id, status="delivered")
    receipt = await desk.write(made.id, "receipt", amount=300, about_id=order.id)
    assert (receipt.about.number, receipt.is_open) == (order.number, False)
    await desk.change(receipt.id, status="cancelled")

    told = await desk.list_changes(made.id)
    assert [action for action, _ in told[:-2]] == [
        "receipt.cancelled", "receipt.created", "order.delivered", "order.confirmed",
        "contract.changed", "contract.created", "order.created", "customer.converted",
        "order.created", "quote.accepted", "quote.created",
    ]  # fmt: skip
    by_action = dict(reversed(told))
    assert by_action["order.confirmed"] == {
        "number": [None, order.number],
        "status": ["draft", "confirmed"],
        "about": [None, "12/2026/HĐMB"],
    }
    assert by_action["contract.changed"]["ends_on"] == ["2026-02-28", "2027-02-28"]
    assert by_action["quote.created"]["lines"] == [
        None,
        ["1.5 × Máy lẻ (333)", "1 × Lắp đặt (500)"],
    ]

    stale = DocumentChange(version=1, description="x")
    with pytest.raises(DocumentVersionError) as conflict:
        await directory.commerce.change(staff.linh, order.id, stale)
    assert conflict.value.params["current"]["status"] == "delivered"


@pytest.mark.requirement("R210", "R212", "R215")
async def test_what_does_not_fit_is_refused_with_its_reason(
    create: Create, directory: Directory, staff: Staff
) -> None:
    desk = Desk(directory, staff.linh)
    made = await create(staff.linh, name="Minh An", contact={"name": "Lan"})
    other = await create(staff.linh, name="Hoàng Gia", contact={"name": "Tú"})
    order = await desk.write(made.id, "order", number="SO-1", amount=5, status="delivered")
    line = {"name": "x", "quantity": 2, "unit_price": 10}
    (source,) = (
        one.values[0] for one in (await directory.catalogues.list()).rows if one.name == "source"
    )
    refused: list[tuple[type[DomainError], dict[str, object]]] = [
        (FieldUnfitError, {"kind": "receipt", "amount": 5, "due_on": "2026-03-03"}),
        (FieldUnfitError, {"kind": "order", "months": 3}),
        (FieldUnfitError, {"kind": "quote", "about_id": order.id}),
        (StatusUnfitError, {"kind": "order", "status": "sent"}),
        (StatusUnfitError, {"kind": "quote", "status": "cancelled"}),
        (AmountMissingError, {"kind": "payment"}),
        (AmountDiffersError, {"kind": "order", "amount": 19, "lines": [line]}),
        (LineNamelessError, {"kind": "order", "lines": [{**line, "name": "\u200b"}]}),
        (NumberReservedError, {"kind": "order", "number": "ĐH000001"}),
        (NumberTakenError, {"kind": "contract", "number": " so-1"}),
        (TermTooLongError, {"kind": "contract", "effective_on": "9999-01-01", "months": 12}),
        (ValueUnknownError, {"kind": "contract", "type_id": source.id}),
        (ContactNotFoundError, {"kind": "order", "contact_id": other.contacts[0].id}),
        (AboutUnfitError, {"kind": "receipt", "amount": 5, "about_id": 10**9}),
        (AboutUnfitError, {"kind": "order", "about_id": order.id}),
    ]
    for error, fields in refused:
        with pytest.raises(error):
            await desk.write(made.id, **fields)
    with pytest.raises(AboutUnfitError):  # of another customer
        await desk.write(other.id, "receipt", amount=5, about_id=order.id)
    with pytest.raises(FieldFixedError) as fixed:
        await desk.change(order.id, amount=6, description="Được")
    assert fixed.value.params["fields"] == ["amount"]
    with pytest.raises(StatusUnfitError):
        await desk.change(order.id, status="cancelled")
    await desk.change(order.id, amount=5, status=None, description="Được")
    contract = await desk.write(made.id, "contract")
    with pytest.raises(AboutUnfitError):
        await desk.change(contract.id, about_id=contract.id)
    free = await create(staff.admin, name="Chưa ai", owner_id=None)
    with pytest.raises(NotEditableError):
        await desk.write(free.id, "order")
    with pytest.raises(CustomerNotFoundError):
        await Desk(directory, staff.far).write(made.id, "order")


async def check_lines(directory: Directory, staff: Staff, customer_id: int) -> None:
    """The ledger's lines, by three."""
    lines, pages, cursor = [], 0, ""
    while cursor is not None:
        some = await directory.statements.find_lines(staff.linh, customer_id, cursor, 3)
        lines, pages, cursor = [*lines, *some.rows], pages + 1, some.next
    assert pages == 2
    assert [(one.charge, one.settled, one.balance) for one in lines] == [
        (30, 0, 50), (50, 0, 20), (0, 40, -30), (10, 0, 10),
    ]  # fmt: skip
    for bad in ("x", "eyJ4IjoxfQ"):
        with pytest.raises(CursorError):
            await directory.statements.find_lines(staff.linh, customer_id, bad, 2)
    with pytest.raises(CustomerNotFoundError):
        await directory.statements.find_lines(staff.far, customer_id, "", 2)


@pytest.mark.requirement("R039", "R210", "R213", "R325")
async def test_lists_ledger_and_history_show_what_one_may_see_page_by_page(
    create: Create, directory: Directory, staff: Staff
) -> None:
    desk = Desk(directory, staff.linh)
    mine = await create(staff.linh, name="Cà phê Hoà Bình")
    fars = await create(staff.far, name="Của Far")
    hidden = await Desk(directory, staff.far).write(fars.id, "order", amount=9)
    listed = (await directory.catalogues.list()).rows
    (types,) = (one.values for one in listed if one.name == "transaction_type")
    quick = TransactionForm(name="Gọi chốt", type_id=types[0].id)
    numbers = []
    for at, kind in enumerate(("order", "quote", "order", "receipt", "order")):
        more = {"status": "confirmed", "due_on": f"2026-03-0{at + 1}"} if kind == "order" else {}
        written = await desk.write(
            mine.id, kind, amount=10 * (at + 1), day=f"2026-02-1{at % 3}", **more
        )
        numbers.append(written.number)
        if at == 2:
            await directory.work.transactions.add(staff.linh, mine.id, quick)
    find = directory.commerce.find_page
    page = await find(staff.linh, DocumentQuery())
    assert (page.total, page.worth) == (5, 150)
    assert (await find(staff.admin, DocumentQuery())).total == 6
    assert (await find(staff.linh, DocumentQuery(q="hoa binh bg"))).rows[0].kind == "quote"
    assert (await find(staff.linh, DocumentQuery(kind="order", owner="mine"))).worth == 90
    wanted = DocumentQuery(status="confirmed", day_from=date(2026, 2, 11), day_to=date(2026, 2, 12))
    assert [row.amount for row in (await find(staff.linh, wanted)).rows] == [50, 30]
    with pytest.raises(DocumentNotFoundError):
        await directory.commerce.get(staff.linh, hidden.id)
    for sort in ("created", "day", "amount"):
        for order in ("asc", "desc"):
            found, cursor = [], ""
            while cursor is not None:
                query = DocumentQuery(sort=sort, order=order, limit=2, cursor=cursor)
                page = await find(staff.linh, query)
                found += [row.number for row in page.rows]
                cursor = page.next
            assert sorted(found) == sorted(numbers), (sort, order)

    dealings, cursor = [], ""
    while cursor is not None:
        part = await directory.statements.find_dealings(staff.linh, mine.id, "all", cursor, 2)
        dealings += [(one.kind, one.document is None) for one in part.rows]
        cursor = part.next
    assert dealings == [
        ("order", False), ("receipt", False), ("transaction", True), ("order", False),
        ("quote", False), ("order", False),
    ]  # fmt: skip
    for kind, many in (("transaction", 1), ("order", 3), ("payment", 0)):
        part = await directory.statements.find_dealings(staff.linh, mine.id, kind, "", 50)
        assert len(part.rows) == many
    for bad in ("x", "eyJ4IjoxfQ"):
        with pytest.raises(CursorError):
            await directory.statements.find_dealings(staff.linh, mine.id, "all", bad, 2)

    ledger = await directory.statements.get_ledger(staff.linh, mine.id)
    assert (ledger.balance, ledger.overdue, ledger.credit) == (50, 0, 0)
    assert [(one.document.number, one.left) for one in ledger.open] == [(numbers[4], 50)]
    # By day: two orders of the 11th and the 12th between those of the 10th.
    await check_lines(directory, staff, mine.id)
    with pytest.raises(CustomerNotFoundError):
        await directory.statements.get_ledger(staff.far, mine.id)
    with pytest.raises(CustomerNotFoundError):
        await directory.statements.find_dealings(staff.far, mine.id, "all", "", 2)


async def test_a_list_of_documents_is_a_file_with_what_one_may_see(
    create: Create, directory: Directory, staff: Staff, bulk: Bulk, finish: Finish
) -> None:
    mine = await create(staff.linh, name="=Minh An", contact={"name": "Lan"})
    fars = await create(staff.far, name="Của Far")
    await Desk(directory, staff.far).write(fars.id, "order", amount=9)
    desk = Desk(directory, staff.linh)
    line = {"name": "Máy lẻ", "quantity": 1.5, "unit_price": 300}
    order = await desk.write(mine.id, "order", day="2026-02-03", lines=[line])
    await desk.write(mine.id, "receipt", amount=100, about_id=order.id)
    keys = ("number", "kind", "status", "day", "amount", "customer", "lines", "owner")
    form = {
        "form": "csv",
        "columns": [{"key": key, "heading": key} for key in keys],
        "words": {"kind.order": "Đơn hàng", "status.draft": "Nháp"},
        "query": {"kind": "order"},
    }
    asked = DocumentExportForm.model_validate(form)
    job = await finish(staff.lead, await bulk.export_documents(staff.lead, asked))
    assert (job.state, job.changed, job.total) == ("done", 1, 1)
    path, name = await bulk.find_file(staff.lead, job.id)
    assert name.startswith("documents-2026")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        list(keys),
        [order.number, "Đơn hàng", "Nháp", "03/02/2026", "450", "'=Minh An",
         "1.5 × Máy lẻ (300)", "Linh"],
    ]  # fmt: skip
    form["columns"] = [{"key": "secret", "heading": "x"}]
    with pytest.raises(ColumnUnknownError):
        await bulk.export_documents(staff.lead, DocumentExportForm.model_validate(form))


@pytest.mark.requirement("R060", "R125", "R213")
async def test_debts_move_with_a_merge_and_back_and_stay_when_a_contact_leaves(
    create: Create, directory: Directory, staff: Staff, db: Database
) -> None:
    desk = Desk(directory, staff.lead)
    kept = await create(staff.linh, name="Minh An", kind="organisation", contact={"name": "Lan"})
    gone = await create(staff.linh, name="Cty Minh An", contact={"name": "Hoa"})
    order = await desk.write(gone.id, "order", amount=50, status="confirmed")
    await desk.write(gone.id, "receipt", amount=20, about_id=order.id)
    form = MergeForm(gone_id=gone.id, version=1, gone_version=2)  # the order made a customer of it
    merged = await directory.merging.merge(staff.lead, kept.id, form)
    assert merged.moved["commercial_documents"] == 2
    assert (await directory.statements.get_ledger(staff.lead, kept.id)).balance == 30
    await directory.merge_undoing.undo(staff.lead, merged.merge_id)
    assert (await directory.statements.get_ledger(staff.lead, kept.id)).balance == 0
    assert (await directory.statements.get_ledger(staff.lead, gone.id)).balance == 30

    hoa = await directory.contacts.add(staff.linh, kept.id, ContactForm(name="Hoa"))
    theirs = await desk.write(kept.id, "order", amount=7, status="confirmed", contact_id=hoa.id)
    await directory.companies.convert(staff.linh, hoa.id, ConvertForm(own=True))
    assert (await directory.commerce.get(staff.lead, theirs.id)).contact is None
    assert (await directory.statements.get_ledger(staff.lead, kept.id)).balance == 7
    async with db.read() as connection:  # deleted, they are hidden and not lost
        count = select(commercial_documents.c.id).where(
            commercial_documents.c.customer_id == gone.id
        )
        before = (await connection.execute(count)).all()
    await directory.customers.delete(staff.lead, gone.id)
    with pytest.raises(DocumentNotFoundError):
        await directory.commerce.get(staff.lead, order.id)
    await directory.deleted.restore(staff.lead, gone.id, confirmed=True)
    async with db.read() as connection:
        assert (await connection.execute(count)).all() == before
    assert (await directory.statements.get_ledger(staff.lead, gone.id)).balance == 30

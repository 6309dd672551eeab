"""The file to fill in (R080–R084): every field a column, what may be picked as lists. Pure.

openpyxl, for it knows validation lists; the file is small.
"""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cti.crm.importing.fields import Target

LAST_ROW = 5000
"""So far down cells are text and have their lists; a longer file works as well."""

TEXT = "@"
SHEET, LISTS, GUIDE = "Nhập", "Danh sách", "Hướng dẫn"
AUTHOR = "CTI"
FIXED = {"kind": ("KH cá nhân", "KH tổ chức"), "stage": ("lead", "contact", "customer")}

EXAMPLE: Mapping[str, Mapping[str, str]] = {
    "customers": {
        "name": "Công ty Minh An",
        "kind": "KH tổ chức",
        "contact.name": "Nguyễn Thị Lan",
        "contact.phones": "0912345678",
        "contact.email": "lan@minhan.vn",
        "contact.title": "Giám đốc",
    },
    "companies": {
        "name": "Công ty Minh An",
        "tax_code": "0101234567",
        "address": "12 Lý Thường Kiệt, Hà Nội",
    },
    "contacts": {
        "contact.name": "Nguyễn Thị Lan",
        "company": "Công ty Minh An",
        "contact.phones": "0912345678",
        "contact.email": "lan@minhan.vn",
    },
}

NOTES = {
    "name": "Cần ít nhất tên khách hàng hoặc tên liên hệ.",
    "contact.name": "Người được chăm sóc trong tổ chức, hoặc chính khách hàng cá nhân.",
    "code": "Để trống thì hệ thống tự sinh. Mã đã có: khách hàng đó được cập nhật.",
    "kind": "KH cá nhân hoặc KH tổ chức.",
    "owner": "Email hoặc số nhánh của một nhân viên. Sai hoặc để trống: người nhập phụ trách.",
    "supporters": "Email hoặc số nhánh, nhiều người cách nhau bằng dấu phẩy.",
    "contact.phones": "Cột này là dạng chữ (Text) để không mất số 0 đầu. Nhiều số cách nhau"
    " bằng dấu phẩy.",
    "birthday": "Ngày/tháng/năm, ví dụ 31/12/1990.",
    "referrer": "Mã khách hàng, hoặc email hay số nhánh của một nhân viên. Không có ai như vậy: bỏ"
    " qua, hàng được nhắc.",
    "company": "Tên doanh nghiệp đã có; chưa có thì được tạo mới.",
}


def make_template(kind: str, targets: Mapping[str, Target]) -> bytes:
    """An XLSX file for this kind of import."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    lists = book.create_sheet(LISTS)
    guide = book.create_sheet(GUIDE)
    _write_line(guide, 1, ("Cột", "Ý nghĩa", "Ghi chú"))
    picked = 0
    for at, target in enumerate(targets.values(), start=1):
        options = list(FIXED.get(target.key, target.options.values()))
        _write_header(sheet, at, target)
        example = EXAMPLE[kind].get(target.key)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(14, len(target.header) + 4)
        sheet.column_dimensions[letter].number_format = TEXT
        for row in range(2, 202):
            sheet.cell(row, at).number_format = TEXT
        if example:
            sheet.cell(2, at, example)
        if options:
            picked += 1
            _add_list(sheet, lists, letter, picked, options, exact=target.kind != "choices")
        _write_line(guide, at + 1, (target.header, target.label, _note(target)))
    sheet.freeze_panes = "A2"
    for letter, width in (("A", 24), ("B", 32), ("C", 90)):
        guide.column_dimensions[letter].width = width
    lists.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell | MergedCell:
    """Text that somebody typed once, a field's name say: never a formula."""
    cell = sheet.cell(row, column)
    cell.value, cell.data_type = text, "s"
    return cell


def _write_line(sheet: Worksheet, row: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, start=1):
        _write(sheet, row, column, text)


def _write_header(sheet: Worksheet, at: int, target: Target) -> None:
    cell = _write(sheet, 1, at, target.header)
    must = target.required or target.key in ("name", "contact.name")
    cell.font = Font(bold=True, color="C92A2A" if must else "000000")
    cell.fill = PatternFill("solid", fgColor="E7F5FF")
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    comment = Comment(f"{target.label}\n{_note(target)}".strip(), AUTHOR)
    comment.width, comment.height = 320, 120
    cell.comment = comment


def _add_list(
    sheet: Worksheet, lists: Worksheet, letter: str, at: int, options: list[str], *, exact: bool
) -> None:
    """The values in a hidden sheet: a list in the cell itself ends at 255 characters."""
    where = get_column_letter(at)
    for row, option in enumerate(options, start=1):
        _write(lists, row, at, option)
    area = f"{quote_sheetname(LISTS)}!${where}$1:${where}${len(options)}"
    # Several values in one cell can't be checked by a list; it helps to type the first.
    rule = DataValidation("list", formula1=f"={area}", allow_blank=True, showErrorMessage=exact)
    rule.error = "Chọn một giá trị trong danh sách."
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")


def _note(target: Target) -> str:
    note = NOTES.get(target.key, "")
    if target.options:
        several = "Một hoặc nhiều" if target.kind == "choices" else "Một"
        shown = ", ".join(list(target.options.values())[:30])
        note = f"{several} trong: {shown}. {note}"
    if target.kind == "number":
        note = f"Số. {note}"
    if target.kind == "date" and target.custom:
        note = f"Ngày/tháng/năm. {note}"
    return f"Bắt buộc. {note}".strip() if target.required else note.strip()

"""What is said of an import outside the app, in the uploader's language. Pure.

That is: in the report by e-mail, and in the file of refused rows.
"""

from collections.abc import Mapping
from typing import Any

from cti.crm.importing.fields import HEADERS, LABELS
from cti.crm.importing.problems import Problem
from cti.crm.importing.state import State

COUNTED = {
    "vi": {
        "new": "Tạo mới",
        "changed": "Thay đổi",
        "deleted": "Đã xóa",
        "unchanged": "Không đổi",
        "duplicate": "Trùng, không ghi nhận",
        "invalid": "Lỗi, không ghi nhận",
        "not_found": "Không tìm thấy",
        "mended": "Có ô được sửa giúp",
        "warned": "Cần xem lại",
        "dnc": "Có số trong danh sách không quảng cáo",
    },
    "en": {
        "new": "Created",
        "changed": "Changed",
        "deleted": "Deleted",
        "unchanged": "Unchanged",
        "duplicate": "Duplicates, not taken in",
        "invalid": "With errors, not taken in",
        "not_found": "Not found",
        "mended": "With values put right",
        "warned": "To be looked at",
        "dnc": "With a number on a Do-Not-Call list",
    },
}

FRAME = {
    "vi": {
        "finished": "Đã nhập xong",
        "cancelled": "Đã dừng nhập",
        "interrupted": "Nhập bị ngắt giữa chừng",
        "delete": "Xóa hàng loạt",
        "delete.finished": "Đã xóa xong",
        "delete.cancelled": "Đã dừng xóa",
        "delete.interrupted": "Xóa bị ngắt giữa chừng",
        "file": "Tệp",
        "left": "Chưa làm đến",
        "failed": "Các hàng không được ghi nhận kèm lí do nằm trong tệp đính kèm.",
        "reasons": "Lí do",
        "row": "Hàng",
        "title": "Hàng lỗi",
    },
    "en": {
        "finished": "Import finished",
        "cancelled": "Import stopped",
        "interrupted": "Import interrupted",
        "delete": "Bulk delete",
        "delete.finished": "Finished",
        "delete.cancelled": "Stopped",
        "delete.interrupted": "Interrupted",
        "file": "File",
        "left": "Not reached",
        "failed": "The rows that were not taken in, with the reasons, are in the attached file.",
        "reasons": "Reasons",
        "row": "Row",
        "title": "Refused rows",
    },
}

REASONS = {
    "vi": {
        "customer.name_missing": "Cần ít nhất tên khách hàng hoặc tên người liên hệ",
        "field.value_invalid.not_option": "Giá trị phải đúng một trong: {options}",
        "field.value_invalid.not_number": "Phải là số",
        "field.value_invalid.not_date": "Phải là ngày, ví dụ 31/12/2026",
        "field.value_invalid.not_text": "Phải là chữ",
        "field.value_invalid.too_long": "Quá dài",
        "field.required": "Thiếu mục bắt buộc: {fields}",
        "import.person_unnamed": "Người liên hệ này chưa có tên",
        "import.too_long": "Dài hơn {limit} kí tự",
        "import.cell_error": "Ô bị lỗi công thức {value}",
        "customer.birthday_ahead": "Ngày sinh không thể ở tương lai",
        "import.no_key": "Hàng không có số điện thoại, email hay Facebook",
        "import.match_ambiguous": "Khớp với nhiều khách hàng: {customers}",
        "import.repeats_row": "Lặp lại hàng {row}",
        "import.same_as_row": "Trùng {field} với hàng {row}",
        "customer.code_taken": "Mã {code} đã có",
        "customer.not_editable": "Bạn không được sửa khách hàng {name} ({code})",
        "customer.not_deletable": "Bạn không được xóa khách hàng {name} ({code})",
        "customer.duplicate": (
            "{field} đã tồn tại trong khách hàng {customer} thuộc chủ sở hữu {owner}"
        ),
    },
    "en": {
        "customer.name_missing": "A customer name or a contact name is needed",
        "field.value_invalid.not_option": "Must be exactly one of: {options}",
        "field.value_invalid.not_number": "Must be a number",
        "field.value_invalid.not_date": "Must be a date, such as 31/12/2026",
        "field.value_invalid.not_text": "Must be text",
        "field.value_invalid.too_long": "Too long",
        "field.required": "Must be filled: {fields}",
        "import.person_unnamed": "This contact has no name",
        "import.too_long": "Longer than {limit} characters",
        "import.cell_error": "The cell holds the error {value}",
        "customer.birthday_ahead": "A date of birth can't be in the future",
        "import.no_key": "The row has no phone, e-mail or Facebook address",
        "import.match_ambiguous": "Fits several customers: {customers}",
        "import.repeats_row": "Repeats row {row}",
        "import.same_as_row": "Same {field} as row {row}",
        "customer.code_taken": "Code {code} is there already",
        "customer.not_editable": "You may not edit customer {name} ({code})",
        "customer.not_deletable": "You may not delete customer {name} ({code})",
        "customer.duplicate": "{field} exists already in customer {customer} owned by {owner}",
    },
}

FIELDS = {
    "vi": {
        "name": "Tên khách hàng",
        "code": "Mã khách hàng",
        "email": "Email",
        "phone": "Số điện thoại",
        "fax": "Fax",
        "tax_code": "Mã số thuế",
        "office_address": "Địa chỉ văn phòng",
        "description": "Mô tả",
        "birthday": "Ngày sinh",
    },
    "en": {
        "name": "Customer name",
        "code": "Customer code",
        "email": "E-mail",
        "phone": "Phone",
        "fax": "Fax",
        "tax_code": "Tax code",
        "office_address": "Office address",
        "description": "Description",
        "birthday": "Birthday",
    },
}


ENDS = {
    State.FINISHED: "finished",
    State.CANCELLED: "cancelled",
    State.FAILED: "interrupted",
}


def pick_language(language: str) -> str:
    """One that there are words in."""
    return language if language in FRAME else "vi"


def describe(row: Mapping[str, Any], state: State, counts: Mapping[str, int]) -> tuple[str, str]:
    """Subject and text of the report (R097)."""
    language = pick_language(row["user_language"])
    frame = FRAME[language]
    how = ENDS[state]
    what = frame[how]
    if row["purpose"] == "delete":
        what = f"{frame['delete']}: {frame[f'delete.{how}'].lower()}"
    lines = [f"{frame['file']}: {row['file_name']}"]
    lines += [
        f"{words}: {counts[name]}" for name, words in COUNTED[language].items() if counts.get(name)
    ]
    if (left := row["total"] - row["done"]) > 0:
        lines.append(f"{frame['left']}: {left}")
    if any(counts.get(name) for name in ("invalid", "duplicate", "not_found")):
        lines += ["", frame["failed"]]
    return f"{what}: {row['file_name']}", "\n".join(lines) + "\n"


def explain(problem: Problem, language: str) -> str:
    """Why a row was refused, in a sentence; the code where there are no words."""
    code = problem.code
    if code == "field.value_invalid":
        code = f"{code}.{problem.params.get('why')}"
    words = REASONS[language].get(code)
    if words is None:
        return problem.code
    told = {name: _show(value, language) for name, value in problem.params.items()}
    if isinstance(keys := problem.params.get("fields"), list):
        told["fields"] = ", ".join(_name_field(str(key), problem, language) for key in keys)
    said = words.format_map(_Blank(told))
    return f"{problem.letter}: {said}" if problem.letter else said


def _name_field(key: str, problem: Problem, language: str) -> str:
    """One's own by its label, which the problem brings; others as the template or the app."""
    labels = problem.params.get("labels")
    if isinstance(labels, dict) and key in labels:
        return str(labels[key])
    return (LABELS if language == "vi" else HEADERS).get(key, key)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


def _show(value: object, language: str) -> str:
    if isinstance(value, list):
        shown = [
            f"{one['name']} ({one['code']})"
            if isinstance(one, dict) and "name" in one
            else str(one)
            for one in value
        ]
        return ", ".join(shown)
    if isinstance(value, str):
        return FIELDS[language].get(value, value)
    return "–" if value is None else str(value)

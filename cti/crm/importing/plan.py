"""From a row's cells to what it wants to be so. Pure.

Nothing is dropped silently: what does not fit is an error on its cell and keeps the row out, what
was put right is a mend, what should be looked at is a warning (R082–R087, ruling X7).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from cti.crm.duplicates.keys import Keys, make_stored_keys
from cti.crm.errors import BirthdayAheadError
from cti.crm.fields.model import STANDARD, Cell, FieldKind, read_cells
from cti.crm.importing.cells import (
    KINDS,
    STAGES,
    find_label,
    may_be_thousands,
    mend_tax_code,
    read_custom_raw,
    read_day,
    read_phones,
    split_people,
)
from cti.crm.importing.context import Context, Mapped
from cti.crm.importing.fields import DELETE_BY, OTHERS
from cti.crm.importing.problems import Level, Problem
from cti.crm.importing.state import Flag
from cti.crm.values import SEVERAL_LINES, WIDTHS
from cti.errors import DomainError
from cti.phones import Kind, Number, may_be_old_landline
from cti.sheet_errors import ERRORS
from cti.text import DAMAGED, clean, clean_code, clean_line, make_key

MOST_PHONES = 20
LONGEST_LINES = 10_000
DEFAULT_WIDTH = 300
NOTHING = Flag(0)


@dataclass(slots=True)
class Person:
    """Somebody whom the row names beside its own contact (R090)."""

    contact: dict[str, Any] = field(default_factory=dict)
    phones: list[Number] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What one row wants."""

    number: int
    customer: dict[str, Any] = field(default_factory=dict)  # column → value
    contact: dict[str, Any] = field(default_factory=dict)
    phones: list[Number] = field(default_factory=list)
    others: dict[str, Person] = field(default_factory=dict)  # of fields.OTHERS
    custom: dict[int, list[Cell]] = field(default_factory=dict)  # field → what is stored
    people: dict[str, Any] = field(default_factory=dict)  # supporters: ids, referrer: a word
    company: str | None = None
    assumed: set[str] = field(default_factory=set)  # names that the row did not say itself
    problems: list[Problem] = field(default_factory=list)
    has_error: bool = False
    flags: Flag = NOTHING
    # By cti.crm.importing.row_keys, of rows without an error:
    values: dict[str, list[str]] = field(default_factory=dict)  # what it is matched by
    identities: tuple[int, ...] = ()  # the same in numbers
    keys: Keys = field(default_factory=dict)  # of duplicates

    @property
    def numbers(self) -> list[Number]:
        """Every number of the row, whoever has it."""
        if not self.others:
            return self.phones
        return [*self.phones, *(one for person in self.others.values() for one in person.phones)]

    def say(self, mapped: Mapped | None, level: Level, code: str, /, **params: object) -> None:
        """Note something about a cell, or about the row."""
        letter, key = (mapped.letter, mapped.target.key) if mapped else (None, None)
        self.problems.append(Problem(letter, key, level, code, params))
        if level == "error":
            self.has_error = True
        else:
            self.flags |= Flag.MENDED if level == "mend" else Flag.WARNED


def plan_row(context: Context, number: int, cells: Sequence[str]) -> Plan:
    """What the row wants, and what is wrong with it, as far as the row alone tells."""
    plan = Plan(number)
    for mapped in context.columns:
        if mapped.index < len(cells) and (text := cells[mapped.index]):
            if text[0] == "#" and text in ERRORS:  # not blank: nobody wants it emptied
                plan.say(mapped, "error", "import.cell_error", value=text)
                continue
            if DAMAGED in text:
                plan.say(mapped, "warning", "import.text_damaged", value=text[:200])
            _read(context, plan, mapped, text)
    for phones in (plan.phones, *(one.phones for one in plan.others.values())):
        if len(phones) > MOST_PHONES:
            plan.say(None, "warning", "import.phones_left", count=len(phones) - MOST_PHONES)
            del phones[MOST_PHONES:]
    if context.purpose == "delete":
        if not (plan.phones or plan.contact.get("email") or plan.contact.get("facebook")):
            plan.say(None, "error", "import.no_key", fields=list(DELETE_BY))
        return plan
    _name(context, plan)
    _name_others(context, plan)
    plan.customer |= make_stored_keys(plan.customer, context.region)
    return plan


def find_home(context: Context, plan: Plan) -> str | None:
    """By what rows behind it find the customer that a row of contacts makes; None: by nothing.

    Its code, else the name of its company.
    """
    if context.kind != "contacts":
        return None
    if code := plan.customer.get("code"):
        return f"code\n{code}"  # no name has two lines
    return plan.customer["name_key"] if plan.company else None


def check_required(context: Context, plan: Plan, kind: str) -> None:
    """Of a new customer everything that must be filled is there (R021, R027)."""
    if missing := find_missing(context, plan, kind):
        labels = {one.key: one.label for one in context.own_required if one.key in missing}
        plan.say(None, "error", "field.required", fields=missing, labels=labels)


def find_missing(context: Context, plan: Plan, kind: str) -> list[str]:
    """The required fields that the row leaves blank."""
    missing = []
    if context.required:
        filled = {
            **{name.removesuffix("_id"): value for name, value in plan.customer.items()},
            **{f"contact.{name.removesuffix('_id')}": one for name, one in plan.contact.items()},
            "contact.phones": plan.phones,
            "referrer": plan.people.get("referrer"),
        }
        missing = [
            one.key
            for one in STANDARD
            if one.key in context.required and one.only in (None, kind) and not filled.get(one.key)
        ]
    return missing + [
        one.key for one in context.own_required if one.custom and not plan.custom.get(one.custom.id)
    ]


def _name(context: Context, plan: Plan) -> None:
    own, person = plan.customer.get("name"), plan.contact.get("name")
    if context.kind == "contacts":
        if not person:
            plan.say(None, "error", "customer.name_missing")
            return
        # A company's contact does not name the company; a person by themselves does.
        plan.customer["name"] = plan.company or person
        plan.assumed.add("name")
    elif not own and not person:
        if not plan.customer.get("code"):
            plan.say(None, "error", "customer.name_missing")
        return
    else:
        plan.customer["name"] = own or person
        if not own:
            plan.assumed.add("name")
        if not person:
            plan.contact["name"] = own
            plan.assumed.add("contact.name")
    plan.customer["name_key"] = make_key(plan.customer["name"])
    if plan.contact.get("name"):
        same = plan.contact["name"] == plan.customer["name"]
        plan.contact["name_key"] = (
            plan.customer["name_key"] if same else make_key(plan.contact["name"])
        )


def _name_others(context: Context, plan: Plan) -> None:
    for of, person in plan.others.items():
        if name := person.contact.get("name"):
            person.contact["name_key"] = make_key(name)
        else:
            mapped = next(one for one in context.columns if one.target.of == of)
            plan.say(mapped, "error", "import.person_unnamed")


def _place(plan: Plan, of: str) -> dict[str, Any]:
    """Where columns of a target are gathered."""
    if of in OTHERS:
        return plan.others.setdefault(of, Person()).contact
    return plan.contact if of == "contact" else plan.customer


def _read(context: Context, plan: Plan, mapped: Mapped, text: str) -> None:
    target = mapped.target
    if target.kind == "phones":
        _read_phones(context, plan, mapped, text)
    elif target.of == "people":
        _read_people(context, plan, mapped, text)
    elif target.custom is not None:
        _read_custom(plan, mapped, text)
    elif target.kind == "date":
        _read_date(context, plan, mapped, text)
    elif target.kind == "choice":
        _read_choice(context, plan, mapped, text)
    else:
        _read_text(context, plan, mapped, text)


def _read_text(context: Context, plan: Plan, mapped: Mapped, text: str) -> None:
    target = mapped.target
    several = target.column in SEVERAL_LINES
    value = clean(text) if several else clean_line(text)
    if not text.isprintable() and "".join(value.split()) != "".join(normalize("NFC", text).split()):
        plan.say(mapped, "mend", "import.text_cleaned", **{"from": text[:200], "to": value[:200]})
    limit = LONGEST_LINES if several else WIDTHS.get(target.column or "name", DEFAULT_WIDTH)
    if len(value) > limit:
        plan.say(mapped, "error", "import.too_long", limit=limit)
        return
    if not value:
        return
    if target.of == "company":
        plan.company = value
        return
    if target.column == "email":
        value = value.lower()
        if "@" not in value[1:-1] or " " in value:
            plan.say(mapped, "warning", "import.email_odd", value=value)
    elif target.column == "code":
        value = clean_code(value)
    elif target.column == "tax_code" and (whole := mend_tax_code(value, context.region)):
        plan.say(mapped, "mend", "import.tax_lost_zero", **{"from": value, "to": whole})
        value = whole
    _place(plan, target.of)[target.column or ""] = value


def _read_date(context: Context, plan: Plan, mapped: Mapped, text: str) -> None:
    day, mended = read_day(text)
    if day is None:
        plan.say(
            mapped, "error", "field.value_invalid",
            field=mapped.target.key, label=None, why="not_date", options=[],
        )  # fmt: skip
        return
    if day > context.today:  # the only days of customers are those of their birth
        plan.say(mapped, "error", BirthdayAheadError.code)
        return
    if mended:
        plan.say(mapped, "mend", "import.date_serial", **{"from": text, "to": day.isoformat()})
    plan.customer[mapped.target.column or ""] = day


def _read_choice(context: Context, plan: Plan, mapped: Mapped, text: str) -> None:
    target = mapped.target
    found: object | None
    if target.catalogue is None:
        words = KINDS if target.key == "kind" else STAGES
        found, options = find_label(words, text), sorted(set(words.values()))
    else:
        found = context.picks[target.catalogue].get(clean_line(text).casefold())
        options = list(target.options.values())
    if found is None:
        plan.say(
            mapped, "error", "field.value_invalid",
            field=target.key, label=None, why="not_option", options=options,
        )  # fmt: skip
        return
    _place(plan, target.of)[target.column or ""] = found


def _read_custom(plan: Plan, mapped: Mapped, text: str) -> None:
    one = mapped.target.custom
    assert one is not None  # noqa: S101 - asked for by the caller
    raw, mended = read_custom_raw(one, text)
    try:
        cells = read_cells(one, raw)
    except DomainError as error:
        plan.say(mapped, "error", error.code, **error.params)
        return
    if mended:
        plan.say(mapped, "mend", "import.date_serial", **{"from": text, "to": str(raw)})
    if one.kind is FieldKind.NUMBER and may_be_thousands(text):
        plan.say(mapped, "warning", "import.number_odd", value=text, number=cells[0].number)
    if cells:
        plan.custom[one.id] = cells


def _read_people(context: Context, plan: Plan, mapped: Mapped, text: str) -> None:
    if mapped.target.key == "referrer":  # a code perhaps: the directory is asked for the batch
        plan.people["referrer"] = clean_line(text)[:200]
        return
    if mapped.target.key == "supporters":
        found = []
        for said in split_people(text):
            user_id = context.people.get(said.lower())
            if user_id is None:
                plan.say(mapped, "warning", "import.supporter_unknown", value=said)
            elif user_id not in found:
                found.append(user_id)
        plan.people["supporters"] = found
        return
    said = clean_line(text).lower()
    user_id = context.people.get(said)
    if not context.may_assign:
        if user_id != context.caller.user_id:
            plan.say(mapped, "warning", "import.owner_fixed")
        return
    if user_id is None:
        # R085: a wrong owner means the importer; X7: and the row says so.
        plan.say(mapped, "warning", "import.user_unknown", value=clean_line(text)[:200])
        user_id = context.caller.user_id
    plan.people["owner"] = user_id


def _read_phones(context: Context, plan: Plan, mapped: Mapped, text: str) -> None:
    pieces, numbers = read_phones(text, context.region)
    if len(pieces) > 1:
        shown = "; ".join(number.display for number in numbers)
        plan.say(mapped, "mend", "phone.split", **{"from": text[:200], "to": shown[:200]})
    of = mapped.target.of
    kept = plan.others.setdefault(of, Person()).phones if of in OTHERS else plan.phones
    known = {number.e164 or number.typed for number in kept}
    for number in numbers:
        if (number.e164 or number.typed) in known:
            continue
        known.add(number.e164 or number.typed)
        kept.append(number)
        if number.mended is not None:
            params = {"from": number.typed, "to": number.display}
            plan.say(mapped, "mend", f"phone.{number.mended.value}", **params)
        if not number.callable:
            plan.say(mapped, "warning", "phone.not_callable", value=number.typed)
        elif (
            number.kind is Kind.MOBILE
            and may_be_old_landline(number)
            and _is_company(context, plan)
        ):
            plan.say(mapped, "warning", "phone.old_landline", value=number.display)


def _is_company(context: Context, plan: Plan) -> bool:
    return bool(plan.customer.get("kind", context.default_kind) == "organisation")

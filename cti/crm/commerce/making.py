"""What was sent of a document, made into what is stored. Pure but for who is asked for names."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cti.crm.commerce.errors import (
    AmountDiffersError,
    AmountMissingError,
    AmountTooLargeError,
    FieldFixedError,
    FieldUnfitError,
    LineNamelessError,
    NumberReservedError,
    StatusUnfitError,
    TermTooLongError,
)
from cti.crm.commerce.rules import (
    FIELDS,
    MONEY,
    MOST_AMOUNT,
    OF_SOME,
    Kind,
    add_up,
    can_begin,
    can_move,
    find_end,
    find_fixed,
    is_reserved,
)
from cti.crm.commerce.shapes import DocumentChange, DocumentForm
from cti.crm.rules import Diff
from cti.text import clean, clean_line, fold

NEVER_EMPTY = ("number", "status", "day", "amount")
"""Null leaves these as they are."""

PLAIN = ("number", "status", "day", "amount", "due_on", "effective_on", "months", "ends_on")
"""What history tells as it is stored."""

NUMBER_LENGTH, LINE_LENGTH = 40, 300
FINEST = 3  # digits of a quantity after the point


def take(form: DocumentForm | DocumentChange) -> dict[str, Any]:
    """What was sent, cleaned. Raises LineNamelessError, NumberReservedError."""
    sent = form.model_dump(exclude_unset=True, exclude={"version", "kind"})
    for name in NEVER_EMPTY:
        if name in sent and sent[name] is None:
            del sent[name]
    if "number" in sent:
        sent["number"] = clean_line(sent["number"])[:NUMBER_LENGTH]
        if is_reserved(fold(sent["number"])):
            raise NumberReservedError(number=sent["number"])
        if not sent["number"]:
            del sent["number"]
    if "description" in sent:
        sent["description"] = clean(sent["description"] or "") or None
    if "lines" in sent:
        sent["lines"] = [_take_line(line) for line in sent["lines"] or []]
    return sent


def _take_line(line: Mapping[str, Any]) -> dict[str, Any]:
    name = clean_line(line["name"])[:LINE_LENGTH]
    if not name:
        raise LineNamelessError
    return {
        "name": name,
        "quantity": round(line["quantity"], FINEST),
        "unit_price": line["unit_price"],
    }


def complete(kind: Kind, before: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """All of a document's own values after a change; `before` is empty for a new one.

    Raises FieldUnfitError, StatusUnfitError, FieldFixedError, TermTooLongError and those of
    amounts.
    """
    after = {name: before.get(name) for name in (*OF_SOME, "amount", "description", "contact_id")}
    after |= {name: before[name] for name in ("number", "status", "day") if before}
    after |= sent
    for name in sorted(OF_SOME - FIELDS[kind]):
        if after[name]:
            raise FieldUnfitError(field=name, kind=kind)
    after["lines"] = after["lines"] or []
    _check_status(kind, before, after)
    after["amount"] = _find_amount(kind, after, sent)
    try:
        after["ends_on"] = find_end(after["effective_on"], after["months"])
    except ValueError as error:
        raise TermTooLongError from error
    if before:
        changed = [name for name in sent if after[name] != before[name]]
        if fixed := find_fixed(kind, before["status"], changed):
            raise FieldFixedError(fields=sorted(fixed), status=before["status"])
    return after


def _check_status(kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    status, was = after["status"], before.get("status")
    fits = status == was or (can_move(kind, was, status) if was else can_begin(kind, status))
    if not fits:
        raise StatusUnfitError(kind=kind, before=was, after=status)


def _find_amount(kind: Kind, after: Mapping[str, Any], sent: Mapping[str, Any]) -> int:
    amount: int = after["amount"] or 0
    if after["lines"]:
        total = add_up(after["lines"])
        if total > MOST_AMOUNT:
            raise AmountTooLargeError(most=MOST_AMOUNT)
        if "amount" in sent and amount != total:
            raise AmountDiffersError(sum=total)
        return total
    if kind in MONEY and amount == 0:
        raise AmountMissingError
    return amount


def tell_plain(before: Mapping[str, Any], after: Mapping[str, Any]) -> Diff:
    """What history tells of a change, but for what has a name elsewhere: days as YYYY-MM-DD."""
    told: Diff = {}
    for name in PLAIN:
        was, now = before.get(name), after.get(name)
        if was != now and not (was is None and not now):
            told[name] = [_say(was), _say(now)]
    if before.get("description") != after["description"]:
        told["description"] = [before.get("description"), after["description"]]
    lines = [_tell_lines(one.get("lines") or []) for one in (before, after)]
    if lines[0] != lines[1]:
        told["lines"] = [*lines]
    return told


def _say(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _tell_lines(lines: Sequence[Mapping[str, Any]]) -> list[str] | None:
    told = [f"{line['quantity']:g} × {line['name']} ({line['unit_price']})" for line in lines]
    return told or None

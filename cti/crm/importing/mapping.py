"""Choosing what columns are: guessed at the upload, remembered, changed by the user. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from cti.crm.importing.columns import (
    find_header_row,
    find_own_headers,
    gather_samples,
    guess,
    letter_of,
    make_header_key,
)
from cti.crm.importing.errors import ImportMappingError, ImportRangeError
from cti.crm.importing.fields import MATCHABLE, REPEATABLE, Target
from cti.crm.importing.shapes import ImportChange

Json = dict[str, Any]
Head = Sequence[tuple[int, list[str]]]


def describe_columns(
    kind: str,
    purpose: str,
    read: Mapping[str, Any],
    targets: Mapping[str, Target],
    header_row: int | None = None,
) -> Json:
    """What an import stores of a sheet that was read: its header row, columns and first guess.

    `read` is what cti.crm.importing.sheet_file says of it. Raises ImportRangeError.
    """
    head: Head = [(number, cells) for number, cells in read["head"]]
    at = find_header_row(head, targets) if header_row is None else header_row
    headers = next((cells for number, cells in head if number == at), [])
    if at and not headers:
        raise ImportRangeError(why="header_row")
    below = [(number, cells) for number, cells in head if number > at]
    width = max(read["columns"], len(headers))
    named = [headers[index] if index < len(headers) else "" for index in range(width)]
    fields = guess(named, targets)
    columns = [
        {
            "letter": letter_of(index),
            "header": named[index][:200],
            "samples": gather_samples(below, index),
            "field": fields[index],
            "rule": "overwrite",
            "origin": "guessed" if fields[index] else None,
        }
        for index in range(width)
    ]
    return {
        "header_row": at,
        "last_sheet_row": read["last_row"],
        "columns": columns,
        "header_key": make_header_key(kind, purpose, find_own_headers(named)),
        "options": {
            "first_row": None,
            "last_row": None,
            "key": ["code"] if purpose == "upsert" and "code" in fields else [],
            "default_kind": "person",
        },
    }


def recall(stored: Json, remembered: Mapping[str, Any], targets: Mapping[str, Target]) -> None:
    """Take over what the user chose for these headers last time, where it still exists."""
    chosen = remembered["columns"]
    for column in stored["columns"]:
        if column["letter"] not in chosen:
            continue
        field, rule = chosen[column["letter"]]
        if field is None or field in targets:
            column |= {"field": field, "rule": rule, "origin": "remembered" if field else None}
    fields = {column["field"] for column in stored["columns"]}
    stored["options"]["key"] = [key for key in remembered["key"] if key in fields]
    stored["options"]["default_kind"] = remembered["default_kind"]


def remember(row: Mapping[str, Any]) -> Json:
    """What is kept of an import's choices for the next file with these headers."""
    return {
        "columns": {one["letter"]: [one["field"], one["rule"]] for one in row["columns"]},
        "key": row["options"].get("key", []),
        "default_kind": row["options"].get("default_kind", "person"),
    }


def apply_choices(
    row: Mapping[str, Any], change: ImportChange, targets: Mapping[str, Target]
) -> tuple[list[Json], Json]:
    """Columns and options as the user wants them. Raises ImportMappingError, ImportRangeError."""
    columns = [dict(column) for column in row["columns"]]
    by_letter = {column["letter"]: column for column in columns}
    for choice in change.columns or []:
        column = by_letter.get(choice.letter)
        if column is None:
            raise ImportMappingError(why="unknown_column", letter=choice.letter)
        if choice.field is not None and choice.field not in targets:
            raise ImportMappingError(why="unknown_field", letter=choice.letter, field=choice.field)
        origin = column["origin"] if column["field"] == choice.field else "chosen"
        column |= {
            "field": choice.field,
            "rule": choice.rule,
            "origin": origin if choice.field else None,
        }
    taken: dict[str, str] = {}
    for column in columns:
        field = column["field"]
        if field is None or field in REPEATABLE:
            continue
        if field in taken:
            raise ImportMappingError(why="twice", letter=column["letter"], field=field)
        taken[field] = column["letter"]
    return columns, _choose_options(row, change, columns)


def _choose_options(row: Mapping[str, Any], change: ImportChange, columns: Sequence[Json]) -> Json:
    options = dict(row["options"])
    sent = change.model_fields_set
    mapped = {column["field"] for column in columns if column["field"]}
    if change.key is not None:
        for key in change.key:
            if key not in MATCHABLE:
                raise ImportMappingError(why="not_matchable", field=key)
            if key not in mapped:
                raise ImportMappingError(why="key_not_mapped", field=key)
        options["key"] = list(dict.fromkeys(change.key))
    else:
        options["key"] = [key for key in options.get("key", []) if key in mapped]
    if change.default_kind is not None:
        options["default_kind"] = change.default_kind
    for name in ("first_row", "last_row"):
        if name in sent:
            options[name] = getattr(change, name)
    first, last = options.get("first_row"), options.get("last_row")
    if first is not None and last is not None and first > last:
        raise ImportRangeError(why="order", first=first, last=last)
    return options


def check_ready(row: Mapping[str, Any], targets: Mapping[str, Target]) -> None:
    """There is enough to begin with, and nothing chosen that an admin has deleted since.

    A column whose field is gone would be left out without a word. Raises ImportMappingError,
    ImportRangeError.
    """
    for column in row["columns"]:
        if column["field"] is not None and column["field"] not in targets:
            raise ImportMappingError(
                why="field_gone", letter=column["letter"], header=column["header"]
            )
    mapped = {column["field"] for column in row["columns"] if column["field"]}
    needed = {
        "delete": {"contact.phones", "contact.email", "contact.facebook"},
        "contacts": {"contact.name"},
    }.get(row["purpose"] if row["purpose"] == "delete" else row["kind"])
    needed = needed or {"name", "contact.name", "code"}
    if not mapped & needed:
        raise ImportMappingError(why="none", needed=sorted(needed))
    first = row["options"].get("first_row") or 1
    if first > row["last_sheet_row"]:
        raise ImportRangeError(why="beyond", first=first, last=row["last_sheet_row"])

"""Filters of the customer list as SQL: any field, also those of one's own (R132–R134, R330)."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import ColumnElement, and_, exists, or_, select

from cti.crm.fields.model import BY_KEY, CustomField, FieldKind, Standard
from cti.crm.listing.errors import FilterError
from cti.crm.listing.shapes import FILTERS, FieldFilter
from cti.schema import contacts, custom_values, customers, phones
from cti.text import clean_line, fold

DAY = timedelta(days=1)
CUSTOM = "custom."
LARGEST_ID = 2**53


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field's values are: a column, and how a condition on it becomes one on customers.

    `lift(None)` is the condition that the customer has no value there.
    """

    kind: FieldKind
    column: ColumnElement[Any]
    lift: Callable[[ColumnElement[bool] | None], ColumnElement[bool]]


def parse_filters(text: str) -> list[FieldFilter]:
    """The filters of a query string, a JSON list. Raises FilterError."""
    if not text:
        return []
    try:
        return FILTERS.validate_json(text)
    except ValidationError as error:
        raise FilterError(why="malformed") from error


def build_filters(
    filters: Sequence[FieldFilter], own: Mapping[str, CustomField], zone: ZoneInfo
) -> list[ColumnElement[bool]]:
    """A condition on `customers` for each filter. `own` is key → field. Raises FilterError."""
    return [_build(one, _find_place(one.field, own), zone) for one in filters]


def _build(one: FieldFilter, place: Place, zone: ZoneInfo) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = []
    if one.any is not None:
        parts.append(_match_any(one, place))
    if one.least is not None or one.most is not None:
        parts.append(place.lift(and_(*_bound(one, place, zone))))
    if one.contains is not None:
        parts.append(place.lift(_contain(one, place)))
    if not parts:
        raise FilterError(field=one.field, why="empty")
    return and_(*parts)


def _match_any(one: FieldFilter, place: Place) -> ColumnElement[bool]:
    wanted = [value for value in one.any or [] if value is not None]
    by_id = place.kind in {FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.USER}
    plain = place.column is customers.c.kind or place.column is customers.c.stage
    fits = str if plain or not by_id else int
    if any(not isinstance(value, fits) for value in wanted):
        raise FilterError(field=one.field, why="kind")
    if fits is str and place.kind not in {FieldKind.TEXT, FieldKind.CHOICE}:
        raise FilterError(field=one.field, why="operator")
    if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in wanted):
        raise FilterError(field=one.field, why="kind")
    parts = [place.lift(place.column.in_(wanted))] if wanted else []
    if len(wanted) < len(one.any or []):
        parts.append(place.lift(None))
    return or_(*parts)


def _bound(one: FieldFilter, place: Place, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    parts = []
    if one.least is not None:
        parts.append(place.column >= _read(one, one.least, place.kind, zone))
    if one.most is not None:
        last = _read(one, one.most, place.kind, zone, days=1)
        is_time = place.kind is FieldKind.TIME  # to the end of the day
        parts.append(place.column < last if is_time else place.column <= last)
    return parts


def _read(one: FieldFilter, bound: object, kind: FieldKind, zone: ZoneInfo, days: int = 0) -> Any:  # noqa: ANN401 - of the column's type
    """A bound as the column has it; an instant is the day's first, `days` later."""
    if kind is FieldKind.NUMBER and isinstance(bound, int | float) and math.isfinite(bound):
        return float(bound)
    if kind in {FieldKind.DATE, FieldKind.TIME} and isinstance(bound, str):
        try:
            day = date.fromisoformat(bound)
            if kind is FieldKind.DATE:
                return day
            return datetime.combine(day + days * DAY, time(), zone).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise FilterError(field=one.field, why="kind") from error
    raise FilterError(field=one.field, why="kind")


def _contain(one: FieldFilter, place: Place) -> ColumnElement[bool]:
    if place.kind not in {FieldKind.TEXT, FieldKind.PHONES}:
        raise FilterError(field=one.field, why="operator")
    text = clean_line(one.contains or "")
    if not text:
        raise FilterError(field=one.field, why="empty")
    if one.field in {"name", "contact.name"}:  # their folded key: with or without diacritics
        table = customers if one.field == "name" else contacts
        return table.c.name_key.contains(fold(text), autoescape=True)
    return place.column.icontains(text, autoescape=True)


def _find_place(key: str, own: Mapping[str, CustomField]) -> Place:
    if key.startswith(CUSTOM) and (found := own.get(key.removeprefix(CUSTOM))):
        return _place_custom(found)
    standard = BY_KEY.get(key)
    if standard is None or key == "referrer":
        raise FilterError(field=key, why="field")
    if standard.of == "contact":
        return _place_contact(standard)
    column = customers.c[standard.column or ""]
    return Place(
        standard.kind,
        column,
        lambda condition: column.is_(None) if condition is None else condition,
    )


def _place_custom(one: CustomField) -> Place:
    column = {
        FieldKind.TEXT: custom_values.c.text,
        FieldKind.NUMBER: custom_values.c.number,
        FieldKind.DATE: custom_values.c.day,
    }.get(one.kind, custom_values.c.option_id)
    mine = custom_values.c.field_id == one.id

    def lift(condition: ColumnElement[bool] | None) -> ColumnElement[bool]:
        if condition is None:
            here = custom_values.c.customer_id == customers.c.id
            return ~exists(select(custom_values.c.id).where(mine, here))
        return customers.c.id.in_(select(custom_values.c.customer_id).where(mine, condition))

    return Place(one.kind, column, lift)


def _place_contact(one: Standard) -> Place:
    has_phones = one.kind is FieldKind.PHONES
    source = contacts.join(phones, phones.c.contact_id == contacts.c.id) if has_phones else contacts
    column = phones.c.e164 if has_phones else contacts.c[one.column or ""]
    alive = contacts.c.deleted_at.is_(None)

    def lift(condition: ColumnElement[bool] | None) -> ColumnElement[bool]:
        if condition is None:
            here = contacts.c.customer_id == customers.c.id
            query = select(contacts.c.id).select_from(source)
            return ~exists(query.where(alive, here, column.is_not(None)))
        query = select(contacts.c.customer_id).select_from(source)
        return customers.c.id.in_(query.where(alive, condition))

    return Place(one.kind, column, lift)

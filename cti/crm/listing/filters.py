"""Filters of the customer list as SQL: any field, also those of one's own (R132–R134, R330)."""

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
)

from cti.crm.fields.model import BY_KEY, CustomField, FieldKind, Standard
from cti.crm.listing.anniversaries import list_dates, match_anniversary
from cti.crm.listing.conditions import Condition
from cti.crm.listing.errors import FilterError
from cti.crm.listing.pieces import contains_piece
from cti.crm.listing.shapes import FILTERS, LONGEST_FILTERS, FieldFilter
from cti.crm.listing.words import CONTAINED, find_containing
from cti.schema import contacts, custom_values, customers, phones
from cti.text import clean_line

DAY = timedelta(days=1)
CUSTOM = "custom."
LARGEST_ID = 2**53

FACETS = {
    "relationship",
    "owner",
    "group",
    "source",
    "kind",
    "stage",
    "created_at",
    "last_contact_at",
}
"""Fields whose columns are in ix_customers_facets."""

LEADING = "relationship"
"""The field of its first column."""

PICKED = {"relationship", "owner", "group", "source", "size", "sector"}
RANGED = {"created_at", "updated_at", "birthday"}
"""Fields whose columns have an index of their own, of values and of ranges."""

REFERRED_BY = case(
    (customers.c.referrer_customer_id.is_not(None), "customer"),
    (customers.c.referrer_user_id.is_not(None), "user"),
)
"""What a referrer is; who it is, not everybody may see."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field's values are: a column, and how a condition on it becomes one on customers.

    `lift` says it of the customer at hand, with the column as `held`; `lift(None)` is that there is
    no value there. `find` selects ids of customers; None when the column has no index.
    """

    kind: FieldKind
    column: ColumnElement[Any]
    held: ColumnElement[Any]
    lift: Callable[[ColumnElement[bool] | None], ColumnElement[bool]]
    find: Callable[[ColumnElement[bool]], Select[Any]] | None = None
    in_facets: bool = False


def parse_filters(text: str) -> list[FieldFilter]:
    """The filters of a query string, a JSON list. Raises FilterError."""
    if not text:
        return []
    try:
        return FILTERS.validate_json(text)
    except ValidationError as error:
        raise FilterError(why="malformed") from error


def check_length(filters: Sequence[FieldFilter]) -> None:
    """Whether they are short enough for a query string. Raises FilterError."""
    if len(FILTERS.dump_json(list(filters), exclude_none=True).decode()) > LONGEST_FILTERS:
        raise FilterError(why="long")


@dataclass(frozen=True, slots=True)
class Reading:
    """What filters are read by.

    `own` is key → field of one's own, `zone` that of days and `today` there, `region` the country
    of numbers typed without a code; `grams` says that SQLite's trigram tables are there.
    """

    own: Mapping[str, CustomField]
    zone: ZoneInfo
    region: str
    today: date
    grams: bool


def build_filters(filters: Sequence[FieldFilter], reading: Reading) -> list[Condition]:
    """A condition on `customers` for each filter. Raises FilterError."""
    return [_build(one, reading) for one in filters]


def _build(one: FieldFilter, reading: Reading) -> Condition:
    place, zone = _find_place(one.field, reading.own), reading.zone
    if one.contains is not None and one.field in CONTAINED:
        return _build_contained(one, reading)
    parts: list[ColumnElement[bool]] = []
    looked_up: list[ColumnElement[bool]] = []  # conditions on the column that an index answers
    if one.any is not None:
        wanted = _read_wanted(one, place)
        parts.append(_match_any(one, place, wanted))
        if wanted and len(wanted) == len(one.any):
            looked_up.append(place.column.in_(wanted))
    if one.least is not None or one.most is not None:
        parts.append(place.lift(_bound(one, place, place.held, zone)))
        looked_up.append(_bound(one, place, place.column, zone))
    if one.contains is not None:
        parts.append(place.lift(_contain(one, place)))
    if one.coming is not None:
        if place.kind is not FieldKind.DATE:
            raise FilterError(field=one.field, why="operator")
        parts.append(place.lift(match_anniversary(place.held, reading.today, one.coming)))
        days = list_dates(reading.today, one.coming)
        looked_up.append(place.column.in_(_write(days, place.column, expanding=True)))
    if not parts:
        raise FilterError(field=one.field, why="empty")
    entries = place.find(and_(*looked_up)) if place.find and looked_up else None
    leads = one.field == LEADING and one.any is not None
    is_exact = len(parts) == len(looked_up) == 1
    return Condition(
        and_(*parts), entries, is_exact=is_exact, in_facets=place.in_facets, leads=leads
    )


def _build_contained(one: FieldFilter, reading: Reading) -> Condition:
    """A piece of a name, an address or a number, which the search's own index finds."""
    if one.any is not None or one.least is not None or one.most is not None:
        raise FilterError(field=one.field, why="operator")
    found = find_containing(
        one.field, clean_line(one.contains or ""), reading.region, grams=reading.grams
    )
    if found is None:
        raise FilterError(field=one.field, why="empty")
    return found


def _read_wanted(one: FieldFilter, place: Place) -> list[Any]:
    wanted = [value for value in one.any or [] if value is not None]
    if not wanted:  # nothing but the empty value, which any field may have
        return wanted
    by_id = place.kind in {FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.USER}
    plain = any(place.column is one for one in (customers.c.kind, customers.c.stage, REFERRED_BY))
    fits = str if plain or not by_id else int
    if any(not isinstance(value, fits) for value in wanted):
        raise FilterError(field=one.field, why="kind")
    if fits is str and place.kind not in {FieldKind.TEXT, FieldKind.CHOICE}:
        raise FilterError(field=one.field, why="operator")
    if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in wanted):
        raise FilterError(field=one.field, why="kind")
    return wanted


def _match_any(one: FieldFilter, place: Place, wanted: list[Any]) -> ColumnElement[bool]:
    parts = [place.lift(place.held.in_(wanted))] if wanted else []
    if len(wanted) < len(one.any or []):
        parts.append(place.lift(None))
    return or_(*parts)


def _bound(
    one: FieldFilter, place: Place, column: ColumnElement[Any], zone: ZoneInfo
) -> ColumnElement[bool]:
    parts = []
    if one.least is not None:
        first = _read(one, one.least, place.kind, zone)
        parts.append(_has_any(column) if first == date.min else column >= _write(first, column))
    if one.most is not None:
        last = _read(one, one.most, place.kind, zone, days=1)
        is_time = place.kind is FieldKind.TIME  # to the end of the day
        if last == date.max:
            parts.append(_has_any(column))
        else:
            end = _write(last, column)
            parts.append(column < end if is_time else column <= end)
    return and_(*parts)


def _has_any(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Within the calendar's ends.

    PostgreSQL's driver keeps its last day, which stands for "no end", as one after all days.
    """
    return column.is_not(None)


def _write(
    value: Any,  # noqa: ANN401 - of the column's type
    column: ColumnElement[Any],
    *,
    expanding: bool = False,
) -> BindParameter[Any]:
    """Into the statement itself: PostgreSQL plans one with parameters for a range of any width.

    Of many values, each as a parameter would take longer than to look them all up.
    """
    return bindparam(None, value, column.type, expanding=expanding, literal_execute=True)


def _read(one: FieldFilter, bound: object, kind: FieldKind, zone: ZoneInfo, days: int = 0) -> Any:  # noqa: ANN401 - of the column's type
    """A bound as the column has it; an instant is the day's first, `days` later."""
    if kind is FieldKind.NUMBER and isinstance(bound, int | float):
        with suppress(OverflowError):  # an integer longer than any float
            if math.isfinite(number := float(bound)):
                return number
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
    found = contains_piece(place.held, one.contains or "")
    if found is None:
        raise FilterError(field=one.field, why="empty")
    return found


def _find_place(key: str, own: Mapping[str, CustomField]) -> Place:
    if key.startswith(CUSTOM) and (found := own.get(key.removeprefix(CUSTOM))):
        return _place_custom(found)
    standard = BY_KEY.get(key)
    if standard is None:
        raise FilterError(field=key, why="field")
    if standard.of == "contact":
        return _place_contact(standard)
    kind: FieldKind = standard.kind
    column: ColumnElement[Any] = REFERRED_BY
    if key == "referrer":
        kind = FieldKind.CHOICE
    else:
        column = customers.c[standard.column or ""]
    has_index = key in PICKED or key in RANGED
    return Place(
        kind,
        column,
        column,
        lambda condition: column.is_(None) if condition is None else condition,
        (lambda condition: select(customers.c.id).where(condition)) if has_index else None,
        key in FACETS,
    )


def _place_custom(one: CustomField) -> Place:
    column = {
        FieldKind.TEXT: custom_values.c.text,
        FieldKind.NUMBER: custom_values.c.number,
        FieldKind.DATE: custom_values.c.day,
    }.get(one.kind, custom_values.c.option_id)
    mine = custom_values.c.field_id == one.id
    # SQLite would rather look for all that have the field, for each customer again.
    of_field = func.coalesce(custom_values.c.field_id, null()) == one.id

    def lift(condition: ColumnElement[bool] | None) -> ColumnElement[bool]:
        of_customer = custom_values.c.customer_id == customers.c.id
        here = select(custom_values.c.id).where(of_customer, of_field)
        if condition is None:
            return ~here.correlate(customers).exists()
        return here.where(condition).correlate(customers).exists()

    def find(condition: ColumnElement[bool]) -> Select[Any]:
        return select(custom_values.c.customer_id).where(mine, condition)

    # Nor for all that have such a value.
    held = func.coalesce(column, null())
    return Place(one.kind, column, held, lift, None if one.kind is FieldKind.TEXT else find)


def _place_contact(one: Standard) -> Place:
    has_phones = one.kind is FieldKind.PHONES
    source = contacts.join(phones, phones.c.contact_id == contacts.c.id) if has_phones else contacts
    column = phones.c.e164 if has_phones else contacts.c[one.column or ""]
    here = (
        select(contacts.c.id)
        .select_from(source)
        .where(contacts.c.customer_id == customers.c.id, contacts.c.deleted_at.is_(None))
    )

    def lift(condition: ColumnElement[bool] | None) -> ColumnElement[bool]:
        if condition is None:
            some = phones.c.id if has_phones else column  # one that can't be called is one, too
            return ~here.where(some.is_not(None)).correlate(customers).exists()
        return here.where(condition).correlate(customers).exists()

    return Place(one.kind, column, column, lift)

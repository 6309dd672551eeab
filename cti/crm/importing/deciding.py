"""What a row changes of a customer that is there already. Pure (R093, a rule per column)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from cti.crm.fields.model import Cell, tell_cells
from cti.crm.importing.context import Context
from cti.crm.importing.plan import Person, Plan
from cti.crm.importing.state import Result
from cti.crm.rules import note_referrers
from cti.phones import Number
from cti.text import make_key

KEY_COLUMNS = {
    "name": "name_key",
    "tax_code": "tax_key",
    "fax": "fax_key",
    "office_address": "office_key",
    "description": "description_key",
}
"""What follows from a column and is written with it."""

REFERRER = "referrer"

Row = Mapping[str, Any]


class Referrer(NamedTuple):
    """A customer or a user; with `code` a customer whom the same batch makes."""

    customer_id: int | None
    user_id: int | None
    name: str
    code: str | None = None


@dataclass(slots=True)
class Other:
    """One of the further contacts of a row: new, or with what changes of it."""

    of: str  # of fields.OTHERS
    contact: dict[str, Any]
    phones: list[Number]
    makes: bool = True
    contact_id: int | None = None
    is_primary: bool = False
    phone_position: int = 0
    before: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Work:
    """One row on its way: what it means, what it changes, and how that was before."""

    plan: Plan
    result: Result | None = None
    customer_id: int | None = None
    stored: dict[str, Any] | None = None  # the customer that is there already
    makes_customer: bool = False
    customer: dict[str, Any] = field(default_factory=dict)  # columns that change
    contact_id: int | None = None  # an existing contact, or the id of the new one
    makes_contact: bool = False
    is_primary: bool = False
    contact: dict[str, Any] = field(default_factory=dict)
    phones: list[Number] = field(default_factory=list)  # to be added
    phone_position: int = 0
    others: list[Other] = field(default_factory=list)
    custom: dict[int, list[Cell]] = field(default_factory=dict)
    supporters: list[int] | None = None
    referrer: Referrer | None = None
    before: dict[str, Any] | None = None
    detail: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Whether anything of an existing customer is to be written."""
        return bool(
            self.customer
            or self.contact
            or self.phones
            or self.others
            or self.custom
            or self.makes_contact
            or self.supporters is not None
        )


def decide_change(
    context: Context,
    work: Work,
    people: Sequence[Row],
    supporters: Sequence[int],
    cells: Mapping[int, list[Cell]],
) -> None:
    """Fill in what the row changes of `work.stored`, and how it is now."""
    plan, stored = work.plan, work.stored
    assert stored is not None  # noqa: S101 - the caller found it
    before: dict[str, Any] = {"u": stored["updated_at"].isoformat()}
    work.customer = _choose(context, "customer", plan.customer, stored, plan.assumed)
    _decide_people(context, work, stored, supporters, before)
    _decide_referrer(context, work, stored)
    _decide_custom(context, work, cells, before)
    _decide_contact(context, work, people, before)
    _decide_others(context, work, people)
    if work.customer:
        before["c"] = {name: _plain(stored[name]) for name in work.customer}
        work.detail |= _tell(context, "customer", stored, work.customer)
    work.before = before


def _choose(
    context: Context, of: str, wanted: Row, stored: Row, assumed: set[str]
) -> dict[str, Any]:
    """Those of the wanted columns that may be written and differ, with the keys that follow."""
    prefix = "" if of == "customer" else f"{of}."
    chosen: dict[str, Any] = {}
    for column, value in wanted.items():
        mapped = context.fields_by_place.get((of, column))
        if mapped is None or f"{prefix}{column}" in assumed or mapped.rule == "never":
            continue
        now = stored[column]
        if now == value or (mapped.rule == "only_if_empty" and now not in (None, "")):
            continue
        chosen[column] = value
        if (follows := KEY_COLUMNS.get(column)) and follows in stored:
            chosen[follows] = wanted[follows] if follows in wanted else make_key(value)
    return chosen


def _decide_people(
    context: Context, work: Work, stored: Row, supporters: Sequence[int], before: dict[str, Any]
) -> None:
    plan = work.plan
    owner = plan.people.get("owner")
    rule = context.rule_of("owner")
    free = rule == "overwrite" or (rule == "only_if_empty" and stored["owner_id"] is None)
    if owner is not None and owner != stored["owner_id"] and free:
        if stored["can_assign"]:
            work.customer["owner_id"] = owner
            work.detail["owner"] = [
                context.names.get(stored["owner_id"]), context.names.get(owner)
            ]  # fmt: skip
        else:
            plan.say(None, "warning", "import.owner_fixed")
    wanted = plan.people.get("supporters")
    rule = context.rule_of("supporters")
    free = rule == "overwrite" or (rule == "only_if_empty" and not supporters)
    if wanted and free and set(wanted) != set(supporters):
        work.supporters = wanted
        before["s"] = list(supporters)
        work.detail["supporters"] = [
            [context.names.get(one) for one in some] for some in (supporters, wanted)
        ]


def _decide_referrer(context: Context, work: Work, stored: Row) -> None:
    wanted, rule = work.referrer, context.rule_of(REFERRER)
    now = stored["referrer_customer_id"], stored["referrer_user_id"]
    free = rule == "overwrite" or (rule == "only_if_empty" and now == (None, None))
    if wanted is None or not free or now == wanted[:2] != (None, None):
        return
    if wanted.customer_id == stored["id"]:  # nobody brought themselves
        mapped = next(one for one in context.columns if one.target.key == REFERRER)
        work.plan.say(mapped, "warning", "import.referrer_unknown", value=stored["code"])
        return
    work.customer |= {
        "referrer_customer_id": wanted.customer_id,
        "referrer_user_id": wanted.user_id,
    }
    was = stored["referrer_name"] or context.names.get(now[1] or 0)
    work.detail[REFERRER] = [was, wanted.name]
    work.detail |= note_referrers(now[0], wanted.customer_id)


def _decide_custom(
    context: Context, work: Work, cells: Mapping[int, list[Cell]], before: dict[str, Any]
) -> None:
    kept: dict[str, Any] = {}
    for mapped in context.columns:
        one = mapped.target.custom
        if one is None or one.id not in work.plan.custom or mapped.rule == "never":
            continue
        now, wanted = cells.get(one.id, []), work.plan.custom[one.id]
        if set(now) == set(wanted) or (mapped.rule == "only_if_empty" and now):
            continue
        work.custom[one.id] = wanted
        kept[str(one.id)] = [
            [cell.text, cell.number, _plain(cell.day), cell.option_id] for cell in now
        ]
        work.detail[f"custom.{one.key}"] = [tell_cells(one, now), tell_cells(one, wanted)]
    if kept:
        before["x"] = kept


def _decide_contact(
    context: Context, work: Work, people: Sequence[Row], before: dict[str, Any]
) -> None:
    plan = work.plan
    given = {name: value for name, value in plan.contact.items() if name != "name_key"}
    if "contact.name" in plan.assumed:
        given.pop("name", None)
    if not given and not plan.phones:
        return
    chosen = choose_contact(context, plan, people)
    if chosen is None:
        work.makes_contact, work.is_primary = True, not people
        work.contact, work.phones = dict(plan.contact), list(plan.phones)
        if work.stored and "name" not in work.contact:  # a code, and a number of nobody there
            work.contact |= {name: work.stored[name] for name in ("name", "name_key")}
        work.detail["contact"] = [None, work.contact["name"]]
        return
    work.contact_id = chosen["id"]
    work.contact = _choose(context, "contact", plan.contact, chosen, plan.assumed)
    if work.contact:
        kept = {name: _plain(chosen[name]) for name in work.contact}
        before["p"] = [chosen["id"], kept, chosen["updated_at"].isoformat()]
        told = _tell(context, "contact", chosen, work.contact)
        work.detail |= {f"contact.{name}": pair for name, pair in told.items()}
    work.phones = _choose_phones(context.rule_of("contact.phones"), plan.phones, chosen)
    work.phone_position = len(chosen["phones"])
    if work.phones:
        shown = [str(one["typed"]) for one in chosen["phones"]]
        work.detail["phones"] = [shown, shown + [one.display for one in work.phones]]


def _decide_others(context: Context, work: Work, people: Sequence[Row]) -> None:
    taken = {work.contact_id}
    for of, wanted in work.plan.others.items():
        free = [one for one in people if one["id"] not in taken]
        chosen = find_person(wanted, free)
        if chosen is None:
            first = not people and not work.makes_contact and not work.others
            other = Other(of, dict(wanted.contact), list(wanted.phones), is_primary=first)
            work.others.append(other)
            work.detail[of] = [None, wanted.contact["name"]]
            continue
        taken.add(chosen["id"])
        changed = _choose(context, of, wanted.contact, chosen, work.plan.assumed)
        added = _choose_phones(context.rule_of(f"{of}.phones"), wanted.phones, chosen)
        if not (changed or added):
            continue
        other = Other(of, changed, added, makes=False, contact_id=chosen["id"])
        other.phone_position = len(chosen["phones"])
        if changed:
            kept = {name: _plain(chosen[name]) for name in changed}
            other.before["p"] = [chosen["id"], kept, chosen["updated_at"].isoformat()]
            told = _tell(context, of, chosen, changed)
            work.detail |= {f"{of}.{name}": pair for name, pair in told.items()}
        if added:
            shown = [str(one["typed"]) for one in chosen["phones"]]
            work.detail[f"{of}.phones"] = [shown, shown + [one.display for one in added]]
        work.others.append(other)


def _choose_phones(rule: str, wanted: Sequence[Number], chosen: Row) -> list[Number]:
    """Those that the rule of their column lets join the contact's own."""
    if rule == "overwrite" or (rule == "only_if_empty" and not chosen["phones"]):
        known = {one["e164"] or one["typed"] for one in chosen["phones"]}
        return [one for one in wanted if (one.e164 or one.typed) not in known]
    return []


def find_person(wanted: Person, people: Sequence[Row], *, named: bool = True) -> Row | None:
    """Who has the number, the e-mail address or, if that counts, the name."""
    numbers = {one.e164 for one in wanted.phones if one.e164}
    for one in people:
        if numbers & {phone["e164"] for phone in one["phones"]}:
            return one
    email, name = wanted.contact.get("email"), wanted.contact.get("name_key")
    for one in people:
        if email and one["email"] == email:
            return one
    for one in people:
        if named and name and one["name_key"] == name:
            return one
    return None


def choose_contact(context: Context, plan: Plan, people: Sequence[Row]) -> Row | None:
    """Which person of the customer the row means; None for one that is not there yet.

    Who has the number, the e-mail address or the name. A row of customers means the only contact
    there is, or the primary one when it names nobody.
    """
    named = "name" in plan.contact and "contact.name" not in plan.assumed
    found = find_person(Person(plan.contact, plan.phones), people, named=named)
    if found is not None or context.kind == "contacts":
        return found
    # Nobody whom the row means by its other contacts is renamed.
    free = [one for one in people if not any(find_person(p, [one]) for p in plan.others.values())]
    return free[0] if free and (len(people) == 1 or not named) else None


def _tell(context: Context, of: str, before: Row, after: Row) -> dict[str, list[Any]]:
    """Changed columns as the history keeps them: picked values by their labels."""
    told: dict[str, list[Any]] = {}
    for column, value in after.items():
        mapped = context.fields_by_place.get((of, column))
        if mapped is None:
            continue
        pair = [before[column], value]
        if mapped.target.catalogue:
            options = mapped.target.options
            pair = [options.get(one) if one is not None else None for one in pair]
        told[column.removesuffix("_id")] = [_plain(one) for one in pair]
    return told


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

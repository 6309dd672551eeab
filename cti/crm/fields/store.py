"""Fields of one's own and their values in SQL."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.catalogues.names import name_options
from cti.crm.catalogues.store import find_values as find_options
from cti.crm.fields.errors import FieldsRequiredError, FieldUnknownError
from cti.crm.fields.model import (
    Cell,
    CustomField,
    FieldKind,
    Raw,
    check_filled,
    read_cells,
    show_cells,
    tell_cells,
)
from cti.crm.settings_store import read_setting
from cti.schema import custom_fields, custom_values

fields = custom_fields.c
CHOOSING = {FieldKind.CHOICE, FieldKind.CHOICES}
REQUIRED = "required"  # the setting: a list of keys


async def find_fields(connection: AsyncConnection) -> list[CustomField]:
    """The fields of one's own in order, with their options."""
    rows = (
        await connection.execute(
            select(custom_fields)
            .where(fields.deleted_at.is_(None))
            .order_by(fields.position, fields.id)
        )
    ).all()
    if not rows:
        return []
    options = await find_options(
        connection, [name_options(row.id) for row in rows if row.kind in CHOOSING]
    )
    return [
        CustomField(
            id=row.id,
            key=row.key,
            label=row.label,
            kind=FieldKind(row.kind),
            required=row.required,
            options={one.id: one.label for one in options.get(name_options(row.id), [])},
        )
        for row in rows
    ]


async def find_required(connection: AsyncConnection, *, lock: bool = False) -> frozenset[str]:
    """The keys of the standard fields that must be filled."""
    found = await read_setting(connection, REQUIRED, lock=lock)
    return frozenset(str(key) for key in found) if isinstance(found, list) else frozenset()


async def find_cells(
    connection: AsyncConnection, customer_ids: Sequence[int]
) -> dict[int, dict[int, list[Cell]]]:
    """What several customers have in their fields: customer → field → cells."""
    found: dict[int, dict[int, list[Cell]]] = {one: {} for one in customer_ids}
    if not customer_ids:
        return found
    rows = await connection.execute(
        select(custom_values)
        .where(custom_values.c.customer_id.in_(list(customer_ids)))
        .order_by(custom_values.c.id)
    )
    for row in rows:
        cell = Cell(row.text, row.number, row.day, row.option_id)
        found[row.customer_id].setdefault(row.field_id, []).append(cell)
    return found


async def find_custom(
    connection: AsyncConnection, customer_ids: Sequence[int]
) -> dict[int, dict[str, object]]:
    """The same as it is sent out: customer → key → value; every field is there."""
    own = await find_fields(connection)
    if not own:
        return {one: {} for one in customer_ids}
    cells = await find_cells(connection, customer_ids)
    return {
        customer_id: {one.key: show_cells(one, of_one.get(one.id, [])) for one in own}
        for customer_id, of_one in cells.items()
    }


async def save_cells(
    connection: AsyncConnection, customer_id: int, field_id: int, cells: Sequence[Cell]
) -> None:
    """Make these the customer's value of the field."""
    await connection.execute(
        delete(custom_values).where(
            custom_values.c.customer_id == customer_id, custom_values.c.field_id == field_id
        )
    )
    rows = [
        {
            "customer_id": customer_id,
            "field_id": field_id,
            "text": cell.text,
            "number": cell.number,
            "day": cell.day,
            "option_id": cell.option_id,
        }
        for cell in cells
    ]
    if rows:
        await connection.execute(insert(custom_values), rows)


async def save_custom(
    connection: AsyncConnection, customer_id: int, sent: Mapping[str, Raw], *, is_new: bool
) -> dict[str, list[object]]:
    """Store values of fields of one's own; what changed, as {custom.<key>: [before, after]}.

    Of a new customer every required one must be there; none can be emptied later. Raises
    FieldUnknownError, FieldValueError, FieldsRequiredError.
    """
    own = {one.key: one for one in await find_fields(connection)}
    if unknown := sorted(sent.keys() - own.keys()):
        raise FieldUnknownError(keys=unknown)
    read = {key: read_cells(own[key], raw) for key, raw in sent.items()}
    must = [one.key for one in own.values() if one.required and (is_new or one.key in sent)]
    if missing := [f"custom.{key}" for key in must if not read.get(key)]:
        raise FieldsRequiredError(fields=missing)
    before = (await find_cells(connection, [customer_id]))[customer_id] if not is_new else {}
    changed: dict[str, list[object]] = {}
    for key, cells in read.items():
        one = own[key]
        told = [tell_cells(one, before.get(one.id, [])), tell_cells(one, cells)]
        if told[0] != told[1]:
            await save_cells(connection, customer_id, one.id, cells)
            changed[f"custom.{key}"] = told
    return changed


async def check_customer(
    connection: AsyncConnection, kind: str, values: Mapping[str, object], *, only_sent: bool
) -> None:
    """`check_filled` for the standard fields of a customer, by column names."""
    if required := await find_required(connection):
        named = {name.removesuffix("_id"): value for name, value in values.items()}
        check_filled(required, kind, named, "customer", only_sent=only_sent)


async def check_contact(
    connection: AsyncConnection, kind: str, values: Mapping[str, object], *, only_sent: bool
) -> None:
    """The same for a contact; `values` may have `phones`, a list."""
    if required := await find_required(connection):
        named = {f"contact.{name.removesuffix('_id')}": value for name, value in values.items()}
        check_filled(required, kind, named, "contact", only_sent=only_sent)


async def insert_field(
    connection: AsyncConnection, key: str, label: str, kind: str, *, required: bool
) -> int:
    """Add a field at the end; its id."""
    last = select(func.coalesce(func.max(fields.position) + 1, 0))
    position = (await connection.execute(last)).scalar_one()
    row = await connection.execute(
        insert(custom_fields).returning(fields.id),
        {"key": key, "label": label, "kind": kind, "required": required, "position": position},
    )
    field_id: int = row.scalar_one()
    return field_id


async def find_keys(connection: AsyncConnection) -> frozenset[str]:
    """Every key that was ever given, also of deleted fields."""
    return frozenset((await connection.execute(select(fields.key))).scalars())


async def update_field(
    connection: AsyncConnection, field_id: int, values: Mapping[str, object]
) -> None:
    """Store new values."""
    await connection.execute(update(custom_fields).where(fields.id == field_id).values(**values))

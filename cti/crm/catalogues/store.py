"""Pick lists in SQL, and where their values are used."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, RowMapping, Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.crm.catalogues.errors import (
    CatalogueNotFoundError,
    LabelEmptyError,
    LabelTakenError,
    ValueMarkError,
    ValueNotFoundError,
    ValueUnknownError,
)
from cti.crm.catalogues.names import (
    CUSTOMER_COLUMNS,
    MARKS,
    Catalogue,
    find_field_id,
    make_label_key,
)
from cti.crm.catalogues.shapes import ListedValue
from cti.schema import (
    catalogue_values,
    commercial_documents,
    contacts,
    custom_fields,
    custom_values,
    customers,
    transactions,
)
from cti.text import clean_line

values = catalogue_values.c


async def find_values(
    connection: AsyncConnection, catalogues: Iterable[str] | None = None
) -> dict[str, list[ListedValue]]:
    """The values of these pick lists, or of all, in order."""
    query = select(catalogue_values).order_by(values.catalogue, values.position, values.id)
    if catalogues is not None:
        if not (wanted := list(catalogues)):
            return {}
        query = query.where(values.catalogue.in_(wanted))
    found: dict[str, list[ListedValue]] = {}
    for row in (await connection.execute(query)).mappings():
        found.setdefault(row["catalogue"], []).append(_make(row))
    return found


async def find_labels(connection: AsyncConnection, ids: Iterable[int]) -> dict[int, str]:
    """The labels of values, whichever list they are of."""
    rows = await connection.execute(select(values.id, values.label).where(values.id.in_(list(ids))))
    return {row.id: row.label for row in rows}


async def check_values(connection: AsyncConnection, wanted: Mapping[int, str]) -> None:
    """Each id is a value of its catalogue, or ValueUnknownError (`wanted` is id → catalogue)."""
    if not wanted:
        return
    rows = await connection.execute(
        select(values.id, values.catalogue).where(values.id.in_(list(wanted)))
    )
    there = {row.id: row.catalogue for row in rows}
    for value_id, catalogue in wanted.items():
        if there.get(value_id) != catalogue:
            raise ValueUnknownError(catalogue=catalogue, id=value_id)


async def check_catalogue(connection: AsyncConnection, catalogue: str) -> None:
    """It exists: a fixed one, or that of a field with options. Raises CatalogueNotFoundError."""
    if catalogue in set(Catalogue):
        return
    field_id = find_field_id(catalogue)
    row = await connection.execute(
        select(custom_fields.c.id).where(
            custom_fields.c.id == field_id,
            custom_fields.c.kind.in_(["choice", "choices"]),
            custom_fields.c.deleted_at.is_(None),
        )
    )
    if field_id is None or row.first() is None:
        raise CatalogueNotFoundError(name=catalogue)


async def find_catalogue_of(
    connection: AsyncConnection, value_id: int, *, lock: bool = False
) -> tuple[str, str]:
    """The list and the label of a value. Raises ValueNotFoundError."""
    query = select(values.catalogue, values.label).where(values.id == value_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).first()
    if row is None:
        raise ValueNotFoundError(id=value_id)
    return row.catalogue, row.label


async def insert_values(
    connection: AsyncConnection, catalogue: str, labels: Sequence[str]
) -> list[int]:
    """Add values at the end; their ids. Raises LabelTakenError, LabelEmptyError."""
    last = select(func.coalesce(func.max(values.position) + 1, 0))
    start = (await connection.execute(last.where(values.catalogue == catalogue))).scalar_one()
    ids = []
    for at, typed in enumerate(labels):
        label = clean_label(typed)
        row = {"label": label, "label_key": make_label_key(label), "catalogue": catalogue}
        try:
            made = await connection.execute(
                insert(catalogue_values).returning(values.id), {**row, "position": start + at}
            )
        except IntegrityError as error:
            raise LabelTakenError(catalogue=catalogue, label=label) from error
        ids.append(made.scalar_one())
    return ids


async def rename_value(connection: AsyncConnection, value_id: int, typed: str) -> None:
    """Give a value another label. Raises LabelTakenError, LabelEmptyError."""
    label = clean_label(typed)
    try:
        await connection.execute(
            update(catalogue_values)
            .where(values.id == value_id)
            .values(label=label, label_key=make_label_key(label))
        )
    except IntegrityError as error:
        raise LabelTakenError(label=label) from error


async def mark_value(
    connection: AsyncConnection, catalogue: str, value_id: int, marks: Mapping[str, bool]
) -> None:
    """Say what holds of this value (cti.crm.catalogues.names.MARKS). Raises ValueMarkError."""
    if any(MARKS[mark] != catalogue for mark in marks):
        raise ValueMarkError(catalogue=catalogue)
    await connection.execute(update(catalogue_values).where(values.id == value_id).values(**marks))


async def find_type(
    connection: AsyncConnection, type_id: int, catalogue: Catalogue = Catalogue.TRANSACTION_TYPE
) -> ListedValue:
    """A type of transactions, or of contracts. Raises ValueUnknownError for anything else."""
    await check_values(connection, {type_id: catalogue.value})
    rows = await connection.execute(select(catalogue_values).where(values.id == type_id))
    return _make(rows.mappings().one())


async def move_value(
    connection: AsyncConnection, catalogue: str, value_id: int, position: int
) -> None:
    """Put a value at a position of its list; the others keep their order."""
    rows = await connection.execute(
        select(values.id)
        .where(values.catalogue == catalogue)
        .order_by(values.position, values.id)
        .with_for_update()
    )
    order = [one for one in rows.scalars() if one != value_id]
    order.insert(position, value_id)
    for at, one in enumerate(order):
        await connection.execute(
            update(catalogue_values)
            .where(values.id == one, values.position != at)
            .values(position=at)
        )


async def count_uses(connection: AsyncConnection, catalogue: str, value_id: int) -> int:
    """How many records, of those that are not deleted, have the value."""
    table, column = _find_use(catalogue)
    query = select(func.count()).select_from(table).where(column == value_id)
    if table is custom_values:
        query = query.where(
            custom_values.c.customer_id.in_(
                select(customers.c.id).where(customers.c.deleted_at.is_(None))
            )
        )
    elif "deleted_at" in table.c:  # what was done is never deleted
        query = query.where(table.c.deleted_at.is_(None))
    return (await connection.execute(query)).scalar_one()


async def replace_uses(
    connection: AsyncConnection, catalogue: str, value_id: int, heir: int | None
) -> None:
    """Give every record that has the value another one, or none."""
    table, column = _find_use(catalogue)
    if table is not custom_values:
        query = update(table).where(column == value_id).values({column.key: heir})
        await connection.execute(query)
        return
    gone = delete(custom_values).where(column == value_id)
    if heir is not None:
        # Who ticked both keeps one.
        both = select(custom_values.c.customer_id).where(column == heir)
        await connection.execute(gone.where(custom_values.c.customer_id.in_(both)))
        await connection.execute(
            update(custom_values).where(column == value_id).values(option_id=heir)
        )
    else:
        await connection.execute(gone)


async def delete_value(connection: AsyncConnection, value_id: int) -> None:
    """Remove a value that nothing refers to."""
    await connection.execute(delete(catalogue_values).where(values.id == value_id))


def clean_label(typed: str) -> str:
    """A label as it is stored. Raises LabelEmptyError."""
    label = clean_line(typed)[:200]
    if not label:
        raise LabelEmptyError
    return label


def _make(row: RowMapping) -> ListedValue:
    return ListedValue(**{name: row[name] for name in ListedValue.model_fields})


def _find_use(catalogue: str) -> tuple[Table, ColumnElement[int | None]]:
    if find_field_id(catalogue) is not None:
        return custom_values, custom_values.c.option_id
    if catalogue == Catalogue.CONTACT_SOURCE:
        return contacts, contacts.c.source_id
    if catalogue == Catalogue.TRANSACTION_TYPE:
        return transactions, transactions.c.type_id
    if catalogue == Catalogue.CONTRACT_TYPE:
        return commercial_documents, commercial_documents.c.type_id
    (column,) = (name for name, of in CUSTOMER_COLUMNS.items() if of == catalogue)
    return customers, customers.c[column]

"""Run by Alembic inside the transaction that cti.migrate holds. There is no alembic.ini."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import DefaultClause
from sqlalchemy.types import TypeEngine

from cti.schema import metadata
from cti.schema.base import Id, UtcTime


def render(kind: str, thing: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types into a new migration by their names, and truth as SQL's."""
    if kind == "server_default" and isinstance(thing, DefaultClause):
        return {"true": "sa.true()", "false": "sa.false()"}.get(str(thing.arg), False)
    if kind != "type":
        return False
    name = "UtcTime()" if isinstance(thing, UtcTime) else "Id" if is_id(thing) else None
    if name is None:
        return False
    autogen.imports.add(f"from cti.schema.base import {name.removesuffix('()')}")
    return name


def is_id(thing: object) -> bool:
    """Whether a column's type is `Id`; SQLAlchemy copies types, so identity does not tell."""
    return isinstance(thing, TypeEngine) and repr(thing) == repr(Id) and bool(variants(thing))


def variants(thing: TypeEngine[Any]) -> object:
    """The types a type has on particular databases."""
    return thing._variant_mapping  # noqa: SLF001 - SQLAlchemy has no public name for it


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether a thing in the database is for cti.schema to declare; what search made is not."""
    return name is None or not name.startswith("search_")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    include_name=is_ours,
    # SQLite can't alter a column, so Alembic copies the table; a first draft only creates.
    render_as_batch=context.config.attributes.get("batch", True),
    compare_type=True,
)
context.run_migrations()

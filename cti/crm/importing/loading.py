"""Gathers what rows are read by, once per import."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.crm.catalogues.names import make_label_key
from cti.crm.catalogues.store import find_values
from cti.crm.duplicates.check import find_rules
from cti.crm.duplicates.keys import Criterion, Severity
from cti.crm.fields.store import find_fields, find_required
from cti.crm.importing.context import Context, Mapped
from cti.crm.importing.fields import Target, list_targets
from cti.schema import users


async def find_targets(connection: AsyncConnection, kind: str, purpose: str) -> dict[str, Target]:
    """Every field that a file of this kind may have, as the directory is set up now."""
    options = {
        name: {value.id: value.label for value in values}
        for name, values in (await find_values(connection)).items()
    }
    own = await find_fields(connection)
    required = await find_required(connection)
    return list_targets(kind, purpose, own, required, options)


async def load_context(
    connection: AsyncConnection,
    caller: Caller,
    row: Mapping[str, Any],
    region: str,
    today: date,
) -> Context:
    """The context of a stored import; columns whose field is gone are left out."""
    kind, purpose, options = row["kind"], row["purpose"], row["options"]
    targets = await find_targets(connection, kind, purpose)
    columns = [
        Mapped(at, one["letter"], targets[one["field"]], one["rule"])
        for at, one in enumerate(row["columns"])
        if one["field"] in targets
    ]
    active = (
        await connection.execute(
            select(users.c.id, users.c.name, users.c.email, users.c.extension)
            .where(users.c.active)
            .order_by(users.c.id.desc())
        )
    ).all()
    # An export has names: what comes back from there must not fall to who imports it (R085).
    named = Counter(one.name.lower() for one in active)
    people = {one.name.lower(): one.id for one in active if named[one.name.lower()] == 1}
    people |= {one.email.strip().lower(): one.id for one in active if one.email}
    people |= {one.extension: one.id for one in active if one.extension}
    by_field: dict[str, Mapped] = {}
    for mapped in columns:
        by_field.setdefault(mapped.target.key, mapped)
    rules = await find_rules(connection)
    return Context(
        kind=kind,
        purpose=purpose,
        region=region,
        today=today,
        caller=caller,
        columns=columns,
        key=[one for one in options.get("key", []) if one in by_field],
        default_kind="organisation"
        if kind == "companies"
        else options.get("default_kind", "person"),
        required=await find_required(connection),
        targets=targets,
        own_required=[one for one in targets.values() if one.custom and one.required],
        rules=rules,
        picks={
            one.catalogue: {make_label_key(label): pick for pick, label in one.options.items()}
            for one in targets.values()
            if one.catalogue
        },
        people=people,
        names={one.id: one.name for one in active},
        may_assign=caller.reaches_others(Right.CUSTOMERS_ASSIGN),
        criteria=[one for one in Criterion if rules[one] is not Severity.OFF],
        fields_by_place={
            (one.target.of, one.target.column): one for one in columns if one.target.column
        },
        columns_by_field=by_field,
    )

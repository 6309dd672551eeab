"""Use cases on saved views: one's own, those shared with one's team, with everybody.

A view says what to look for, never who may see it: each looks at it with their own eyes.
"""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller, Right
from cti.clock import Clock
from cti.crm.listing.service import CustomerList
from cti.crm.store import OWNER_COLUMNS, owners
from cti.crm.views.errors import (
    ViewNameTakenError,
    ViewNotFoundError,
    ViewNotYoursError,
    ViewShareError,
    ViewVersionError,
)
from cti.crm.views.shapes import (
    ChoiceList,
    Choices,
    ChoicesView,
    SavedView,
    SavedViews,
    Sharing,
    ViewChange,
    ViewForm,
    ViewQuery,
)
from cti.db import Database, Unit
from cti.schema import list_choices, saved_views
from cti.shapes import Person
from cti.text import clean_line
from cti.upsert import put_row

views = saved_views.c


class Views:
    """Keeps views and choices."""

    def __init__(self, db: Database, clock: Clock, listing: CustomerList) -> None:
        self._db = db
        self._clock = clock
        self._listing = listing

    async def list(self, caller: Caller, name: ChoiceList) -> SavedViews:
        """The views of a list that the caller may see, by name, and what they chose for it."""
        async with self._db.read() as connection:
            rows = await connection.execute(
                _select().where(views.list == name, _is_seen(caller)).order_by(views.name, views.id)
            )
            chosen = await connection.execute(
                select(list_choices).where(
                    list_choices.c.user_id == caller.user_id, list_choices.c.list == name
                )
            )
            choices = chosen.mappings().one_or_none()
        return SavedViews(
            rows=[_make_view(caller, row) for row in rows.mappings()],
            choices=ChoicesView(
                columns=choices["columns"] if choices else None,
                page_size=choices["page_size"] if choices else None,
                default_view=choices["default_view"] if choices else None,
            ),
        )

    async def get(self, caller: Caller, view_id: int) -> SavedView:
        """One view. Raises ViewNotFoundError."""
        async with self._db.read() as connection:
            row = (
                await connection.execute(_select().where(views.id == view_id, _is_seen(caller)))
            ).mappings()
            found = row.one_or_none()
        if found is None:
            raise ViewNotFoundError(id=view_id)
        return _make_view(caller, found)

    async def create(self, caller: Caller, form: ViewForm) -> SavedView:
        """Save a view. Raises ViewNameTakenError, ViewShareError, FilterError."""
        _check_sharing(caller, form.shared)
        now = self._clock()
        values = {
            "list": form.list,
            "name": clean_line(form.name),
            "user_id": caller.user_id,
            "shared": form.shared,
            "team_id": caller.team_id if form.shared == "team" else None,
            "query": form.query.model_dump(mode="json"),
            "columns": form.columns,
            "page_size": form.page_size,
            "created_at": now,
            "updated_at": now,
        }
        async with self._db.write() as unit:
            await self._listing.check_filters(unit.connection, form.query.filters)
            try:
                made = await unit.connection.execute(
                    insert(saved_views).returning(views.id), values
                )
            except IntegrityError as error:
                raise ViewNameTakenError(name=form.name) from error
            view_id: int = made.scalar_one()
            await self._record(unit, caller, "created", view_id, form.shared)
        return await self.get(caller, view_id)

    async def change(self, caller: Caller, view_id: int, change: ViewChange) -> SavedView:
        """Change what is sent.

        Raises ViewNotFoundError, ViewNotYoursError, ViewVersionError, ViewNameTakenError,
        ViewShareError, FilterError. Fields may go after a view was saved: what else is changed
        of it, is not refused for that.
        """
        async with self._db.write() as unit:
            found = await _lock(unit, caller, view_id)
            if found["version"] != change.version:
                raise ViewVersionError(version=found["version"])
            if change.query is not None:
                await self._listing.check_filters(unit.connection, change.query.filters)
            values = change.model_dump(mode="json", exclude_none=True, exclude={"version"})
            if change.name is not None:
                values["name"] = clean_line(change.name)
            if change.shared is not None and change.shared != found["shared"]:
                _check_sharing(caller, change.shared)
                values["team_id"] = caller.team_id if change.shared == "team" else None
            values |= {"version": found["version"] + 1, "updated_at": self._clock()}
            try:
                await unit.connection.execute(
                    update(saved_views).where(views.id == view_id).values(**values)
                )
            except IntegrityError as error:
                raise ViewNameTakenError(name=change.name) from error
            await self._record(
                unit, caller, "changed", view_id, values.get("shared", found["shared"])
            )
        return await self.get(caller, view_id)

    async def delete(self, caller: Caller, view_id: int) -> None:
        """Delete a view. Raises ViewNotFoundError, ViewNotYoursError."""
        async with self._db.write() as unit:
            found = await _lock(unit, caller, view_id)
            await unit.connection.execute(delete(saved_views).where(views.id == view_id))
            await unit.connection.execute(
                update(list_choices)
                .where(list_choices.c.default_view == str(view_id))
                .values(default_view=None)
            )
            await self._record(unit, caller, "deleted", view_id, found["shared"])

    async def choose(self, caller: Caller, name: ChoiceList, choices: Choices) -> ChoicesView:
        """Remember columns, page size, the view to begin with. Raises ViewNotFoundError."""
        values: dict[str, Any] = choices.model_dump(exclude_unset=True)
        wanted = values.get("default_view")
        mine = and_(list_choices.c.user_id == caller.user_id, list_choices.c.list == name)
        async with self._db.write() as unit:
            run = unit.connection.execute
            if wanted is not None and wanted.isdecimal():
                seen = _select().where(views.id == int(wanted), _is_seen(caller))
                if (await run(seen)).first() is None:
                    raise ViewNotFoundError(id=int(wanted))
            row = {"user_id": caller.user_id, "list": name, **values}
            await put_row(unit.connection, list_choices, row)
            kept = (await run(select(list_choices).where(mine))).mappings().one()
        return ChoicesView(**{key: kept[key] for key in ChoicesView.model_fields})

    async def _record(
        self, unit: Unit, caller: Caller, what: str, view_id: int, shared: str
    ) -> None:
        if shared != "private":  # what others see is of interest to others
            await record_audit(
                unit.connection,
                caller,
                f"view.{what}",
                f"view/{view_id}",
                {"shared": shared},
                at=self._clock(),
            )


def _select() -> Any:  # noqa: ANN401 - a select of many columns
    return select(saved_views, views.user_id.label("owner_id"), *OWNER_COLUMNS).select_from(
        saved_views.join(owners, owners.c.id == views.user_id)
    )


def _is_seen(caller: Caller) -> ColumnElement[bool]:
    parts = [views.user_id == caller.user_id, views.shared == "all"]
    if caller.team_id is not None:
        parts.append(and_(views.shared == "team", views.team_id == caller.team_id))
    return or_(*parts)


async def _lock(unit: Unit, caller: Caller, view_id: int) -> RowMapping:
    """The view, to be changed. Raises ViewNotFoundError, ViewNotYoursError."""
    query = _select().where(views.id == view_id, _is_seen(caller)).with_for_update(of=saved_views)
    found: RowMapping | None = (await unit.connection.execute(query)).mappings().one_or_none()
    if found is None:
        raise ViewNotFoundError(id=view_id)
    if not _may_edit(caller, found):
        raise ViewNotYoursError
    return found


def _may_edit(caller: Caller, row: RowMapping) -> bool:
    return row["user_id"] == caller.user_id or Right.DIRECTORY_CONFIGURE in caller.rights


def _check_sharing(caller: Caller, shared: Sharing) -> None:
    if shared == "all" and Right.VIEWS_SHARE not in caller.rights:
        raise ViewShareError(shared=shared)
    if shared == "team" and caller.team_id is None:
        raise ViewShareError(shared=shared)


def _make_view(caller: Caller, row: RowMapping) -> SavedView:
    return SavedView(
        id=row["id"],
        version=row["version"],
        name=row["name"],
        shared=row["shared"],
        owner=Person(
            id=row["user_id"],
            name=row["owner_name"],
            extension=row["owner_extension"],
            role=row["owner_role"],
        ),
        query=ViewQuery.model_validate(row["query"]),
        columns=row["columns"],
        page_size=row["page_size"],
        can_edit=_may_edit(caller, row),
        updated_at=row["updated_at"],
    )

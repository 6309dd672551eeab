"""Which kind of job does what: read from its row, checked, ready for the first piece."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Right
from cti.crm.bulk import store
from cti.crm.bulk.action import Action
from cti.crm.bulk.assigning import BulkAssign, prepare_assignment
from cti.crm.bulk.deleting import BulkDelete
from cti.crm.bulk.editing import BulkEdit, prepare_edit
from cti.crm.bulk.errors import NothingToUndoError
from cti.crm.bulk.opportunities import (
    BulkOpportunities,
    CancelOpportunities,
    prepare_opportunities,
)
from cti.crm.bulk.shapes import Assignment, BulkFields
from cti.crm.bulk.undoing import BulkUndo
from cti.crm.opportunities.shapes import OpportunityText

Prepare = Callable[[AsyncConnection, RowMapping], Awaitable[Action]]
"""Raises a DomainError when what was asked for does not fit any more."""

UNDOING_ASKS: Mapping[str, Right] = {
    "edit": BulkEdit.right,
    "assign": BulkAssign.right,
    "opportunity": BulkOpportunities.right,
}
"""The kinds that can be undone, and the right that undoing one asks for."""


async def _edit(connection: AsyncConnection, job: RowMapping) -> Action:
    return await prepare_edit(connection, BulkFields.model_validate(job["request"]))


async def _assign(connection: AsyncConnection, job: RowMapping) -> Action:
    return await prepare_assignment(connection, Assignment.model_validate(job["request"]))


async def _delete(connection: AsyncConnection, job: RowMapping) -> Action:
    del connection, job
    return BulkDelete()


async def _open_opportunities(connection: AsyncConnection, job: RowMapping) -> Action:
    del connection
    return prepare_opportunities(OpportunityText.model_validate(job["request"]))


async def _undo(connection: AsyncConnection, job: RowMapping) -> Action:
    of = await store.find_job(connection, job["undoes_id"])
    if of is None:
        raise NothingToUndoError
    if of["kind"] == "opportunity":
        return CancelOpportunities(of["id"])
    return BulkUndo(of["id"], UNDOING_ASKS[of["kind"]])


PREPARE: Mapping[str, Prepare] = {
    "edit": _edit,
    "assign": _assign,
    "delete": _delete,
    "opportunity": _open_opportunities,
    "undo": _undo,
}

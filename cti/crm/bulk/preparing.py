"""Which kind of job does what: read from its row, checked, ready for the first piece."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Right
from cti.crm.bulk.action import Action
from cti.crm.bulk.assigning import BulkAssign, prepare_assignment
from cti.crm.bulk.deleting import BulkDelete
from cti.crm.bulk.editing import BulkEdit, prepare_edit
from cti.crm.bulk.opportunities import (
    BulkOpportunities,
    CancelOpportunities,
    prepare_opportunities,
)
from cti.crm.bulk.restoring import RestoreDeleted
from cti.crm.bulk.shapes import Assignment, BulkFields
from cti.crm.bulk.undoing import BulkUndo
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.opportunities.shapes import OpportunityText

Prepare = Callable[[AsyncConnection, RowMapping], Awaitable[Action]]
"""Raises a DomainError when what was asked for does not fit any more."""


class Undo(NamedTuple):
    """How jobs of a kind are undone: the right that it asks for, and what does it to such a job."""

    right: Right
    make: Callable[[RowMapping], Action]


def list_undoing(check: DuplicateCheck, region: str) -> dict[str, Undo]:
    """The kinds of this domain that can be undone."""
    return {
        "edit": Undo(BulkEdit.right, lambda of: BulkUndo(of["id"], BulkEdit.right)),
        "assign": Undo(BulkAssign.right, lambda of: BulkUndo(of["id"], BulkAssign.right)),
        "opportunity": Undo(BulkOpportunities.right, lambda of: CancelOpportunities(of["id"])),
        "delete": Undo(BulkDelete.right, lambda of: RestoreDeleted(of["id"], check, region)),
    }


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


PREPARE: Mapping[str, Prepare] = {
    "edit": _edit,
    "assign": _assign,
    "delete": _delete,
    "opportunity": _open_opportunities,
}

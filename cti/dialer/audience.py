"""Customers, many at once, as the audience of a campaign (R010): done as a bulk job in pieces.

However many they are, each transaction is a short one: calls that are being made need the
database as well.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller, Right
from cti.crm.bulk.action import Action, Outcome
from cti.crm.bulk.choosing import find_names
from cti.crm.bulk.preparing import Undo
from cti.crm.bulk.runner import BulkRunner
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import BulkJob
from cti.crm.errors import CustomerNotFoundError
from cti.db import Database, Unit
from cti.dialer import members
from cti.dialer.errors import NoNumberError
from cti.dialer.joining import Joining
from cti.dialer.leaving import LeaveCampaign
from cti.dialer.shapes import AudienceForm
from cti.schema import contacts, phones
from cti.shapes import Form

KIND: Literal["campaign"] = "campaign"


class AudienceOrder(Form):
    """What a job has to know besides its customers."""

    campaign_id: int
    state: Literal["registered"] | None


class Audience:
    """Orders such jobs, and teaches the runner of bulk jobs how they are done."""

    def __init__(self, db: Database, bulk: Bulk, runner: BulkRunner, joining: Joining) -> None:
        self._db = db
        self._bulk = bulk
        self._joining = joining
        runner.learn(KIND, self._prepare, Undo(JoinCampaign.right, self._prepare_leaving))

    async def add(self, caller: Caller, campaign_id: int, form: AudienceForm) -> BulkJob:
        """Begin. Raises CampaignNotFoundError, CommandRefusedError, FilterError."""
        async with self._db.read() as connection:
            await self._joining.find_open(connection, campaign_id)
        order = AudienceOrder(campaign_id=campaign_id, state=form.state)
        return await self._bulk.begin(caller, KIND, form.selection, order)

    async def _prepare(self, connection: AsyncConnection, job: RowMapping) -> Action:
        del connection
        return JoinCampaign(self._joining, AudienceOrder.model_validate(job["request"]))

    def _prepare_leaving(self, of: RowMapping) -> Action:
        order = AudienceOrder.model_validate(of["request"])
        return LeaveCampaign(self._joining, of["id"], order.campaign_id, order.state)


class JoinCampaign:
    """Puts each customer into the campaign by one number."""

    right = Right.CAMPAIGNS_EDIT

    def __init__(self, joining: Joining, order: AudienceOrder) -> None:
        self._joining = joining
        self._order = order

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it for these customers; a line in the history of each that joins.

        Raises CampaignNotFoundError, and CommandRefusedError once the campaign was stopped.
        """
        del at
        connection, outcome = unit.connection, Outcome()
        plan = await self._joining.find_open(connection, self._order.campaign_id)
        names = await find_names(connection, caller, ids)
        numbers = await _find_numbers(connection, list(names))
        for one in ids:
            if one not in names:
                outcome.refuse(one, None, CustomerNotFoundError())
            elif one not in numbers:
                outcome.refuse(one, names[one], NoNumberError())
        wanted = [
            members.new_member(
                plan.id,
                typed=row["typed"],
                e164=row["e164"],
                name=row["name"],
                state=self._order.state,
                now=now,
                contact_id=row["contact_id"],
                customer_id=customer_id,
            )
            for customer_id, row in numbers.items()
        ]
        joined = await self._joining.join(unit, plan, wanted, caller.user_id, now)
        outcome.kept = {one.customer_id: {"m": one.id} for one in joined if one.customer_id}
        outcome.changed = list(outcome.kept)
        outcome.unchanged = len(wanted) - len(joined)
        return outcome


async def _find_numbers(
    connection: AsyncConnection, customer_ids: Sequence[int]
) -> dict[int, RowMapping]:
    """Of each the number to call: its primary contact's primary one, or the first that can be."""
    rows = await connection.execute(
        select(
            contacts.c.customer_id,
            contacts.c.id.label("contact_id"),
            contacts.c.name,
            phones.c.typed,
            phones.c.e164,
        )
        .join(phones, phones.c.contact_id == contacts.c.id)
        .where(
            contacts.c.customer_id.in_(customer_ids),
            contacts.c.deleted_at.is_(None),
            phones.c.e164.is_not(None),
        )
        .order_by(
            contacts.c.customer_id,
            contacts.c.is_primary.desc(),
            contacts.c.id,
            phones.c.is_primary.desc(),
            phones.c.position,
            phones.c.id,
        )
    )
    first: dict[int, RowMapping] = {}
    for row in rows.mappings():
        first.setdefault(row["customer_id"], row)
    return first

"""How people get into a campaign: from contacts, or from a file of numbers."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.clock import Clock
from cti.crm.bulk.action import append_logs
from cti.crm.rules import Diff
from cti.db import Database, Unit
from cti.dialer import members, store
from cti.dialer.boards import Boards
from cti.dialer.errors import CampaignNotFoundError, CommandRefusedError
from cti.dialer.members import Joined
from cti.dialer.number_reading import read_numbers
from cti.dialer.plan import Plan
from cti.dialer.runner import Runner
from cti.dialer.service import FINAL
from cti.dialer.shapes import MemberForm, MembersAdded, RejectedRow
from cti.dialer.tally import Standing
from cti.schema import contacts, customers, phones
from cti.uploads import open_workplace

JOINED = "customer.campaign_joined"
LEFT = "customer.campaign_left"


class Joining:
    """Adds members to campaigns."""

    def __init__(
        self, database: Database, boards: Boards, runner: Runner, clock: Clock, *, data_dir: Path
    ) -> None:
        self._database = database
        self._boards = boards
        self._runner = runner
        self._clock = clock
        self._data_dir = data_dir

    async def add_contacts(
        self, caller: Caller, campaign_id: int, form: MemberForm
    ) -> MembersAdded:
        """Add contacts that the caller may see, by the number that would be called."""
        now = self._clock()
        async with self._database.read() as connection:
            plan = await self.find_open(connection, campaign_id)
            query = (
                select(
                    contacts.c.id,
                    contacts.c.name,
                    contacts.c.customer_id,
                    phones.c.typed,
                    phones.c.e164,
                )
                .join(customers, customers.c.id == contacts.c.customer_id)
                .join(phones, phones.c.contact_id == contacts.c.id)
                .where(contacts.c.id.in_(form.contact_ids), contacts.c.deleted_at.is_(None))
                .where(phones.c.e164.is_not(None), customers_visible(caller))
                .order_by(phones.c.is_primary.desc(), phones.c.position, phones.c.id)
            )
            rows = (await connection.execute(query)).all()
        first: dict[int, Row[*tuple[Any, ...]]] = {}
        for row in rows:
            first.setdefault(row.id, row)
        wanted = [
            members.new_member(
                campaign_id,
                typed=row.typed,
                e164=row.e164,
                name=row.name,
                state=form.state,
                now=now,
                contact_id=row.id,
                customer_id=row.customer_id,
            )
            for row in first.values()
        ]
        added = await self._insert(plan, wanted, caller.user_id)
        rejected = len(set(form.contact_ids)) - len(first)
        return MembersAdded(
            added=added,
            already_in=len(wanted) - added,
            rejected=rejected,
            problems=[],
            mended=0,
        )

    def open_workplace(self) -> AbstractAsyncContextManager[Path]:
        """An empty folder for one upload, gone afterwards whatever happens."""
        return open_workplace(self._data_dir)

    async def add_file(
        self, campaign_id: int, upload: Path, state: str | None, user_id: int | None = None
    ) -> MembersAdded:
        """Add the numbers of a file; rows without a number that can be called are reported.

        Beside the file there is room for what is read of it. Raises UnreadableSheetError,
        NoNumbersError, CampaignNotFoundError, CommandRefusedError.
        """
        async with self._database.read() as connection:
            plan = await self.find_open(connection, campaign_id)
        file = await read_numbers(upload, upload.parent)
        added = total = 0
        # Short transactions: calls that are being made need the database as well.
        while (some := await asyncio.to_thread(next, file.wanted, None)) is not None:
            wanted = [
                members.new_member(
                    campaign_id,
                    typed=one.typed,
                    e164=one.e164,
                    name=one.name,
                    state=state,
                    now=self._clock(),
                )
                for one in some
            ]
            await self._link_contacts(wanted)
            added += await self._insert(plan, wanted, user_id)
            total += len(wanted)
        return MembersAdded(
            added=added,
            already_in=total - added,
            rejected=file.rejected,
            problems=[
                RejectedRow(row=row, value=value, code="number.invalid")
                for row, value in file.problems
            ],
            mended=file.mended,
        )

    async def _link_contacts(self, wanted: Sequence[dict[str, Any]]) -> None:
        """A number that belongs to exactly one contact joins as that contact."""
        by_number = {row["e164"]: row for row in wanted}
        numbers = list(by_number)
        async with self._database.read() as connection:
            for start in range(0, len(numbers), 500):
                query = (
                    select(phones.c.e164, contacts.c.id, contacts.c.customer_id, contacts.c.name)
                    .join(contacts, contacts.c.id == phones.c.contact_id)
                    .where(phones.c.e164.in_(numbers[start : start + 500]))
                    .where(contacts.c.deleted_at.is_(None))
                )
                found: dict[str, list[Row[*tuple[Any, ...]]]] = {}
                for row in await connection.execute(query):
                    found.setdefault(row.e164, []).append(row)
                for e164, matches in found.items():
                    if len({match.id for match in matches}) == 1:
                        match = matches[0]
                        by_number[e164] |= {
                            "contact_id": match.id,
                            "customer_id": match.customer_id,
                            "name": by_number[e164]["name"] or match.name,
                        }

    async def join(
        self,
        unit: Unit,
        plan: Plan,
        rows: Sequence[dict[str, Any]],
        user_id: int | None,
        now: datetime,
    ) -> list[Joined]:
        """Add these members within a unit: those who joined.

        Whose number is in the campaign already is left as they are. Each customer who joins gets
        a line of history; the live page and the runner learn of it once it is true.
        """
        added = await members.join_members(unit.connection, rows)
        told: Diff = {"campaign": [None, plan.name]}
        joined = {one.customer_id: told for one in added if one.customer_id is not None}
        await append_logs(unit.connection, user_id, now, JOINED, joined)
        unit.after_commit(lambda: self._show(plan.id, [one.standing for one in added]))
        return added

    async def leave(
        self,
        unit: Unit,
        plan: Plan,
        gone: Mapping[int, Standing],
        customer_ids: Iterable[int],
        user_id: int,
        now: datetime,
    ) -> None:
        """Take members out within a unit, as if they had never joined: `gone` by their ids.

        They are locked, and nobody has called them. Each customer gets a line of history.
        """
        await members.delete_members(unit.connection, list(gone))
        told: Diff = {"campaign": [plan.name, None]}
        await append_logs(unit.connection, user_id, now, LEFT, dict.fromkeys(customer_ids, told))
        board = self._boards[plan.id]
        for standing in gone.values():
            unit.after_commit(partial(board.leave, standing, now))
        unit.after_commit(lambda: self._runner.members_changed(plan.id))

    async def _insert(self, plan: Plan, rows: Sequence[dict[str, Any]], user_id: int | None) -> int:
        now = self._clock()
        async with self._database.write() as unit:
            added = await self.join(unit, plan, rows, user_id, now)
        self._boards[plan.id].refresh(now)
        return len(added)

    def _show(self, campaign_id: int, added: Iterable[Standing]) -> None:
        board, now = self._boards[campaign_id], self._clock()
        for standing in added:
            board.join(standing, 1, now)
        self._runner.members_changed(campaign_id)

    async def find_open(self, connection: AsyncConnection, campaign_id: int) -> Plan:
        """A campaign that takes members. Raises CampaignNotFoundError, CommandRefusedError."""
        plan = await store.find_plan(connection, campaign_id)
        if plan is None or campaign_id not in self._boards:
            raise CampaignNotFoundError(campaign_id=campaign_id)
        if plan.state in FINAL:
            raise CommandRefusedError(state=plan.state, command="add_members")
        return plan

"""How people get into a campaign: from contacts, or from a file of numbers."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.clock import Clock
from cti.db import Database
from cti.dialer import members, store
from cti.dialer.boards import Boards
from cti.dialer.errors import CampaignNotFoundError, CommandRefusedError
from cti.dialer.number_reading import read_numbers
from cti.dialer.runner import Runner
from cti.dialer.service import FINAL
from cti.dialer.shapes import MemberForm, MembersAdded, RejectedRow
from cti.dialer.tally import Standing
from cti.schema import contacts, customers, phones
from cti.uploads import open_workplace


class Joining:
    """Adds members to campaigns."""

    def __init__(
        self, database: Database, boards: Boards, runner: Runner, clock: Clock, *, data_dir: Path
    ) -> None:
        self._database = database
        self._boards = boards
        self._runner = runner
        self._clock = clock
        self._folder = data_dir / "uploads"

    async def add_contacts(
        self, caller: Caller, campaign_id: int, form: MemberForm
    ) -> MembersAdded:
        """Add contacts that the caller may see, by the number that would be called."""
        await self._check_open(campaign_id)
        now = self._clock()
        async with self._database.read() as connection:
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
        added = await self._insert(campaign_id, wanted)
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
        return open_workplace(self._folder)

    async def add_file(self, campaign_id: int, upload: Path, state: str | None) -> MembersAdded:
        """Add the numbers of a file; rows without a number that can be called are reported.

        Beside the file there is room for what is read of it. Raises UnreadableSheetError,
        NoNumbersError, CampaignNotFoundError, CommandRefusedError.
        """
        await self._check_open(campaign_id)
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
            added += await self._insert(campaign_id, wanted)
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

    async def _insert(self, campaign_id: int, rows: Sequence[dict[str, Any]]) -> int:
        now = self._clock()
        async with self._database.write() as unit:
            added = await members.add_members(unit.connection, rows)
            unit.after_commit(lambda: self._joined(campaign_id, added))
        board = self._boards[campaign_id]
        board.refresh(now)
        return len(added)

    def _joined(self, campaign_id: int, added: Iterable[Standing]) -> None:
        board, now = self._boards[campaign_id], self._clock()
        for standing in added:
            board.join(standing, 1, now)
        self._runner.members_changed(campaign_id)

    async def _check_open(self, campaign_id: int) -> None:
        async with self._database.read() as connection:
            plan = await store.find_plan(connection, campaign_id)
        if plan is None or campaign_id not in self._boards:
            raise CampaignNotFoundError(campaign_id=campaign_id)
        if plan.state in FINAL:
            raise CommandRefusedError(state=plan.state, command="add_members")

"""How people get into a campaign: from contacts, or from a file of numbers."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from cti.accounts.rights import Caller
from cti.accounts.visibility import customers_visible
from cti.clock import Clock
from cti.db import Database
from cti.dialer import members, store
from cti.dialer.boards import Boards
from cti.dialer.errors import CampaignNotFoundError, CommandRefusedError, NoNumbersError
from cti.dialer.number_file import LOOKED_AT, find_columns, read_entries
from cti.dialer.runner import Runner
from cti.dialer.service import FINAL
from cti.dialer.shapes import MemberForm, MembersAdded, RejectedRow
from cti.dialer.tally import Standing
from cti.phones import parse
from cti.schema import contacts, customers, phones
from cti.sheets import read_rows

SHOWN_PROBLEMS = 200
CHUNK = 2000


class Joining:
    """Adds members to campaigns."""

    def __init__(self, database: Database, boards: Boards, runner: Runner, clock: Clock) -> None:
        self._database = database
        self._boards = boards
        self._runner = runner
        self._clock = clock

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

    async def add_file(self, campaign_id: int, data: bytes, state: str | None) -> MembersAdded:
        """Add the numbers of a file; rows without a number that can be called are reported."""
        await self._check_open(campaign_id)
        wanted, problems, rejected, mended = await asyncio.to_thread(
            _read_file, campaign_id, data, state, self._clock()
        )
        await self._link_contacts(wanted)
        added = 0
        for start in range(0, len(wanted), CHUNK):
            # Short transactions: calls that are being made need the database as well.
            added += await self._insert(campaign_id, wanted[start : start + CHUNK])
        return MembersAdded(
            added=added,
            already_in=len(wanted) - added,
            rejected=rejected,
            problems=problems,
            mended=mended,
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


def _read_file(
    campaign_id: int, data: bytes, state: str | None, now: datetime
) -> tuple[list[dict[str, Any]], list[RejectedRow], int, int]:
    rows = list(read_rows(data))
    columns = find_columns(rows[: LOOKED_AT + 1])
    if columns is None:
        raise NoNumbersError
    wanted: dict[str, dict[str, Any]] = {}
    problems: list[RejectedRow] = []
    rejected = mended = 0
    for entry in read_entries(rows, columns):
        number = parse(entry.typed)
        if number.e164 is None or not number.callable:
            rejected += 1
            if len(problems) < SHOWN_PROBLEMS:
                problems.append(
                    RejectedRow(row=entry.row, value=entry.typed[:64], code="number.invalid")
                )
            continue
        mended += number.mended is not None
        wanted.setdefault(
            number.e164,
            members.new_member(
                campaign_id,
                typed=entry.typed[:64],
                e164=number.e164,
                name=entry.name,
                state=state,
                now=now,
            ),
        )
    return list(wanted.values()), problems, rejected, mended

"""Customers, chosen or of a list, become the audience of a call campaign."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dialler import Dialler
from sqlalchemy import func, insert, select, update

from cti.accounts.rights import Caller, Role
from cti.bus import Bus
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.crm.bulk import runner as bulk_runner
from cti.crm.bulk.errors import NothingToUndoError
from cti.crm.bulk.runner import BulkRunner
from cti.crm.bulk.service import Bulk
from cti.crm.bulk.shapes import BulkJob
from cti.crm.service import Directory
from cti.crm.shapes import CustomerForm
from cti.db import Database
from cti.dialer.audience import Audience
from cti.dialer.errors import CampaignNotFoundError, CommandRefusedError
from cti.dialer.joining import Joining
from cti.dialer.runner import Runner
from cti.dialer.send import Sender
from cti.dialer.shapes import AudienceForm
from cti.dialer.tally import Standing
from cti.schema import campaign_members, contacts, customers, phones, teams, users

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class World:
    """The dialer and the customer store beside each other, as the server puts them together."""

    def __init__(self, dialler: Dialler, folder: Path) -> None:
        db, lines = dialler.db, dialler.lines
        rules, bus = load_rules("vietnam"), Bus()

        def clock() -> Any:  # noqa: ANN401 - a time
            return dialler.now

        gate = Gate(db, dialler.dnc, rules, clock, ZONE)
        self.directory = Directory(db, bus, gate, clock)
        self.jobs = BulkRunner(
            db, bus, dialler.hub, clock, self.directory.list, self.directory.notifications,
            folder=folder, zone=ZONE,
        )  # fmt: skip
        self.bulk = Bulk(db, clock, self.directory.list, self.jobs, ZONE)
        sender = Sender(db, lines, clock, "http://localhost")
        runner = Runner(db, dialler.boards, lines, dialler.draw, sender, rules, clock, ZONE)
        joining = Joining(db, dialler.boards, runner, clock, data_dir=folder)
        self.audience = Audience(db, self.bulk, self.jobs, joining)

    async def add(self, caller: Caller, campaign_id: int, **asked: object) -> BulkJob:
        """Add customers and wait for the end."""
        form = AudienceForm.model_validate(asked)
        job = await self.audience.add(caller, campaign_id, form)
        async with asyncio.timeout(30):
            while job.state in {"waiting", "running"}:
                await asyncio.sleep(0.02)
                job = await self.bulk.get(caller, job.id)
        return job


@pytest.fixture
async def world(dialler: Dialler, tmp_path: Path) -> AsyncIterator[World]:
    made = World(dialler, tmp_path / "exports")
    yield made
    await made.jobs.stop()


@pytest.fixture
async def people(db: Database, dialler: Dialler) -> dict[str, Caller]:
    """A supervisor and an agent of one team, and somebody of another."""
    made: dict[str, Caller] = {}
    async with db.write() as unit:
        rows = await unit.connection.execute(
            insert(teams).returning(teams.c.id), [{"name": "1"}, {"name": "2"}]
        )
        one, two = sorted(rows.scalars())
        who = (("lead", Role.SUPERVISOR, one), ("linh", Role.AGENT, one), ("far", Role.AGENT, two))
        for username, role, team_id in who:
            values = {
                "username": username, "name": username, "role": role.value, "team_id": team_id,
                "password_hash": "x", "language": "vi", "active": True, "created_at": dialler.now,
            }  # fmt: skip
            row = await unit.connection.execute(insert(users).returning(users.c.id), values)
            made[username] = Caller(row.scalar_one(), username, username, role, team_id, None)
    return made


def phone(typed: str, **more: object) -> dict[str, object]:
    return {"typed": typed, **more}


@pytest.mark.requirement("R010", "R255", "R325")
async def test_each_joins_by_one_number_and_who_does_not_is_counted_and_told(
    dialler: Dialler, world: World, people: dict[str, Caller]
) -> None:
    async def create(caller: Caller, name: str, *numbers: dict[str, object], **more: Any) -> int:  # noqa: ANN401
        contact = {"name": f"{name} (LH)", "phones": list(numbers)}
        form = CustomerForm.model_validate({"name": name, "contact": contact, **more})
        return (await world.directory.customers.create(caller, form)).id

    linh, lead = people["linh"], people["lead"]
    board = await dialler.add_campaign(["+84912000009"])
    two = await create(linh, "Hai số", phone("0912000001"), phone("0912000002", is_primary=True))
    bad = await create(linh, "Số hỏng", phone("123"))
    other = await create(
        linh, "Người thứ hai", phone("12"),
        more_contacts=[{"name": "Kế toán", "phones": [phone("0912000003")]}], kind="organisation",
    )  # fmt: skip
    inside = await create(linh, "Đã ở trong", phone("+84 912 000 009"))
    hidden = await create(people["far"], "Nhóm khác", phone("0912000004"))
    dialler.later(minutes=1)
    job = await world.add(lead, board.plan.id, selection={"ids": [two, bad, other, inside, hidden]})
    assert (job.kind, job.state, job.done) == ("campaign", "done", 5)
    assert (job.changed, job.unchanged, job.refused) == (2, 1, 2)
    assert {(one.customer_id, one.name, one.code) for one in job.refusals} == {
        (bad, "Số hỏng", "member.no_number"),
        (hidden, None, "customer.not_found"),
    }
    async with dialler.db.read() as connection:
        query = select(campaign_members).where(campaign_members.c.customer_id.is_not(None))
        rows = (await connection.execute(query.order_by(campaign_members.c.id))).all()
    assert [(row.customer_id, row.e164, row.name) for row in rows] == [
        (two, "+84912000002", "Hai số (LH)"),
        (other, "+84912000003", "Kế toán"),
    ]
    assert board.tally.members == 3
    assert dict(board.tally.standings) == await dialler.recount(board)
    story = await world.directory.timeline.get(linh, two, ("change",), None, 5)
    assert story.rows[0].detail["action"] == "customer.campaign_joined"
    assert story.rows[0].detail["fields"] == {"campaign": [None, "Hội thảo"]}

    again = await world.add(lead, board.plan.id, selection={"query": {}}, state="registered")
    assert (again.total, again.changed, again.unchanged, again.refused) == (4, 0, 3, 1)
    with pytest.raises(NothingToUndoError):  # nobody joined by it
        await world.bulk.undo(lead, again.id)
    with pytest.raises(CampaignNotFoundError):
        await world.add(lead, 10**6, selection={"ids": [two]})
    agents = await world.add(linh, board.plan.id, selection={"ids": [two]})
    assert (agents.state, agents.error) == ("failed", "forbidden")


async def test_undoing_takes_out_again_those_who_joined_by_it_and_were_not_called_since(
    dialler: Dialler, world: World, people: dict[str, Caller]
) -> None:
    linh, lead = people["linh"], people["lead"]

    async def create(name: str, number: str) -> int:
        contact = {"name": name, "phones": [phone(number)]}
        form = CustomerForm.model_validate({"name": name, "contact": contact})
        return (await world.directory.customers.create(linh, form)).id

    ids = [await create(f"K{n}", f"091200001{n}") for n in range(4)]
    before = await create("Vào trước", "0912000019")
    board = await dialler.add_campaign([])
    await world.add(lead, board.plan.id, selection={"ids": [before]})
    dialler.later(minutes=1)
    job = await world.add(lead, board.plan.id, selection={"ids": [before, *ids]})
    assert (job.changed, job.unchanged, job.can_undo) == (4, 1, True)
    async with dialler.db.read() as connection:
        rows = await connection.execute(
            select(campaign_members.c.customer_id, campaign_members.c.id)
        )
        member = {row.customer_id: row.id for row in rows}
    # One is called, one is moved by hand, one is forbidden to be called; their customer is hidden.
    async with dialler.db.write() as unit:
        this = campaign_members.c.id
        change = update(campaign_members)
        await unit.connection.execute(
            change.where(this == member[ids[0]]).values(dial="done", tries=1)
        )
        await unit.connection.execute(
            change.where(this == member[ids[1]]).values(state="registered")
        )
        await unit.connection.execute(
            change.where(this == member[ids[2]]).values(dial="blocked", why="refused")
        )
        hide = update(customers).where(customers.c.id == ids[2])
        await unit.connection.execute(hide.values(owner_id=people["far"].user_id))
    joined = Standing("waiting", None, None, None, None)
    for after in ({"dial": "done"}, {"state": "registered"}, {"dial": "blocked", "why": "refused"}):
        board.move(joined, joined._replace(**after), dialler.now)

    dialler.later(minutes=1)
    undo = await world.bulk.undo(lead, job.id)
    async with asyncio.timeout(30):
        while undo.state in {"waiting", "running"}:
            await asyncio.sleep(0.02)
            undo = await world.bulk.get(lead, undo.id)
    assert (undo.kind, undo.undoes, undo.state) == ("undo", "campaign", "done")
    assert (undo.changed, undo.unchanged) == (2, 0)
    assert {(one.customer_id, one.name, one.code) for one in undo.refusals} == {
        (ids[0], "K0", "member.called_since"),
        (ids[1], "K1", "member.called_since"),
    }
    async with dialler.db.read() as connection:
        left = set((await connection.execute(select(campaign_members.c.customer_id))).scalars())
    assert left == {before, ids[0], ids[1]}
    assert dict(board.tally.standings) == await dialler.recount(board)
    story = await world.directory.timeline.get(linh, ids[3], ("change",), None, 1)
    assert story.rows[0].detail["action"] == "customer.campaign_left"
    assert story.rows[0].detail["fields"] == {"campaign": ["Hội thảo", None]}
    with pytest.raises(NothingToUndoError):
        await world.bulk.undo(lead, job.id)


@pytest.mark.requirement("R255")
async def test_a_campaign_that_is_stopped_takes_nobody_any_more(
    dialler: Dialler, world: World, people: dict[str, Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_runner, "PIECE", 100)
    lead, count = people["lead"], 1_000
    async with dialler.db.write() as unit:
        common = {"created_at": dialler.now, "updated_at": dialler.now, "name_key": "k"}
        named = [{"id": n, "name": f"K{n}", **common} for n in range(1, count + 1)]
        kept = [{"code": one["name"], "kind": "person", "stage": "lead", **one} for one in named]
        await unit.connection.execute(insert(customers), kept)
        theirs = [{"customer_id": one["id"], "is_primary": True, **one} for one in named]
        await unit.connection.execute(insert(contacts), theirs)
        numbers = [
            {"contact_id": n, "typed": "x", "e164": f"+8491{n:07d}"} for n in range(1, count + 1)
        ]
        await unit.connection.execute(insert(phones), numbers)
    board = await dialler.add_campaign([])
    form = AudienceForm.model_validate({"selection": {"query": {}}})
    job = await world.audience.add(lead, board.plan.id, form)
    async with asyncio.timeout(30):
        while (await world.bulk.get(lead, job.id)).done < 200:
            await asyncio.sleep(0.005)
        await dialler.set_state(board, "stopped")
        while (now := await world.bulk.get(lead, job.id)).state == "running":
            await asyncio.sleep(0.02)
    assert (now.state, now.error) == ("failed", "campaign.command_refused")
    async with dialler.db.read() as connection:
        there = (await connection.execute(select(func.count(campaign_members.c.id)))).scalar_one()
    assert now.changed == there == board.tally.members < count
    with pytest.raises(CommandRefusedError):
        await world.add(lead, board.plan.id, selection={"ids": [1]})

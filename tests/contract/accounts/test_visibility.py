"""Who sees and edits which customers and calls: the checkable vector and its corners."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from account_world import AddUser
from sqlalchemy import ColumnElement, insert, select

from cti.accounts.rights import Caller, Role
from cti.accounts.visibility import calls_visible, customers_editable, customers_visible
from cti.db import Database
from cti.schema import calls, customer_supporters, customers

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Condition = Callable[[Caller], ColumnElement[bool]]


class World:
    """Two teams with a supervisor each, agents a1 and a2 in the first, b in the second."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.callers: dict[str, Caller] = {}
        self.customers: dict[str, int] = {}

    async def see(self, who: str, condition: Condition) -> set[str]:
        query = select(customers.c.name).where(condition(self.callers[who]))
        async with self.db.read() as connection:
            return set((await connection.execute(query)).scalars())

    async def see_calls(self, who: str) -> set[str]:
        query = select(calls.c.id).where(calls_visible(self.callers[who]))
        async with self.db.read() as connection:
            return set((await connection.execute(query)).scalars())


@pytest.fixture
async def world(db: Database, add_user: AddUser, team_ids: list[int]) -> World:
    made = World(db)
    north, south = team_ids
    for name, role, team in (
        ("a1", Role.AGENT, north),
        ("a2", Role.AGENT, north),
        ("b", Role.AGENT, south),
        ("lead", Role.SUPERVISOR, north),
        ("loner", Role.SUPERVISOR, None),
        ("solo", Role.AGENT, None),
        ("admin", Role.ADMIN, None),
        ("owner", Role.OWNER, None),
    ):
        made.callers[name] = await add_user(name, role, team_id=team)
    async with db.write() as unit:
        for name, owner, deleted in (
            ("of a1", "a1", False),
            ("of a2", "a2", False),
            ("of b", "b", False),
            ("of lead", "lead", False),
            ("of solo", "solo", False),
            ("nobody's", None, False),
            ("deleted, a1's", "a1", True),
            ("deleted, nobody's", None, True),
        ):
            added = await unit.connection.execute(
                insert(customers)
                .values(
                    code=name,
                    kind="person",
                    stage="lead",
                    name=name,
                    name_key=name,
                    owner_id=made.callers[owner].user_id if owner else None,
                    created_at=NOW,
                    updated_at=NOW,
                    deleted_at=NOW if deleted else None,
                )
                .returning(customers.c.id)
            )
            made.customers[name] = added.scalar_one()
    return made


ALIVE = {"of a1", "of a2", "of b", "of lead", "of solo", "nobody's"}


@pytest.mark.requirement("R316", "R317", "R318", "R325", "V11")
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("a1", {"of a1", "nobody's"}),
        ("b", {"of b", "nobody's"}),
        ("solo", {"of solo", "nobody's"}),
        ("lead", {"of a1", "of a2", "of lead", "nobody's"}),
        ("loner", {"nobody's"}),
        ("admin", ALIVE),
        ("owner", ALIVE),
    ],
)
async def test_who_sees_which_customers(world: World, who: str, sees: set[str]) -> None:
    assert await world.see(who, customers_visible) == sees


@pytest.mark.requirement("R319")
@pytest.mark.parametrize(
    ("who", "edits"),
    [
        ("a1", {"of a1"}),
        ("lead", {"of a1", "of a2", "of lead"}),
        ("loner", set()),
        ("admin", ALIVE),
        ("owner", ALIVE),
    ],
)
async def test_who_edits_which_customers(world: World, who: str, edits: set[str]) -> None:
    assert await world.see(who, customers_editable) == edits


@pytest.mark.requirement("X13")
async def test_a_supporter_sees_and_edits_like_the_owner(world: World) -> None:
    async with world.db.write() as unit:
        for who in ("a1", "loner"):
            await unit.connection.execute(
                insert(customer_supporters).values(
                    customer_id=world.customers["of b"], user_id=world.callers[who].user_id
                )
            )
    for who in ("a1", "loner"):
        assert "of b" in await world.see(who, customers_visible)
        assert "of b" in await world.see(who, customers_editable)
    assert "of b" not in await world.see("lead", customers_visible)


@pytest.mark.requirement("R325")
async def test_who_sees_which_calls(world: World) -> None:
    async with world.db.write() as unit:
        for call, user, customer, kind in (
            ("a1 talked", "a1", None, "click"),
            ("b talked", "b", None, "click"),
            ("b talked with a1's", "b", "of a1", "inbound"),
            ("missed, of b's", None, "of b", "inbound"),
            ("missed, unknown", None, None, "inbound"),
            ("campaign, unknown", None, None, "campaign"),
        ):
            await unit.connection.execute(
                insert(calls).values(
                    id=call,
                    pbx="main",
                    linkedid=call,
                    direction="inbound",
                    kind=kind,
                    state="ended",
                    user_id=world.callers[user].user_id if user else None,
                    customer_id=world.customers[customer] if customer else None,
                    started_at=NOW,
                )
            )
    own = {"a1 talked", "b talked with a1's", "missed, unknown"}
    assert await world.see_calls("a1") == own
    assert await world.see_calls("b") == {
        "b talked",
        "b talked with a1's",
        "missed, of b's",
        "missed, unknown",
    }
    assert await world.see_calls("a2") == {"missed, unknown"}
    assert await world.see_calls("lead") == own | {"campaign, unknown"}
    assert len(await world.see_calls("admin")) == 6

"""Fill a database with the demo. Done twice, the second time changes nothing.

Everything goes in through the same use cases that people use, so that the demo has what their
work would have left: codes, logs, folded names. Each part is found by its own key (username,
customer code, campaign name); what somebody changed since is left as they changed it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.callers import read_caller, select_callers
from cti.accounts.rights import Caller, Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import create_user
from cti.bus import Bus
from cti.clock import Clock
from cti.compliance.dnc import Dnc
from cti.compliance.service import Gate
from cti.db import Database
from cti.demo.campaign import seed_campaign
from cti.demo.customers import seed_customers
from cti.demo.people import (
    COMPANIES,
    DEMO_PASSWORD,
    DISPOSITIONS,
    LOGINS,
    PERSONS,
    TEAM,
    Login,
)
from cti.demo.profiles import seed_fields
from cti.demo.sms import seed_templates
from cti.schema import dispositions, team_leaders, teams, users

Speak = Callable[[str, str], Awaitable[int]]
"""Makes a prompt of a name and a text; returns its id."""


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What there is now, and whether this run added any of it."""

    logins: Sequence[Login]
    password: str
    users: int
    customers: int
    campaign_id: int
    members: int
    changed: bool


async def seed_demo(
    db: Database,
    bus: Bus,
    clock: Clock,
    gate: Gate,
    dnc: Dnc,
    speak: Speak,
    *,
    pbx: str,
    trunk: str,
    caller_id: str,
) -> DemoSummary:
    """Make the demo's users, customers, lists and campaign, as far as they are not there.

    `pbx` and `trunk` name the sandbox's; `caller_id` is what the campaign shows, a made-up
    number when it is empty. `dnc` must be loaded. `speak` is asked only when there is no prompt
    yet.
    """
    people, new_users = await _seed_users(db, clock)
    new_dispositions = await _seed_dispositions(db)
    new_fields = await seed_fields(db, clock, people["admin"])
    new_templates = await seed_templates(db, clock, people["quanly"])
    new_customers = await seed_customers(db, bus, clock, gate, people)
    campaign = await seed_campaign(
        db, clock, dnc, speak, people["quanly"], pbx=pbx, trunk=trunk, caller_id=caller_id
    )
    return DemoSummary(
        logins=LOGINS,
        password=DEMO_PASSWORD,
        users=len(LOGINS),
        customers=len(PERSONS) + len(COMPANIES),
        campaign_id=campaign.id,
        members=campaign.members,
        changed=bool(
            new_users
            or new_dispositions
            or new_fields
            or new_templates
            or new_customers
            or campaign.is_new
        ),
    )


async def _seed_users(db: Database, clock: Clock) -> tuple[dict[str, Caller], int]:
    names = [login.username for login in LOGINS]
    async with db.read() as connection:
        there = await _find_callers(connection, names)
    missing = [login for login in LOGINS if login.username not in there]
    team_id = await _find_team(db) if missing else None
    for login in missing:
        form = UserForm(
            username=login.username,
            name=login.name,
            role=login.role,
            team_id=team_id if login.in_team else None,
            extension=login.extension,
            password=DEMO_PASSWORD,
        )
        user = await create_user(db, clock, form)
        if login.role is Role.SUPERVISOR and team_id is not None:
            async with db.write() as unit:
                values = {"team_id": team_id, "user_id": user.id}
                await unit.connection.execute(insert(team_leaders).values(values))
    async with db.read() as connection:
        return await _find_callers(connection, names), len(missing)


async def _find_callers(connection: AsyncConnection, names: Sequence[str]) -> dict[str, Caller]:
    query = select_callers().where(users.c.username.in_(names))
    found = [read_caller(row) for row in (await connection.execute(query)).mappings()]
    return {one.username: one for one in found}


async def _find_team(db: Database) -> int:
    async with db.write() as unit:
        found = await unit.connection.execute(select(teams.c.id).where(teams.c.name == TEAM))
        team_id: int | None = found.scalar_one_or_none()
        if team_id is None:
            made = await unit.connection.execute(
                insert(teams).returning(teams.c.id), {"name": TEAM}
            )
            team_id = int(made.scalar_one())
    return team_id


async def _seed_dispositions(db: Database) -> bool:
    """Only into an empty table: an admin who took one away does not want it back."""
    async with db.write() as unit:
        count = await unit.connection.execute(select(func.count()).select_from(dispositions))
        if count.scalar_one():
            return False
        rows = [
            {"code": code, "label_vi": vi, "label_en": en, "position": position}
            for position, (code, vi, en) in enumerate(DISPOSITIONS, start=1)
        ]
        await unit.connection.execute(insert(dispositions), rows)
    return True

"""The demo's campaign: a draft that waits for somebody to press Start."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.compliance.dnc import Dnc
from cti.compliance.dnc_store import Origin
from cti.compliance.lists import Entry, ListName, to_number
from cti.db import Database, Unit
from cti.demo.numbers import make_mobile, make_name
from cti.demo.people import CAMPAIGN, SPEECH
from cti.dialer import members, store
from cti.dialer.campaign import State
from cti.dialer.registration import Registration
from cti.dialer.shapes import CampaignForm, WindowForm
from cti.pbx.subscribers import Subscriber, find_subscriber
from cti.phones import parse
from cti.schema import campaign_members, campaigns, contacts, customers, phones, prompts

CALLER_ID = "02473004666"  # when the connection names none
MEMBERS = 300
FROM_CUSTOMERS = 60
STRANGERS_FROM = 1000  # positions of numbers that no customer of the demo has
REGISTERED = {Subscriber.PRESSES_2, Subscriber.PRESSES_3}
"""Who will press 2 or 3 has registered before, on a form: nobody takes part without (R263)."""

# Positions of numbers; the first two are customers of the agents, who are asked before they call.
ON_NATIONAL_LIST = (21, 23, 1004, 1017, 1101, 1210)
ON_INTERNAL_LIST = (1033, 1178)


class DemoCampaign(NamedTuple):
    """Which it is, how many are in it, and whether it was made just now."""

    id: int
    members: int
    is_new: bool


async def seed_campaign(
    db: Database,
    clock: Clock,
    dnc: Dnc,
    speak: Callable[[str, str], Awaitable[int]],
    manager: Caller,
    *,
    pbx: str,
    trunk: str,
    caller_id: str,
) -> DemoCampaign:
    """Make the campaign, its members and the DNC entries that some of them meet, all or none."""
    there = await _find_campaign(db)
    if there is not None:
        return there
    form = CampaignForm(
        name=CAMPAIGN,
        purpose="care",
        pbx=pbx,
        trunk=trunk,
        caller_id=caller_id or CALLER_ID,
        prompt_id=await _find_prompt(db) or await speak(CAMPAIGN, SPEECH),
        keys={"1": "registered", "2": "participated", "3": "cancelled"},
        refuse_key="9",
        window=WindowForm(days=[1, 2, 3, 4, 5, 6, 7], start="00:00", end="24:00"),
    )
    now = clock()
    values = form.model_dump(mode="json") | {
        "state": State.DRAFT,
        "created_by": manager.user_id,
        "created_at": now,
        "updated_at": now,
    }
    async with db.write() as unit:
        campaign_id = await store.insert_campaign(unit.connection, values)
        rows = await _choose_members(unit, campaign_id, clock)
        added = await members.add_members(unit.connection, rows)
        await _seed_lists(unit, dnc, Origin("manual", now, "Dữ liệu mẫu", None, manager.user_id))
    return DemoCampaign(campaign_id, len(added), is_new=True)


async def _find_campaign(db: Database) -> DemoCampaign | None:
    async with db.read() as connection:
        query = (
            select(campaigns.c.id)
            .join(prompts, prompts.c.id == campaigns.c.prompt_id)
            .where(or_(campaigns.c.name == CAMPAIGN, prompts.c.text == SPEECH))  # one was changed
        )
        found = await connection.execute(query.order_by(campaigns.c.id).limit(1))
        campaign_id = found.scalar_one_or_none()
        if campaign_id is None:
            return None
        mine = campaign_members.c.campaign_id == campaign_id
        count = await connection.execute(
            select(func.count()).select_from(campaign_members).where(mine)
        )
        return DemoCampaign(campaign_id, count.scalar_one(), is_new=False)


async def _find_prompt(db: Database) -> int | None:
    """The message, if a run that broke off has made it already."""
    query = select(prompts.c.id).where(prompts.c.name == CAMPAIGN, prompts.c.text == SPEECH)
    async with db.read() as connection:
        found: int | None = (await connection.execute(query.limit(1))).scalar_one_or_none()
    return found


async def _choose_members(unit: Unit, campaign_id: int, clock: Clock) -> list[dict[str, Any]]:
    """The demo's customers by their primary contact's first number, and strangers."""
    query = (
        select(
            phones.c.typed, phones.c.e164, contacts.c.name, contacts.c.id, contacts.c.customer_id
        )
        .join(contacts, contacts.c.id == phones.c.contact_id)
        .join(customers, customers.c.id == contacts.c.customer_id)
        .where(customers.c.code.like("DEMO%"), customers.c.deleted_at.is_(None))
        .where(contacts.c.is_primary, phones.c.is_primary, phones.c.e164.is_not(None))
        .order_by(customers.c.code)
        .limit(FROM_CUSTOMERS)
    )
    now = clock()
    rows = [
        members.new_member(
            campaign_id,
            typed=row.typed,
            e164=row.e164,
            name=row.name,
            state=_registered_before(row.e164),
            now=now,
            contact_id=row.id,
            customer_id=row.customer_id,
        )
        for row in await unit.connection.execute(query)
    ]
    for position in range(STRANGERS_FROM, STRANGERS_FROM + MEMBERS - len(rows)):
        number = parse(make_mobile(position))
        rows.append(
            members.new_member(
                campaign_id,
                typed=number.typed,
                e164=number.e164 or number.typed,
                name=make_name(position),
                state=_registered_before(number.typed),
                now=now,
            )
        )
    return rows


def _registered_before(number: str) -> Registration | None:
    return Registration.REGISTERED if find_subscriber(number) in REGISTERED else None


async def _seed_lists(unit: Unit, dnc: Dnc, origin: Origin) -> None:
    lists: dict[ListName, Sequence[int]] = {
        "national": ON_NATIONAL_LIST,
        "internal": ON_INTERNAL_LIST,
    }
    for name, positions in lists.items():
        numbers = [parse(make_mobile(position)).e164 or "" for position in positions]
        entries = [Entry(to_number(number), voice=True, sms=True) for number in numbers]
        await dnc.put(unit, name, entries, origin)

"""What people set on campaign members, and what the counters and the history say of it."""

import pytest
from dialler import Dialler, end, numbers, press
from sqlalchemy import insert, select

from cti.accounts.rights import Caller, Role
from cti.calls.outcome import Outcome
from cti.calls.traces import Traces
from cti.dialer.errors import IllegalMoveError
from cti.dialer.membership import Membership
from cti.dialer.registration import Registration
from cti.schema import users


@pytest.mark.requirement("R257", "R260", "R261", "R262", "R263")
async def test_a_person_confirms_who_registered_takes_them_as_participating_and_cancels(
    dialler: Dialler,
):
    board = await dialler.add_campaign(numbers(2))
    async with dialler.db.write() as unit:
        values = {
            "username": "lead", "name": "Hà", "role": "supervisor", "password_hash": "x",
            "created_at": dialler.now,
        }  # fmt: skip
        await unit.connection.execute(insert(users), values)
        user_id = (await unit.connection.execute(select(users.c.id))).scalars().all()[-1]
    lead = Caller(user_id, "lead", "Hà", Role.SUPERVISOR, None, None)
    membership = Membership(dialler.db, dialler.boards, lambda: dialler.now, Traces())
    taken = await dialler.take(board)
    for attempt, _ in taken:
        await dialler.tell(press(dialler, attempt, "1"), end(dialler, attempt, Outcome.ANSWERED))
    first, second = (member for _, member in taken)

    R = Registration  # noqa: N806 - the table's letters
    confirmed = await membership.move(lead, first, R.CONFIRMED)  # their data were checked by phone
    assert confirmed.state == "confirmed"
    assert confirmed.allowed == [R.PARTICIPATED, R.CANCELLED]
    assert (await membership.move(lead, first, R.PARTICIPATED)).state == "participated"
    cancelled = await membership.move(lead, first, R.CANCELLED)
    assert (cancelled.state, cancelled.allowed) == ("cancelled", [])
    told = [(line.by and line.by.name, line.key, line.state_after) for line in cancelled.history]
    assert sorted(told, key=str) == sorted(
        [
            (None, "1", "registered"),
            ("Hà", None, "confirmed"),
            ("Hà", None, "participated"),
            ("Hà", None, "cancelled"),
        ],
        key=str,
    )
    for wanted in (R.REGISTERED, R.CONFIRMED, R.PARTICIPATED):
        with pytest.raises(IllegalMoveError):
            await membership.move(lead, first, wanted)
    assert (await membership.get(second)).state == "registered"  # nobody else was moved

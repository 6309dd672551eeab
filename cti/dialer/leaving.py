"""Leaving a campaign again: those who joined it by one job and whom nobody has called since."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from cti.accounts.rights import Caller, Right
from cti.crm.bulk.action import Outcome
from cti.crm.bulk.choosing import find_names
from cti.crm.bulk.memory import take_changes
from cti.db import Unit
from cti.dialer import members
from cti.dialer.errors import MemberCalledError
from cti.dialer.joining import Joining
from cti.dialer.retry import Dial
from cti.dialer.tally import Standing

UNCALLED = (Dial.WAITING, Dial.BLOCKED)


class LeaveCampaign:
    """Takes each customer out of the campaign, unless they were called or moved by hand."""

    right = Right.CAMPAIGNS_EDIT

    def __init__(self, joining: Joining, job_id: int, campaign_id: int, state: str | None) -> None:
        self._joining = joining
        self._job_id = job_id
        self._campaign_id = campaign_id
        self._state = state  # in which the job had them join

    async def apply(
        self, unit: Unit, caller: Caller, ids: Sequence[int], at: int, now: datetime
    ) -> Outcome:
        """Do it for these customers, whom the caller may have lost sight of since.

        Raises CampaignNotFoundError, and CommandRefusedError once the campaign was stopped.
        """
        del at
        connection, outcome = unit.connection, Outcome()
        plan = await self._joining.find_open(connection, self._campaign_id)
        kept = await take_changes(connection, self._job_id, ids)
        wanted = {change["m"]: customer_id for customer_id, change in kept.items()}
        # Locked: the hopper has taken them before this, or finds them gone.
        found = await members.find_members(connection, list(wanted), lock=True)
        called = await members.find_called(connection, list(found))
        names = await find_names(connection, caller, list(kept))
        gone: dict[int, Standing] = {}
        for member_id, customer_id in wanted.items():
            row = found.get(member_id)
            if row is None:
                outcome.unchanged += 1
            elif member_id in called or not self._is_untouched(row):
                outcome.refuse(customer_id, names.get(customer_id), MemberCalledError())
            else:
                gone[member_id] = Standing(*(getattr(row, one) for one in Standing._fields))
                outcome.changed.append(customer_id)
        await self._joining.leave(unit, plan, gone, outcome.changed, caller.user_id, now)
        return outcome

    def _is_untouched(self, row: Row[Any]) -> bool:
        return row.dial in UNCALLED and row.tries == 0 and row.state == self._state

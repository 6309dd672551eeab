"""What users do with campaigns."""

from collections.abc import Collection
from typing import Any

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.db import Database
from cti.dialer import store
from cti.dialer.boards import Boards
from cti.dialer.campaign import Command, State, next_state
from cti.dialer.errors import (
    CampaignNotFoundError,
    CommandRefusedError,
    EmptyCampaignError,
    KeyConflictError,
    UnknownPbxError,
    UnknownPromptError,
    VersionConflictError,
)
from cti.dialer.plan import Plan
from cti.dialer.prompt_check import PromptCheck
from cti.dialer.runner import Runner
from cti.dialer.shapes import Campaign, CampaignChange, CampaignForm, CampaignList

FINAL = {State.STOPPED}


class Campaigns:
    """Make, change, start, pause, resume and stop campaigns."""

    def __init__(
        self,
        database: Database,
        boards: Boards,
        runner: Runner,
        prompt_check: PromptCheck,
        clock: Clock,
        pbx_names: Collection[str],
    ) -> None:
        self._database = database
        self._boards = boards
        self._runner = runner
        self._prompt_check = prompt_check
        self._clock = clock
        self._pbx_names = pbx_names

    async def list(self) -> CampaignList:
        """Every campaign, the newest first."""
        async with self._database.read() as connection:
            plans = await store.list_plans(connection)
        return CampaignList(rows=[self._view(plan) for plan in plans if plan.id in self._boards])

    async def get(self, campaign_id: int) -> Campaign:
        """One campaign. Raises CampaignNotFoundError."""
        return self._view(await self._find(campaign_id))

    async def create(self, caller: Caller, form: CampaignForm) -> Campaign:
        """Store a draft."""
        now = self._clock()
        values = self._check(form) | {
            "state": State.DRAFT,
            "created_by": caller.user_id,
            "created_at": now,
            "updated_at": now,
        }
        async with self._database.write() as unit:
            if not await store.has_prompt(unit.connection, form.prompt_id):
                raise UnknownPromptError(prompt_id=form.prompt_id)
            campaign_id = await store.insert_campaign(unit.connection, values)
            await record_audit(
                unit.connection, caller, "campaign.created", f"campaign/{campaign_id}", {}
            )
        plan = await self._find(campaign_id)
        self._boards.add(plan)
        return self._view(plan)

    async def change(self, caller: Caller, campaign_id: int, form: CampaignChange) -> Campaign:
        """Change a campaign, also while it runs; calls under way keep the old prompt and keys."""
        plan = await self._find(campaign_id)
        if plan.state in FINAL:
            raise CommandRefusedError(state=plan.state, command="change")
        values = self._check(form) | {"updated_at": self._clock()}
        async with self._database.write() as unit:
            if not await store.has_prompt(unit.connection, form.prompt_id):
                raise UnknownPromptError(prompt_id=form.prompt_id)
            if not await store.change_campaign(unit.connection, campaign_id, form.version, values):
                raise VersionConflictError(version=plan.version)
            await record_audit(
                unit.connection, caller, "campaign.changed", f"campaign/{campaign_id}", {}
            )
        return await self._renew(campaign_id)

    async def command(self, caller: Caller, campaign_id: int, command: Command) -> Campaign:
        """Start, pause, resume or stop. What is ringing is let finish."""
        plan = await self._find(campaign_id)
        after = next_state(plan.state, command)
        if after is None:
            raise CommandRefusedError(state=plan.state, command=command)
        board = self._boards[campaign_id]
        if after is State.RUNNING and not board.tally.count(dial="waiting"):
            raise EmptyCampaignError
        if after is State.RUNNING:
            await self._prompt_check.run(plan)
        values: dict[str, Any] = {"state": after}
        if command is Command.START:
            values["started_at"] = plan.started_at or self._clock()
        if after in FINAL:
            values["finished_at"] = self._clock()
        async with self._database.write() as unit:
            if not await store.move_campaign(unit.connection, campaign_id, plan.state, values):
                raise CommandRefusedError(state=plan.state, command=command)
            await record_audit(
                unit.connection, caller, f"campaign.{command}", f"campaign/{campaign_id}", {}
            )
        return await self._renew(campaign_id)

    async def _renew(self, campaign_id: int) -> Campaign:
        plan = await self._find(campaign_id)
        self._boards[campaign_id].set_plan(plan, self._clock())
        self._runner.wake()
        return self._view(plan)

    async def _find(self, campaign_id: int) -> Plan:
        async with self._database.read() as connection:
            plan = await store.find_plan(connection, campaign_id)
        if plan is None:
            raise CampaignNotFoundError(campaign_id=campaign_id)
        return plan

    def _check(self, form: CampaignForm) -> dict[str, Any]:
        if form.pbx not in self._pbx_names:
            raise UnknownPbxError(pbx=form.pbx)
        if form.refuse_key in form.keys:
            raise KeyConflictError(key=form.refuse_key)
        for key in form.keys:
            if len(key) != 1 or key not in "0123456789":
                raise KeyConflictError(key=key)
        return form.model_dump(mode="json", exclude={"version"})

    def _view(self, plan: Plan) -> Campaign:
        board = self._boards[plan.id]
        return Campaign.model_validate(
            {
                "progress": board.tally.view_progress(
                    board.minutes.rate(self._clock()), self._clock()
                ),
                "states": board.tally.view_states(),
                "window": plan.window.model_dump(),
                "retry": {name: rule._asdict() for name, rule in plan.retry.items()},
                **{
                    name: getattr(plan, name)
                    for name in Campaign.model_fields
                    if name not in {"progress", "states", "window", "retry"}
                },
            }
        )

"""HTTP of campaigns and their members."""

from typing import Literal

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r202
from aiohttp_pydantic.uploaded_file import UploadedFile
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.bulk.shapes import BulkJob
from cti.dialer.audience import Audience
from cti.dialer.campaign import Command
from cti.dialer.errors import FileTooLargeError
from cti.dialer.joining import Joining
from cti.dialer.membership import Membership
from cti.dialer.registration import Registration
from cti.dialer.service import Campaigns
from cti.dialer.shapes import (
    AudienceForm,
    Campaign,
    CampaignChange,
    CampaignForm,
    CampaignList,
    MemberDetail,
    MemberForm,
    MemberPage,
    MembersAdded,
    StateChange,
)
from cti.endpoint import caller, endpoint
from cti.uploads import OnlyFile, save_upload

CAMPAIGNS = web.AppKey("campaigns", Campaigns)
AUDIENCE = web.AppKey("audience", Audience)
JOINING = web.AppKey("joining", Joining)
MEMBERSHIP = web.AppKey("membership", Membership)

MAX_FILE = 20 * 1024 * 1024
"""Bytes of a list of numbers: a million rows fit."""

Request = web.Request


@endpoint(Right.CAMPAIGNS_VIEW)
async def list_campaigns(request: Request) -> r200[CampaignList]:
    """Every campaign, the newest first.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].list()


@endpoint(Right.CAMPAIGNS_EDIT)
async def create_campaign(request: Request, body: CampaignForm) -> r201[Campaign]:
    """Make a campaign; it starts as a draft.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].create(caller(request), body)


@endpoint(Right.CAMPAIGNS_VIEW)
async def get_campaign(request: Request, campaign_id: int, /) -> r200[Campaign]:
    """One campaign with its counters.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].get(campaign_id)


@endpoint(Right.CAMPAIGNS_EDIT)
async def change_campaign(
    request: Request, campaign_id: int, /, body: CampaignChange
) -> r200[Campaign]:
    """Change a campaign; `version` is the one that was edited.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].change(caller(request), campaign_id, body)


@endpoint(Right.CAMPAIGNS_RUN)
async def start_campaign(request: Request, campaign_id: int, /) -> r200[Campaign]:
    """Begin to call.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].command(caller(request), campaign_id, Command.START)


@endpoint(Right.CAMPAIGNS_RUN)
async def pause_campaign(request: Request, campaign_id: int, /) -> r200[Campaign]:
    """Place no further calls; what is ringing is let finish.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].command(caller(request), campaign_id, Command.PAUSE)


@endpoint(Right.CAMPAIGNS_RUN)
async def resume_campaign(request: Request, campaign_id: int, /) -> r200[Campaign]:
    """Go on after a pause.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].command(caller(request), campaign_id, Command.RESUME)


@endpoint(Right.CAMPAIGNS_RUN)
async def stop_campaign(request: Request, campaign_id: int, /) -> r200[Campaign]:
    """End for good; members that are left are not called.

    Tags: campaigns
    """
    return await request.app[CAMPAIGNS].command(caller(request), campaign_id, Command.STOP)


@endpoint(Right.CAMPAIGNS_VIEW)
async def list_members(
    request: Request,
    campaign_id: int,
    /,
    state: Literal["registered", "confirmed", "participated", "cancelled", "none"] | None = None,
    dial: Literal["waiting", "calling", "done", "blocked"] | None = None,
    outcome: str | None = None,
    key: str | None = None,
    why: str | None = None,
    q: str | None = Field(default=None, max_length=100),
    cursor: int | None = None,
    limit: int = Field(default=50, ge=1, le=200),
) -> r200[MemberPage]:
    """Members in the order they joined, filtered.

    Tags: campaigns
    """
    return await request.app[MEMBERSHIP].list(
        campaign_id,
        cursor,
        limit,
        state=state,
        dial=dial,
        outcome=outcome,
        key=key,
        why=why,
        text=q,
    )


@endpoint(Right.CAMPAIGNS_EDIT)
async def add_members(
    request: Request, campaign_id: int, /, body: MemberForm
) -> r200[MembersAdded]:
    """Add contacts by the number that would be called.

    Tags: campaigns
    """
    return await request.app[JOINING].add_contacts(caller(request), campaign_id, body)


@endpoint(Right.CAMPAIGNS_EDIT)
async def add_member_customers(
    request: Request, campaign_id: int, /, body: AudienceForm
) -> r202[BulkJob]:
    """Add customers, chosen ones or all of a list, in the background.

    Of the job: `changed` joined, `unchanged` were in already.

    Tags: campaigns
    """
    return await request.app[AUDIENCE].add(caller(request), campaign_id, body)


@endpoint(Right.CAMPAIGNS_EDIT)
async def add_member_file(
    request: Request,
    campaign_id: int,
    /,
    file: UploadedFile,
    state: Literal["registered"] | None = None,
) -> r200[MembersAdded]:
    """Add the numbers of a CSV, TXT or XLSX file; rows that don't fit are reported.

    Tags: campaigns
    """
    joining = request.app[JOINING]
    async with joining.open_workplace() as folder:
        path = folder / "upload"
        refusal = FileTooLargeError(limit=MAX_FILE)
        await save_upload(OnlyFile(request, file), path, MAX_FILE, refusal)
        return await joining.add_file(campaign_id, path, state, caller(request).user_id)


@endpoint(Right.CAMPAIGNS_VIEW)
async def get_member(request: Request, member_id: int, /) -> r200[MemberDetail]:
    """One member with its history and attempts.

    Tags: campaigns
    """
    return await request.app[MEMBERSHIP].get(member_id)


@endpoint(Right.MEMBERS_CHANGE)
async def change_member_state(
    request: Request, member_id: int, /, body: StateChange
) -> r200[MemberDetail]:
    """Move a member by hand, where the table of moves allows it.

    Tags: campaigns
    """
    return await request.app[MEMBERSHIP].move(caller(request), member_id, Registration(body.state))


def add_routes(
    app: web.Application,
    campaigns: Campaigns,
    joining: Joining,
    audience: Audience,
    membership: Membership,
) -> None:
    """Put campaigns under /api/v1."""
    app[CAMPAIGNS], app[JOINING], app[MEMBERSHIP] = campaigns, joining, membership
    app[AUDIENCE] = audience
    one = "/api/v1/campaigns/{campaign_id}"
    app.router.add_get("/api/v1/campaigns", list_campaigns)
    app.router.add_post("/api/v1/campaigns", create_campaign)
    app.router.add_get(one, get_campaign)
    app.router.add_patch(one, change_campaign)
    app.router.add_post(f"{one}/start", start_campaign)
    app.router.add_post(f"{one}/pause", pause_campaign)
    app.router.add_post(f"{one}/resume", resume_campaign)
    app.router.add_post(f"{one}/stop", stop_campaign)
    app.router.add_get(f"{one}/members", list_members)
    app.router.add_post(f"{one}/members", add_members)
    app.router.add_post(f"{one}/members/customers", add_member_customers)
    app.router.add_post(f"{one}/members/file", add_member_file)
    app.router.add_get("/api/v1/members/{member_id}", get_member)
    app.router.add_post("/api/v1/members/{member_id}/state", change_member_state)

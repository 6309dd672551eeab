"""Campaigns, their members, their prompts. Who sees campaigns sees all of them, and all members."""

from aiohttp import FormData
from matrix_form import Entry
from matrix_world import NOW, Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import campaign_members, campaigns, prompts

FORM = {
    "name": "Hội thảo",
    "pbx": "main",
    "trunk": "carrier",
    "caller_id": "02473004666",
    "keys": {"1": "registered"},
}


async def a_campaign(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A draft with one member."""
    ids = await world.add_customer(owner_id)
    prompt_id = await world.insert(
        prompts, name="Lời chào", kind="upload", sha256="0" * 64, seconds=1.0, created_at=NOW
    )
    campaign_id = await world.insert(
        campaigns,
        **FORM,
        state="draft",
        purpose="care",
        prompt_id=prompt_id,
        refuse_key="9",
        repeats=1,
        key_wait_s=5,
        ring_s=30,
        window={"days": [1], "start": "08:00", "end": "17:00"},
        retry={},
        max_concurrent=1,
        calls_per_second=1.0,
        created_at=NOW,
        updated_at=NOW,
    )
    member_id = await world.insert(
        campaign_members,
        campaign_id=campaign_id,
        contact_id=ids["contact_id"],
        customer_id=ids["customer_id"],
        typed=ids["number"],
        e164=f"+84{ids['number'][1:]}",
        dial="waiting",
        due_at=NOW,
        joined_at=NOW,
    )
    await world.server.boards.load()
    return {**ids, "campaign_id": campaign_id, "member_id": member_id, "prompt_id": prompt_id}


async def a_hash(_world: MatrixWorld, _owner_id: int | None) -> Ids:
    return {"sha256": "1" * 64}


def a_file() -> FormData:
    form = FormData()
    form.add_field("file", b"0912000001\n", filename="numbers.csv")
    return form


def a_prompt() -> FormData:
    form = FormData()
    form.add_field("name", "Lời chào", filename="name")
    form.add_field("file", b"no sound at all", filename="prompt.wav")
    return form


SEE, EDIT, RUN = Right.CAMPAIGNS_VIEW, Right.CAMPAIGNS_EDIT, Right.CAMPAIGNS_RUN

ENTRIES = [
    Entry("list_campaigns", SEE, make=nothing),
    # Without a PBX there is none to name.
    Entry("create_campaign", EDIT, make=nothing, body={**FORM, "prompt_id": 1}, ok=400),
    Entry("get_campaign", SEE, make=a_campaign),
    Entry(
        "change_campaign",
        EDIT,
        make=a_campaign,
        body=lambda ids: {**FORM, "prompt_id": ids["prompt_id"], "version": 1},
        ok=400,
    ),
    Entry("start_campaign", RUN, make=a_campaign),
    Entry("pause_campaign", RUN, make=a_campaign, ok=409),
    Entry("resume_campaign", RUN, make=a_campaign, ok=409),
    Entry("stop_campaign", RUN, make=a_campaign, ok=409),
    Entry("list_members", SEE, make=a_campaign),
    Entry(
        "add_members",
        EDIT,
        make=a_campaign,
        body=lambda ids: {"contact_ids": [ids["contact_id"]]},
    ),
    Entry(
        "add_member_customers",
        EDIT,
        make=a_campaign,
        body=lambda ids: {"selection": {"ids": [ids["customer_id"]]}},
        ok=202,
    ),
    Entry("add_member_file", EDIT, make=a_campaign, data=a_file),
    Entry("get_member", SEE, make=a_campaign),
    Entry(
        "change_member_state",
        Right.MEMBERS_CHANGE,
        make=a_campaign,
        body={"state": "registered"},
    ),
    Entry("list_prompts", SEE, make=nothing),
    Entry("upload_prompt", EDIT, make=nothing, data=a_prompt, ok=400),
    Entry("speak_prompt", EDIT, make=nothing, body={"name": "x"}, ok=422),
    Entry("play_prompt", SEE, make=a_campaign, ok=404),
    Entry("send_prompt_file", None, make=a_hash, ok=404),
]

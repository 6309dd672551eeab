"""A campaign of every kind of subscriber, to be disturbed, and what it must come to."""

from collections import Counter

from process import ServerProcess
from raw_ami import Frame, RawAmi
from running import Api, add_people, add_prompt, campaign_form, sign_in

from cti.main import Server
from cti.migrate import migrate
from cti.pbx.subscribers import Subscriber
from cti.settings import Settings

MIX = [Subscriber.PRESSES_1] * 5 + [
    Subscriber.PRESSES_9,
    Subscriber.PRESSES_NOTHING,
    Subscriber.BUSY,
    Subscriber.HANGS_UP,
]
STATES = {Subscriber.PRESSES_1: "registered"}
KEYS = {Subscriber.PRESSES_1: "1", Subscriber.PRESSES_9: "9"}
OUTCOMES = {
    Subscriber.PRESSES_1: "answered",
    Subscriber.PRESSES_9: "answered",
    Subscriber.PRESSES_NOTHING: "no_key",
    Subscriber.HANGS_UP: "no_key",
    Subscriber.BUSY: "busy",
}
ONE_TRY = {
    name: {"tries": 1, "after_s": 0} for name in ("busy", "no_answer", "congestion", "no_key")
}


async def begin(process: ServerProcess, members: int) -> int:
    """A started campaign with this many members, on a database of its own; the server runs."""
    settings = process.settings
    await migrate(settings.resolve_database_url())
    server = Server(settings, [])  # never started: its database is what is needed
    await add_people(server)
    prompt_id = await add_prompt(server)
    await server.db.close()
    await process.start()
    form = campaign_form(
        prompt_id, max_concurrent=12, calls_per_second=6, key_wait_s=2, retry=ONE_TRY
    )
    async with sign_in(settings, "quanly") as api:
        campaign = await api.post("campaigns", **form)
        people = [(MIX[n % len(MIX)], n) for n in range(members)]
        text = "\n".join(
            ["Tên,Số điện thoại", *(f"{w.name},{w.make_number(n)}" for w, n in people)]
        )
        path = f"campaigns/{campaign['id']}"
        await api.upload(f"{path}/members/file", file=(text.encode(), "so.csv"))
        await api.post(f"{path}/start")
        return int(campaign["id"])


def count_dialled(console: RawAmi) -> Counter[str]:
    """How often the PBX made a channel to each number of the carrier."""

    def is_outward(frame: Frame) -> bool:
        return frame.get("Event") == "Newchannel" and frame["Channel"].startswith("PJSIP/carrier-")

    return Counter(frame["Uniqueid"] for frame in console.frames if is_outward(frame))


async def check_members(api: Api, campaign_id: int, members: int) -> None:
    rows = []
    cursor = {}
    while True:
        page = await api.get(f"campaigns/{campaign_id}/members", limit=200, **cursor)
        rows += page["rows"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert len(rows) == members
    wrong = [
        (row["name"], row["dial"], row["outcome"], row["state"], row["last_key"])
        for row in rows
        if (row["dial"], row["outcome"], row["state"], row["last_key"])
        != (
            "done",
            OUTCOMES[Subscriber[row["name"]]],
            STATES.get(Subscriber[row["name"]]),
            KEYS.get(Subscriber[row["name"]]),
        )
    ]
    assert wrong == []


async def is_finished(settings: Settings, campaign_id: int) -> bool:
    async with sign_in(settings, "quanly") as api:
        return bool((await api.get(f"campaigns/{campaign_id}"))["state"] == "finished")

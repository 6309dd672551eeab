"""What the server's manager account may do and hears: what it needs, and no more."""

import pytest
from dialling import dial_campaign, name_attempt
from raw_ami import RawAmi

from cti.pbx.console import open_console
from cti.pbx.errors import RefusedError
from cti.pbx.info import SandboxInfo
from cti.pbx.model import AMI_EVENTS, DIALPLAN_VERSION
from cti.pbx.subscribers import Subscriber

DENIED = "Permission denied"
BLACKLISTED = "Originate Access Forbidden: app or data blacklisted"


@pytest.mark.parametrize(
    "action",
    ["Command", "DBPut", "DBDel", "GetConfig", "UpdateConfig", "Reload", "ModuleLoad", "Filter"],
)
async def test_the_account_may_not_administer_the_pbx(ami: RawAmi, action: str) -> None:
    answer = await ami.send(Action=action, Command="core show version", Filename="manager.conf")
    assert (answer["Response"], answer["Message"]) == ("Error", DENIED)


@pytest.mark.parametrize(
    ("application", "data"),
    [
        ("System", "id"),
        ("TrySystem", "id"),
        ("Exec", "System(id)"),
        ("AGI", "/bin/true"),
        ("Playback", "${SHELL(id)}"),
    ],
)
async def test_the_account_may_not_run_a_program_by_placing_a_call(
    ami: RawAmi, application: str, data: str
) -> None:
    answer = await ami.send(
        Action="Originate", Channel="Local/play@cti-check", Application=application, Data=data
    )
    assert (answer["Response"], answer["Message"]) == ("Error", BLACKLISTED)


async def test_the_account_may_not_write_what_the_outbox_says(ami: RawAmi) -> None:
    attempt = name_attempt()
    answer = await ami.send(
        Action="Setvar", Variable=f"DB(cti/outbox/{attempt}:1)", Value="reply|1|1"
    )
    assert answer["Response"] == "Error"
    assert await ami.read_outbox(attempt) == {}


async def test_an_outbox_entry_is_acknowledged_by_deleting_it_and_twice_does_no_harm(
    sandbox: SandboxInfo, ami: RawAmi
) -> None:
    attempt = name_attempt()
    await dial_campaign(ami, sandbox, Subscriber.BUSY.make_number(30), attempt=attempt)
    await ami.wait_event("CtiOutcome", Attempt=attempt)
    assert (await ami.read_outbox(attempt)).keys() == {"end"}
    for _ in range(2):
        answer = await ami.send(
            Action="Setvar", Variable=f"DB_DELETE(cti/outbox/{attempt}:end)", Value=""
        )
        assert answer["Response"] == "Success"
    assert await ami.read_outbox(attempt) == {}


@pytest.mark.parametrize(
    "action", ["CoreShowChannels", "Status", "DeviceStateList", "QueueStatus", "CoreSettings"]
)
async def test_the_account_may_ask_what_a_resync_needs(ami: RawAmi, action: str) -> None:
    assert (await ami.send(Action=action))["Response"] == "Success"


async def test_the_dialplans_version_can_be_asked_without_a_channel(ami: RawAmi) -> None:
    answer = await ami.send(Action="Getvar", Variable="CTI_DIALPLAN_VERSION")
    assert answer["Value"] == str(DIALPLAN_VERSION)


async def test_the_event_filter_lets_through_exactly_what_the_server_reads(
    sandbox: SandboxInfo, ami: RawAmi, console: RawAmi
) -> None:
    attempt = name_attempt()
    await dial_campaign(ami, sandbox, Subscriber.PRESSES_1.make_number(31), attempt=attempt)
    await ami.wait_event("Hangup", Uniqueid=attempt)
    await console.wait_event("Hangup", Uniqueid=attempt)

    def told(connection: RawAmi) -> set[str]:
        return {f["Event"] for f in connection.frames if attempt in f.values()}

    assert told(ami) == told(console) & set(AMI_EVENTS)
    assert {"Newchannel", "DialEnd", "UserEvent", "Hangup", "OriginateResponse"} <= told(ami)
    assert {"VarSet", "Newexten", "NewCallerid", "DTMFEnd"} <= told(console)


async def test_the_sandboxs_own_hands_send_no_second_action_hidden_in_a_value(
    sandbox: SandboxInfo,
) -> None:
    async with open_console(sandbox.carrier) as carrier:
        with pytest.raises(ValueError, match="line break"):
            await carrier.send("DBPut", {"Family": "x", "Key": "y", "Val": "z\r\nAction: Ping"})
        assert await carrier.send("Ping")


async def test_a_wrong_password_is_refused(sandbox: SandboxInfo) -> None:
    wrong = sandbox.pbx.model_copy(update={"secret": "x" * 20})
    with pytest.raises(RefusedError):
        async with open_console(wrong):
            pass

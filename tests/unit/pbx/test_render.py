import re

import pytest
from jinja2 import UndefinedError

from cti.pbx.model import AMI_EVENTS, CtiFiles, Extension, Ports, Site
from cti.pbx.render import render_admin_readme, render_carrier, render_cti, render_pbx
from cti.pbx.subscribers import Subscriber

SECRET = "s" * 24
CTI = CtiFiles(
    ami_secret=SECRET,
    extensions=tuple(Extension(number=str(n), secret=SECRET) for n in (101, 102)),
)
SITE = Site(ports=Ports(base=15_100), home="/srv/cti/unit", console_secret="c" * 24, cti=CTI)


def read_options(text: str, section: str) -> dict[str, str]:
    body = text.split(f"[{section}]\n", 1)[1].split("\n[", 1)[0]
    pairs = [line.split("=", 1) for line in body.splitlines() if "=" in line and line[0] != ";"]
    return {name.strip(): value.strip(" >") for name, value in pairs}


def test_the_servers_account_has_no_privilege_that_runs_commands() -> None:
    account = read_options(render_cti(CTI)["manager_cti.conf"], "cti")
    assert account["write"].split(",") == ["originate", "call", "reporting", "agent"]
    assert account["read"].split(",") == ["system", "call", "agent", "user"]
    assert account["deny"] == "0.0.0.0/0.0.0.0"
    assert int(account["writetimeout"]) >= 2000


def test_the_event_filter_names_what_the_server_reads() -> None:
    text = render_cti(CTI)["manager_cti.conf"]
    assert tuple(re.findall(r"(?m)^eventfilter\(name\((\w+)\)\) =$", text)) == AMI_EVENTS


def test_the_sandbox_and_an_administrator_get_the_same_dialplan() -> None:
    assert render_cti(CTI).items() <= render_pbx(SITE).items()


def test_every_context_of_the_contract_is_in_the_dialplan() -> None:
    found = set(re.findall(r"(?m)^\[([\w-]+)\]", render_cti(CTI)["extensions_cti.conf"]))
    assert found >= {
        "cti-campaign",
        "cti-outcome",
        "cti-click",
        "cti-extension",
        "cti-check",
        "cti-inbound",
        "cti-internal",
    }


def test_every_goto_of_the_dialplan_has_a_target() -> None:
    texts = [render_cti(CTI)["extensions_cti.conf"], render_carrier(SITE)["extensions.conf"]]
    for text in texts:
        for context in re.split(r"(?m)^\[", text)[1:]:
            labels = set(re.findall(r"n\((\w+)\)", context))
            jumps = re.findall(r"(?:Goto\(|GotoIf\(.*\?)(\w+)\)", context)
            assert set(jumps) <= labels, context.split("]")[0]


def test_no_phone_may_dial_the_trunk_by_itself() -> None:
    text = render_cti(CTI)["extensions_cti.conf"]
    internal = text.split("[cti-internal]")[1].split("\n[")[0]
    assert "Dial(" not in internal
    assert "cti-click" not in internal


def test_a_recording_is_announced_when_asked_for() -> None:
    told = render_cti(CTI.model_copy(update={"announce_recording": True}))
    assert "cti/recorded-announcement" in told["extensions_cti.conf"]
    assert "cti/recorded-announcement" not in render_cti(CTI)["extensions_cti.conf"]


def test_both_asterisks_listen_on_loopback_alone() -> None:
    for files in (render_pbx(SITE), render_carrier(SITE)):
        bound = [
            line.partition("=")[2].strip()
            for text in files.values()
            for line in text.splitlines()
            if re.match(r"bind(addr)? *=", line)
        ]
        assert bound
        assert all(address.startswith("127.0.0.1") for address in bound)


def test_the_two_asterisks_share_no_directory_and_no_rtp_port() -> None:
    pbx, carrier = render_pbx(SITE), render_carrier(SITE)
    ours = read_options(pbx["asterisk.conf"], "directories")
    theirs = read_options(carrier["asterisk.conf"], "directories")
    shared = set(ours.values()) & set(theirs.values())
    assert shared == {SITE.module_dir}
    assert int(read_options(pbx["rtp.conf"], "general")["rtpend"]) < int(
        read_options(carrier["rtp.conf"], "general")["rtpstart"]
    )


def test_the_carrier_plays_every_subscriber() -> None:
    text = render_carrier(SITE)["extensions.conf"]
    contexts = set(re.findall(r"(?m)^\[([\w-]+)\]", text))
    for who in Subscriber:
        assert f"exten => e{who.ending},1,Goto({who.plays})" in text
        assert who.plays.split(",")[0] in contexts


def test_every_phone_has_the_same_password_at_both_ends() -> None:
    for files in (render_pbx(SITE), render_carrier(SITE)):
        assert files["pjsip.conf"].count(f"password = {SECRET}") == len(CTI.extensions)


def test_a_template_that_asks_for_what_is_not_there_fails_loudly() -> None:
    broken = CTI.model_copy(update={"extensions": [{"secret": "x"}]})
    with pytest.raises(UndefinedError):
        render_cti(broken)


def test_the_administrators_readme_names_each_file_and_no_secret() -> None:
    text = render_admin_readme(CTI)
    assert all(name in text for name in render_cti(CTI))
    assert SECRET not in text

from pathlib import Path

import pytest

from cti.pbx.call_in import call_in, set_pace, set_phone
from cti.pbx.errors import CallerInvalidError
from cti.pbx.info import AmiAccount, SandboxInfo

NOBODY = AmiAccount(host="127.0.0.1", port=1, username="x", secret="x")
INFO = SandboxInfo(
    engine="root",
    run_dir=Path("/nowhere"),
    home=Path("/nowhere"),
    pbx=NOBODY,
    pbx_console=NOBODY,
    carrier=NOBODY,
    sip_host="127.0.0.1",
    sip_pbx=1,
    sip_carrier=1,
    http_pbx=1,
    trunk="carrier",
    queue="cti-desk",
    main_did="02873001000",
    extensions=("101",),
)


@pytest.mark.parametrize("caller", ["", "1", "09x", "0912\r\nAction: Ping", "+", "١٢٣٤", "1" * 16])
async def test_a_caller_that_is_no_number_is_refused_before_anything_is_sent(caller: str) -> None:
    with pytest.raises(CallerInvalidError):
        await call_in(INFO, caller)


@pytest.mark.parametrize("called", ["1@evil", "+84", "0912\n"])
async def test_a_number_to_call_that_is_none_is_refused(called: str) -> None:
    with pytest.raises(CallerInvalidError):
        await call_in(INFO, "0912345678", to=called)


async def test_a_carrier_that_is_away_is_told_as_such() -> None:
    with pytest.raises(ConnectionRefusedError):
        await call_in(INFO, "0912345678")


@pytest.mark.parametrize("takes", ["", "soon", "-1", "2;busy", "1\n", "refer", "refer1@evil"])
async def test_a_phone_does_nothing_but_what_it_knows(takes: str) -> None:
    with pytest.raises(ValueError, match="seconds, busy, never"):
        await set_phone(INFO, "101", takes)


async def test_a_pace_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="sing"):
        await set_pace(INFO, sing=1)


def test_the_address_for_the_server_has_trunk_and_caller_id() -> None:
    assert INFO.make_address() == (
        "ami://x:x@127.0.0.1:1/sandbox?trunk=carrier&caller_id=02873001000&rate=200"
    )

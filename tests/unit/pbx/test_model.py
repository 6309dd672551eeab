from itertools import combinations

import pytest
from pydantic import ValidationError

from cti.pbx.model import CtiFiles, Extension, Pace, Ports, Site

SECRET = "s" * 24


def make_site(base: int = 15000) -> Site:
    return Site(
        ports=Ports(base=base),
        home="/srv/cti/unit",
        console_secret=SECRET,
        cti=CtiFiles(ami_secret=SECRET, extensions=(Extension(number="101", secret=SECRET),)),
    )


def test_the_default_ports_are_those_that_the_manual_names() -> None:
    ports = Ports()
    assert (ports.ami_pbx, ports.ami_carrier) == (15038, 15039)
    assert (ports.sip_pbx, ports.sip_carrier, ports.http_pbx) == (15060, 15061, 15088)


def test_five_sandboxes_side_by_side_share_no_port() -> None:
    def taken(base: int) -> set[int]:
        ports = Ports(base=base)
        alone = {ports.ami_pbx, ports.ami_carrier, ports.sip_pbx, ports.sip_carrier}
        return alone | {ports.sip_phones, ports.http_pbx} | set(range(ports.rtp, ports.rtp + 8000))

    for one, other in combinations(range(15000, 15500, 100), 2):
        assert not taken(one) & taken(other)


def test_every_port_can_be_had_without_privileges() -> None:
    for base in range(10_000, 20_000, 100):
        assert 1024 <= Ports(base=base).rtp < Ports(base=base).rtp + 8000 <= 65_536


@pytest.mark.parametrize("base", [0, 9_900, 15_050, 20_000])
def test_a_base_that_would_make_ports_collide_is_refused(base: int) -> None:
    with pytest.raises(ValidationError):
        Ports(base=base)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ami_user": "cti\nsecret = x"},
        {"ami_user": "cti]"},
        {"ami_secret": "s" * 23 + "\n"},
        {"ami_secret": "short"},
        {"ami_permit": ("127.0.0.1\npermit = 0.0.0.0/0",)},
        {"main_did": "1000,1,System(id)"},
        {"queue": "a;b"},
        {"direct_did_pattern": "X]\nexten"},
        {"queue_strategy": "random"},
    ],
)
def test_nothing_that_could_become_a_line_of_its_own_gets_into_a_file(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(ValidationError):
        CtiFiles.model_validate({"ami_secret": SECRET} | wrong)


def test_a_secret_is_not_shown_when_settings_are_printed() -> None:
    assert SECRET not in repr(make_site())


def test_a_sandbox_without_phones_is_refused() -> None:
    with pytest.raises(ValidationError):
        Site(
            ports=Ports(),
            home="/srv/cti/unit",
            console_secret=SECRET,
            cti=CtiFiles(ami_secret=SECRET),
        )


def test_a_pace_is_never_negative() -> None:
    with pytest.raises(ValidationError):
        Pace(ring=-1)

"""A sandbox whose port is taken says which, in place of an Asterisk's log."""

import secrets
import socket
from pathlib import Path

import pytest

from cti.pbx.errors import PortTakenError
from cti.pbx.model import Pace, Ports
from cti.pbx.ports import check_free
from cti.pbx.site import make_site

BASES = range(18000, 19900, 100)
PORTS = {
    "AMI of the PBX": (socket.SOCK_STREAM, 38),
    "AMI of the carrier": (socket.SOCK_STREAM, 39),
    "HTTP of the PBX": (socket.SOCK_STREAM, 88),
    "SIP of the PBX": (socket.SOCK_DGRAM, 60),
    "SIP of the carrier": (socket.SOCK_DGRAM, 61),
    "SIP of the phones": (socket.SOCK_DGRAM, 62),
}


@pytest.mark.parametrize("what", PORTS)
def test_each_port_that_another_program_holds_is_named(tmp_path: Path, what: str) -> None:
    kind, offset = PORTS[what]
    base = secrets.choice(BASES)  # another run of these tests may be at it as well
    site = make_site(tmp_path, Ports(base=base), Pace(), 2.0, 1024)
    check_free(site)
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", base + offset))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        with pytest.raises(PortTakenError) as caught:
            check_free(site)
    assert caught.value.code == "pbx.port_taken"
    assert (caught.value.params["port"], caught.value.params["what"]) == (base + offset, what)
    assert "--base" in str(caught.value.params["mend"])
    check_free(site)

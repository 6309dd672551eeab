"""Whether a sandbox's ports are free: Asterisk itself only says so deep in its log."""

import asyncio
import socket

from cti.pbx.errors import PortTakenError
from cti.pbx.model import Site

MEND = "end what listens there, or choose other ports with --base (15100, 15200, …)"


RELEASED_WITHIN_S = 5.0
"""An Asterisk that was told to end holds its sockets a moment longer than its pid is known."""


async def wait_free(site: Site) -> None:
    """Raises PortTakenError for a port that another program goes on holding."""
    deadline = asyncio.get_running_loop().time() + RELEASED_WITHIN_S
    while True:
        try:
            check_free(site)
        except PortTakenError:
            if asyncio.get_running_loop().time() > deadline:
                raise
            await asyncio.sleep(0.1)
        else:
            return


def check_free(site: Site) -> None:
    """Raises PortTakenError for the first port that another program holds."""
    ports = site.ports
    listening = {
        "AMI of the PBX": (socket.SOCK_STREAM, ports.ami_pbx),
        "AMI of the carrier": (socket.SOCK_STREAM, ports.ami_carrier),
        "HTTP of the PBX": (socket.SOCK_STREAM, ports.http_pbx),
        "SIP of the PBX": (socket.SOCK_DGRAM, ports.sip_pbx),
        "SIP of the carrier": (socket.SOCK_DGRAM, ports.sip_carrier),
        "SIP of the phones": (socket.SOCK_DGRAM, ports.sip_phones),
    }
    for what, (kind, port) in listening.items():
        if _is_taken(site.host, kind, port):
            raise PortTakenError(port=port, what=what, mend=MEND)


def _is_taken(host: str, kind: socket.SocketKind, port: int) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:  # as servers do: connections that were closed are no bar
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False

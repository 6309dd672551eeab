"""A PBX from its address in CTI_PBX. Pure.

    ami://user:secret@host:5038/name?trunk=carrier&caller_id=02873001000&rate=30

`name` tells several PBXs apart (default: the host), `trunk` is the endpoint that reaches the
network, `caller_id` what customers see, `rate` the calls a second that the trunk takes, `tls=1`
an AMI behind TLS.
"""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

from pydantic import AnyUrl

from cti.ami.address import DEFAULT_PORT, PbxAddress
from cti.errors import InvalidError

KNOWN = frozenset({"trunk", "caller_id", "rate", "tls"})
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
TRUNK = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
CALLER_ID = re.compile(r"\+?[0-9]{3,15}")
DEFAULT_TRUNK = "carrier"
DEFAULT_RATE = 30.0
"""Calls a second. Carriers cut off who sends more than was agreed; thirty is a common grant."""


class PbxSettingError(InvalidError):
    """CTI_PBX is wrong. Params: pbx, what (user, secret, name, trunk, caller_id, rate, unknown)."""

    code = "settings.pbx"


class Connection(NamedTuple):
    """One configured PBX."""

    name: str
    address: PbxAddress
    trunk: str
    caller_id: str
    rate: float


def read_connection(url: AnyUrl) -> Connection:
    """Take an address apart. Raises PbxSettingError; the secret is in no message."""
    host = url.host or ""

    def refuse(what: str) -> PbxSettingError:
        return PbxSettingError(pbx=f"{host}:{url.port}", what=what)

    query = parse_qs(url.query or "")
    if unknown := query.keys() - KNOWN:
        raise refuse(f"unknown option {min(unknown)}")
    options = {key: values[-1] for key, values in query.items()}
    if not url.username:
        raise refuse("user")
    if not url.password:
        raise refuse("secret")
    name = (url.path or "").strip("/") or host
    trunk = options.get("trunk", DEFAULT_TRUNK)
    caller_id = options.get("caller_id", "")
    for what, value, pattern in (("name", name, NAME), ("trunk", trunk, TRUNK)):
        if not pattern.fullmatch(value):
            raise refuse(what)
    if caller_id and not CALLER_ID.fullmatch(caller_id):
        raise refuse("caller_id")
    try:
        rate = float(options.get("rate", DEFAULT_RATE))
    except ValueError as error:
        raise refuse("rate") from error
    if not 0 < rate <= 1000:  # noqa: PLR2004 - far above what one Asterisk can place
        raise refuse("rate")
    address = PbxAddress(
        host=host,
        username=unquote(url.username),
        secret=unquote(url.password),
        port=url.port or DEFAULT_PORT,
        tls=options.get("tls") == "1",
    )
    return Connection(name, address, trunk, caller_id, rate)

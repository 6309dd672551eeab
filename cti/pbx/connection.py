"""A PBX from its address in CTI_PBX. Pure.

    ami://user:secret@host:5038/name?trunk=carrier&caller_id=02873001000&rate=30

`name` tells several PBXs apart (default: the host), `trunk` is the endpoint that reaches the
network, `caller_id` what customers see, `rate` the calls a second that the trunk takes, `tls=1`
an AMI behind TLS.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qs, unquote

from pydantic import AnyUrl

from cti.ami.address import DEFAULT_PORT, PbxAddress
from cti.errors import InvalidError
from cti.pbx.mends import advise

KNOWN = frozenset({"trunk", "caller_id", "rate", "tls"})
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
TRUNK = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
CALLER_ID = re.compile(r"\+?[0-9]{3,15}")
DEFAULT_TRUNK = "carrier"
DEFAULT_RATE = 30.0
"""Calls a second. Carriers cut off who sends more than was agreed; thirty is a common grant."""


class PbxSettingError(InvalidError):
    """An address in CTI_PBX is wrong: `pbx`, `what` of it (user, secret, name, trunk, …)."""

    code = "settings.pbx"


class Connection(NamedTuple):
    """One configured PBX."""

    name: str
    address: PbxAddress
    trunk: str
    caller_id: str
    rate: float


def read_connections(urls: Iterable[AnyUrl]) -> list[Connection]:
    """Take all addresses apart. Raises PbxSettingError, for a name used twice as well."""
    connections = [read_connection(url) for url in urls]
    names = [connection.name for connection in connections]
    for name in names:
        if names.count(name) > 1:
            what = f"name {name} is used twice"
            mend = "give each its own: ami://user:secret@host:5038/name"
            raise PbxSettingError(pbx=name, what=what, mend=mend)
    return connections


def read_connection(url: AnyUrl) -> Connection:
    """Take an address apart. Raises PbxSettingError; the secret is in no message."""
    host = url.host or ""

    def refuse(what: str) -> PbxSettingError:
        return PbxSettingError(pbx=f"{host}:{url.port}", what=what, mend=advise("settings.pbx"))

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

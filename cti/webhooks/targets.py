"""Where webhooks may go: not into this machine's own network, unless the operator allows it.

A name is judged by what it resolves to at the moment of connecting, so that a name which answers
differently the second time gains nothing; and no redirect is followed.
"""

import ipaddress
import re
import socket
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from cti.webhooks.errors import WebhookUrlError, WebhookUrlPrivateError

LONGEST = 2000
ODD_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
"""The last part of a host that is a number: browsers then take all of it for one (WHATWG URL)."""

NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateTargetError(OSError):
    """The name resolves to an address that webhooks may not go to."""


def check_url(text: str, *, allow_private: bool) -> URL:
    """The address, if a webhook may go there as far as it can be told without asking DNS.

    Raises WebhookUrlError, WebhookUrlPrivateError.
    """
    try:
        url = URL(text)
        port = url.port
    except ValueError as error:
        raise WebhookUrlError from error
    is_web = url.scheme in {"http", "https"} and bool(url.host) and bool(port)
    if not is_web or url.user or url.password or len(text) > LONGEST or not text.isprintable():
        raise WebhookUrlError
    if is_odd_number(url.host or ""):
        raise WebhookUrlError
    if not allow_private and is_private_host(url.host or ""):
        raise WebhookUrlPrivateError
    return url


def is_private_host(host: str) -> bool:
    """Whether a host, as the address has it, is plainly one of ours."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return is_private(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        return False


def is_odd_number(host: str) -> bool:
    """Whether it would be read as an IPv4 address, but is not written as one: 127.1, 0x7f000001."""
    if ODD_NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]) is None:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def is_private(address: Address) -> bool:
    """Whether an address is not one of the public internet, in whatever it is wrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        inner: list[ipaddress.IPv4Address | None] = [address.ipv4_mapped, address.sixtofour]
        if address.teredo is not None:
            inner.extend(address.teredo)
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(one is not None and is_private(one) for one in inner):
            return True
        if address.ipv4_mapped is not None:
            return False
    return not address.is_global or address.is_multicast


class GuardedResolver(AbstractResolver):
    """Resolves as usual, and refuses a name of which any address is private."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises PrivateTargetError."""
        found = await self._inner.resolve(host, port, family)
        for one in found:
            if is_private(ipaddress.ip_address(one["host"].partition("%")[0])):
                raise PrivateTargetError(host)
        return found

    async def close(self) -> None:
        """Release what resolving took."""
        await self._inner.close()


def make_resolver(*, allow_private: bool) -> Any:  # noqa: ANN401 - aiohttp takes None too
    """What a connector resolves with."""
    return None if allow_private else GuardedResolver()

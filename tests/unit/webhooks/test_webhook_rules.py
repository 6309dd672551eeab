"""Who is told, when it is tried again, how it is signed, and where a webhook may go."""

import asyncio
import hashlib
import hmac
import ipaddress
import socket
from datetime import timedelta

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from cti.webhooks.errors import WebhookUrlError, WebhookUrlPrivateError
from cti.webhooks.posting import Poster
from cti.webhooks.rules import KIND, KINDS, MOST_TRIES, passes, sign, wait_after, wants
from cti.webhooks.targets import (
    GuardedResolver,
    PrivateTargetError,
    check_url,
    is_private,
    is_private_host,
)


def test_who_names_no_kind_is_told_of_all_and_a_group_is_all_of_it():
    for group, all_of in KINDS.items():
        for what in all_of:
            kind = f"{group}.{what}"
            assert KIND.fullmatch(kind)
            assert wants([], kind)
            assert wants([f"{group}.*"], kind)
            assert wants([kind], kind)
            assert not wants(["other.*", f"{kind}_"], kind)


def test_a_filter_asks_of_the_customer_and_nobody_fulfils_one():
    lan = {"kind": "person", "stage": "lead", "owner_id": 7}
    assert passes({}, None)
    assert passes({"kind": []}, None)
    assert not passes({"kind": ["person"]}, None)
    assert passes({"kind": ["person"], "owner_id": [6, 7]}, lan)
    assert not passes({"kind": ["person"], "stage": ["customer"]}, lan)


@given(st.integers(1, MOST_TRIES + 5), st.floats(0, 1))
def test_each_wait_is_about_twice_the_last_and_there_is_an_end(tries: int, chance: float):
    wait = wait_after(tries, chance)
    if tries >= MOST_TRIES:
        assert wait is None
        return
    assert wait is not None
    assert timedelta(seconds=2.5) <= wait <= timedelta(hours=6)
    assert wait_after(tries, 0.5) <= timedelta(hours=4)  # type: ignore[operator]


@given(st.text(), st.integers(0, 2**40), st.text(max_size=50))
def test_a_signature_is_the_hmac_of_time_and_body(body: str, at: int, secret: str):
    expected = hmac.new(secret.encode("utf-8", "surrogatepass"), b"", hashlib.sha256)
    expected.update(f"{at}.{body}".encode())
    assert sign(secret, at, body) == f"t={at},v1={expected.hexdigest()}"


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104 - what must be refused
    *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_ours_is_private_in_whatever_it_is_wrapped(address: str):
    assert is_private(ipaddress.ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(WebhookUrlPrivateError):
        check_url(f"https://{host}/hook", allow_private=False)
    assert check_url(f"https://{host}/hook", allow_private=True).scheme == "https"


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_not(address: str):
    assert not is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "a.localhost", "db.internal"])
def test_names_of_this_machine_are_private_without_asking(host: str):
    assert is_private_host(host)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "ftp://example.vn",
        "https://",
        "https://a:b@example.vn/",
        "http://x:99999/",
        "http://[",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
    ],
)
def test_what_is_no_web_address_is_refused(url: str):
    with pytest.raises(WebhookUrlError):
        check_url(url, allow_private=True)


class Names(AbstractResolver):
    """A DNS whose answers the test chooses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self.addresses
        ]

    async def close(self) -> None:
        return None


async def test_a_name_is_judged_by_what_it_resolves_to_when_it_is_connected():
    assert await GuardedResolver(Names("1.1.1.1")).resolve("example.vn")
    with pytest.raises(PrivateTargetError):
        await GuardedResolver(Names("1.1.1.1", "127.0.0.1")).resolve("rebinding.example.vn")


async def test_nothing_is_sent_to_this_machine_unless_that_is_allowed():
    asked = 0

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(count, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    guarded, free = Poster(allow_private=False), Poster(allow_private=True)
    for host in ("127.0.0.1", "localhost"):
        result = await guarded.post(f"http://{host}:{port}/", "s", "e", "k", "{}")
        assert (result.ok, result.status, result.answer) == (False, None, "webhook.url_private")
    for host in ("2130706433", "127.1", "0x7f.1"):  # which some resolvers make 127.0.0.1 of
        assert not (await guarded.post(f"http://{host}:{port}/", "s", "e", "k", "{}")).ok
    assert asked == 0
    moved = await free.post(f"http://127.0.0.1:{port}/", "s", "e", "k", "{}")
    assert (moved.ok, moved.status, asked) == (False, 302, 1)  # it is not followed
    await guarded.close()
    await free.close()
    server.close()
    await server.wait_closed()

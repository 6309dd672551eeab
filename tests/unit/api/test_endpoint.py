"""What every handler stands on."""

import pytest
from aiohttp.test_utils import make_mocked_request

from cti.endpoint import address_of


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("::1", "10.0.0.1, 2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "198.51.100.1, <script>", "127.0.0.1"),
        ("127.0.0.1", ", ", "127.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_the_proxy_on_this_machine_is_believed(
    peer: str, forwarded: str | None, address: str
) -> None:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=peer)
    assert address_of(request) == address

"""Every operation of the whole server, asked by nobody, and oddly. By each role: see matrix/."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from account_world import PASSWORD
from aiohttp.test_utils import TestServer
from api_border import Border, Browser
from argon2 import PasswordHasher

from cti.accounts.passwords import Passwords
from cti.accounts.rights import Right, Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.api.openapi import build_document, list_operations
from cti.main import Server
from cti.settings import Settings

UNSAFE = {"post", "put", "patch", "delete"}


@pytest.fixture
async def whole(database_url: str, tmp_path: Path) -> AsyncIterator[Border]:
    """The whole server's app, without a PBX."""
    settings = Settings.model_validate({"data_dir": tmp_path, "database_url": database_url})
    server = Server(settings, [])
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    server.accounts.passwords = passwords
    register = Users(server.db, server.clock, passwords=passwords)
    for role in Role:
        form = {"username": role.value, "name": role.value, "role": role, "password": PASSWORD}
        await register.create(None, UserForm.model_validate(form))
    async with TestServer(server.app, host="127.0.0.1") as running:
        unused: Any = None
        yield Border(
            running, server.app, server.accounts, register, server.hub, server.bus,
            server.registry, unused, unused,
        )  # fmt: skip
    await server.db.close()


def operations(border: Border) -> list[tuple[str, str, Right | None]]:
    """Method, an address that fits the pattern, and the right that is asked for."""
    return [
        (method, re.sub(r"\{[^}]+\}", "7", pattern), handler.right)
        for pattern, method, handler in list_operations(border.app)
    ]


async def test_nobody_gets_anywhere_but_to_the_public_operations(whole: Border) -> None:
    asked = 0
    async with Browser(whole) as browser:
        for method, path, right in operations(whole):
            if right is None:
                continue
            response = await browser.ask(method.upper(), path)
            assert response.status == 401, f"{method} {path} answers {response.status}"
            assert (await response.json())["code"] == "session.missing"
            asked += 1
    assert asked > 40


async def test_whatever_is_asked_of_an_empty_server_no_defect_shows(
    whole: Border, database_kind: str
) -> None:
    """Odd identifiers and bodies at every operation, as the owner: an answer, never a 500."""
    bodies = [b"", b"{}", b"[]", b"nonsense", json.dumps({"a": [None] * 10}).encode()]
    odd = ["7", "0", "-1", "x", "%F0%9F%A6%86", "9" * 30, "'--", "a" * 500]
    if database_kind == "postgresql":  # what no database is asked for is refused before it
        bodies, odd = [b"", b"{}"], ["7", "-1", "%F0%9F%A6%86", "9" * 30]
    async with Browser(whole) as browser:
        await browser.sign_in("owner")
        for pattern, method, _ in list_operations(whole.app):
            if pattern == "/api/v1/session":
                continue
            for number, value in enumerate(odd if "{" in pattern else odd[:1]):
                path = re.sub(r"\{[^}]+\}", value, pattern)
                some = bodies if number == 0 else bodies[1:2]
                for body in some if method in UNSAFE else [None]:
                    response = await browser.ask(method.upper(), path, data=body)
                    told = (await response.read()).decode("utf-8", "replace")
                    assert response.status != 500, f"{method} {path} {body!r}: {told}"
                    if response.status >= 400:
                        assert response.content_type == "application/problem+json", path


async def test_odd_queries_get_an_answer_too(whole: Border, database_kind: str) -> None:
    odd = ["", "x", "-1", "9" * 30, "' OR 1=1 --", "%", "_", "\\", "🦆", "\u202e", "a" * 3000, "[]"]
    if database_kind == "postgresql":  # the values that it alone is particular about
        odd = ["", "9" * 30, "' OR 1=1 --", "\\", "🦆"]
    document = build_document(whole.app)
    tried = 0
    async with Browser(whole) as browser:
        await browser.sign_in("owner")
        for pattern, item in document["paths"].items():
            for parameter in item.get("get", {}).get("parameters", []):
                if parameter["in"] != "query":
                    continue
                for value in odd:
                    path = re.sub(r"\{[^}]+\}", "7", pattern)
                    response = await browser.ask("GET", path, params={parameter["name"]: value})
                    told = (await response.read()).decode("utf-8", "replace")
                    assert response.status < 500, f"{path} {parameter['name']}={value}: {told}"
                    tried += 1
    assert tried > 200

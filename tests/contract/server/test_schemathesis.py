"""What the OpenAPI document promises, asked of a running server by requests made from it.

The requests are the same at every run. Every operation is asked as the owner, by a token: valid
ones, and ones that break what the document says. No answer is a 500, and each is as described.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import schemathesis
from account_world import PASSWORD
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from process import ServerProcess
from pydantic import AnyUrl, SecretStr
from running import find_port
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)

from cti.accounts.rights import Right, Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.clock import utc_now
from cti.migrate import migrate, open_database
from cti.settings import Settings

EXAMPLES = 2  # of each kind, for each operation
CHECKS = (
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
LEFT_OUT = {
    "follow_events": "a websocket",
    "sign_out": "a token has no session to end",
    "speak_prompt": "speaks for seconds: asked in tests/contract/prompts",
    "examine_pbx": "waits for a PBX that is not there",
}


@pytest.fixture(scope="module")
async def process(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServerProcess]:
    """A server as a process of its own."""
    folder = tmp_path_factory.mktemp("schemathesis")
    url = f"sqlite+aiosqlite:///{folder / 'cti.sqlite3'}"
    await migrate(url)
    db = open_database(url)
    form = UserForm(username="owner", name="Chủ", role=Role.OWNER, password=PASSWORD)
    await Users(db, utc_now).create(None, form)
    await db.close()
    chosen = Settings(
        data_dir=folder,
        database_url=SecretStr(url),
        http_port=find_port(),
        pbx=(AnyUrl("ami://cti:secret@127.0.0.1:1/pbx"),),
        web_dir=Path("web/dist"),
    )
    running = ServerProcess(chosen)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()


@pytest.fixture(scope="module")
def address(process: ServerProcess) -> str:
    return f"http://127.0.0.1:{process.settings.http_port}"


@pytest.fixture(scope="module")
async def token(address: str) -> str:
    """The owner's, with every right; and something to be found."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(f"{address}/api/v1/", cookie_jar=jar) as http:

        async def post(path: str, **body: object) -> dict[str, Any]:
            async with http.post(path, json=body, headers=headers) as answer:
                assert answer.status == 201, await answer.text()
                made: dict[str, Any] = await answer.json()
                return made

        headers: dict[str, str] = {}
        session = await post("session", username="owner", password=PASSWORD)
        headers = {"X-CSRF-Token": session["csrf_token"]}
        phone = {"phones": [{"typed": "0912345678"}]}
        for name in ("Minh An", "Hoà Bình", "Đồng Xanh"):
            await post("customers", name=name, contact=phone, create_opportunity=True)
        await post("customers/1/tickets", subject="Máy hỏng")
        await post("customers/1/notes", body="Khách thích trà")
        scopes = [right.value for right in Right if right is not Right.SIGNED_IN]
        made = await post("tokens", name="schemathesis", scopes=scopes)
    return str(made["secret"])


def list_faults(address: str, token: str) -> Iterator[str]:
    """Every operation, and what was wrong with it."""
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", headers=headers)
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] in LEFT_OUT:
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=EXAMPLES,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:  # noqa: ANN401 - schemathesis' own
                case.call_and_validate(headers=headers, checks=CHECKS, timeout=20)

            try:
                ask()
            except Unsatisfiable:
                continue  # an operation without anything to break
            except FailureGroup as group:
                for fault in group.exceptions:
                    yield f"{operation.label} ({mode.value}): {fault}"


async def test_every_answer_is_as_the_document_says_and_none_is_a_defect(
    address: str, token: str, process: ServerProcess
) -> None:
    faults = await asyncio.to_thread(lambda: list(list_faults(address, token)))
    defects = [line for line in process.log.read_text().splitlines() if '"exception"' in line]
    assert not faults, "\n\n".join(faults + defects)
    assert not defects

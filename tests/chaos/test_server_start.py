"""`cti serve` and `cti doctor` as processes: which setting or machine is wrong, and the mend."""

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import aiohttp

from cti.settings import Settings
from tests.fakes.fake_ami import SECRET, FakeAmi, action_id
from tests.fakes.fake_pbx import FakePbx, Headers

STARTED_S = 40  # on a busy machine
WRONG = {
    "CTI_HTTP_PORT": "99999",
    "CTI_PBX": "http://u:hush-hush@pbx:5038",
    "CTI_PUBLIC_URL": "next door",
    "CTI_TIMEZONE": "Mars/Olympus",
    "CTI_COUNTRY": "XX",
    "CTI_RULES_PROFILE": "none",
    "CTI_SESSION_HOURS": "0",
    "CTI_SECURE_COOKIES": "perhaps",
    "CTI_ALLOW_UNSAFE_ASTERISK": "perhaps",
    "CTI_LOG_LEVEL": "LOUD",
}


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CTI_")}
    return kept | {"CTI_DATA_DIR": str(folder), "CTI_HTTP_PORT": str(find_port())} | settings


async def run(command: str, folder: Path, **settings: str) -> tuple[int, str, str]:
    """Run `cti <command>` to its end: exit code, standard output, standard error."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cti", command),
        env=environment(folder, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(STARTED_S):
            out, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode or 0, out.decode(), errors.decode()


@asynccontextmanager
async def serving(folder: Path, **settings: str) -> AsyncIterator[tuple[str, Path]]:
    """`cti serve` that answers: its address, and the file of its standard error."""
    said = folder / "stderr"
    port = find_port()
    with said.open("wb") as stream:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cti", "serve"),
            env=environment(folder, CTI_HTTP_PORT=str(port), **settings),
            stderr=stream,
        )
    base = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(STARTED_S), aiohttp.ClientSession() as session:
            while not await answers(session, base):
                assert process.returncode is None, said.read_text()
                await asyncio.sleep(0.05)
        yield base, said
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 5) == 0
    finally:
        if process.returncode is None:
            process.kill()


async def answers(session: aiohttp.ClientSession, base: str) -> bool:
    try:
        async with session.get(f"{base}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False


async def test_every_wrong_setting_is_named_with_what_it_should_be(tmp_path: Path) -> None:
    code, out, errors = await run("serve", tmp_path, **WRONG)
    assert (code, out) == (2, "")
    named = dict(re.findall(r"^  (CTI_\w+): .+\n    → (.+)$", errors, re.MULTILINE))
    assert named == {
        name: Settings.model_fields[name.removeprefix("CTI_").lower()].description for name in WRONG
    }
    assert "hush-hush" not in errors
    assert "Traceback" not in errors


def write_foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE somebody_elses (id INTEGER)")


def write_newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")


def write_garbage(path: Path) -> None:
    path.write_bytes(b"no database at all" * 100)


STOPS = {
    "a foreign database": ({}, write_foreign, "database.foreign", "empty database"),
    "a newer database": ({}, write_newer, "database.newer", "restore the backup"),
    "no database": ({}, write_garbage, "database.unreachable", "CTI_DATABASE_URL"),
    "another kind of database": (
        {"CTI_DATABASE_URL": "mysql://cti:hush-hush@db/cti"},
        None,
        "database.url",
        "set CTI_DATABASE_URL to sqlite",
    ),
    "a database that is away": (
        {"CTI_DATABASE_URL": "postgresql+asyncpg://cti:hush-hush@127.0.0.1:1/cti"},
        None,
        "database.unreachable",
        "check CTI_DATABASE_URL",
    ),
    "a folder that is a file": (
        {"CTI_DATA_DIR": "/dev/null/cti"},
        None,
        "database.unreachable",
        "check CTI_DATA_DIR",
    ),
    "an address of another machine": (
        {"CTI_HTTP_HOST": "192.0.2.1"},
        None,
        "server.not_listening",
        "set CTI_HTTP_HOST",
    ),
    "a PBX without a secret": ({"CTI_PBX": "ami://cti@pbx"}, None, "settings.pbx", "set CTI_PBX"),
    "one name for two PBXs": (
        {"CTI_PBX": "ami://a:hush-hush@one/x ami://a:b@two/x"},
        None,
        "settings.pbx",
        "give each its own",
    ),
}


FORK = """
import json, os, sys, tempfile
import cti.main, cti.commands  # once for all: it is most of a start
from cti.__main__ import cli

def run(environment):
    streams = [tempfile.TemporaryFile() for _ in range(2)]
    child = os.fork()
    if child == 0:
        os.environ.clear()
        os.environ.update(environment)
        for number, stream in enumerate(streams, start=1):
            os.dup2(stream.fileno(), number)
        try:
            cli(["serve"])
        except SystemExit as end:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(end.code)
        os._exit(99)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for stream in streams:
        stream.seek(0)
    return [status, *(stream.read().decode() for stream in streams)]

print(json.dumps([run(case) for case in json.load(sys.stdin)]))
"""


async def serve_each(environments: Sequence[dict[str, str]]) -> list[tuple[int, str, str]]:
    """`cti serve` to its end with each environment, in processes that share the imports."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", FORK),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(STARTED_S):
            out, _ = await process.communicate(json.dumps(environments).encode())
    finally:
        if process.returncode is None:
            process.kill()
    return [tuple(ended) for ended in json.loads(out)]


async def test_what_can_not_start_says_why_and_what_to_do(tmp_path: Path) -> None:
    environments = []
    for number, (settings, prepare, _, _) in enumerate(STOPS.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        if prepare is not None:
            prepare(folder / "cti.sqlite3")
        environments.append(environment(folder, **settings))
    ends = await serve_each(environments)
    for (case, (_, _, code, mend)), (status, _, errors) in zip(STOPS.items(), ends, strict=True):
        assert status == 2, (case, errors)
        assert f"\n{code}: " in f"\n{errors}", case
        assert re.search(rf"^  mend: .*{re.escape(mend)}", errors, re.MULTILINE), (case, errors)
        assert "hush-hush" not in errors
        assert "Traceback" not in errors


async def test_a_taken_port_is_named_and_no_pbx_is_touched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with FakeAmi() as fake:
            pbx = f"ami://cti:{quote(SECRET)}@127.0.0.1:{fake.port}/pbx"
            status, _, errors = await run("serve", tmp_path, CTI_HTTP_PORT=port, CTI_PBX=pbx)
    assert status == 2
    assert "server.port_taken: " in errors
    assert f"  port: {port}\n" in errors
    assert "CTI_HTTP_PORT" in errors
    assert fake.connections == 0


@asynccontextmanager
async def five_pbxs() -> AsyncIterator[str]:
    """CTI_PBX of PBXs that each have something wrong, by their names; `good` has not."""

    def no_dialplan(_: FakePbx, headers: Headers, connection) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - as FakeAmi's own answers
        connection.reply([("Response", "Success"), *action_id(headers), ("Value", "")])

    def list_commands(_: FakePbx, headers: Headers, connection) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - the same
        names = ("Originate", "Redirect", "Hangup", "Status", "DBGetTree", "Setvar", "Getvar")
        allowed = [(name, "(Priv: call,all)") for name in names]
        connection.reply([("Response", "Success"), *action_id(headers), *allowed])

    async with (
        FakeAmi() as good,
        FakeAmi() as refusing,
        FakeAmi() as empty,
        FakeAmi(FakePbx(version="16.2.0")) as old,
    ):
        for fake in (good, empty):
            fake.ANSWERS = FakeAmi.ANSWERS | {"ListCommands": list_commands}  # type: ignore[misc]
        empty.ANSWERS = empty.ANSWERS | {"Getvar": no_dialplan}  # type: ignore[misc]
        secret = quote(SECRET)
        yield " ".join(
            (
                f"ami://cti:{secret}@127.0.0.1:{good.port}/good",
                f"ami://cti:wrong@127.0.0.1:{refusing.port}/refusing",
                f"ami://cti:{secret}@127.0.0.1:{empty.port}/empty",
                f"ami://cti:{secret}@127.0.0.1:{old.port}/old",
                f"ami://cti:{secret}@127.0.0.1:1/away",
            )
        )


async def test_pbxs_with_something_wrong_are_named_with_the_mend_and_no_reason_not_to_start(
    tmp_path: Path,
) -> None:
    wanted = {
        "refusing": r"ami\.login_refused → make user and secret in CTI_PBX",
        "empty": r"pbx\.no_dialplan → .*copy extensions_cti\.conf",
        "old": r"ami\.version_refused → upgrade Asterisk, or set CTI_ALLOW_UNSAFE",
        "away": r"ami\.unreachable → check host and port in CTI_PBX",
    }
    no_web = {"CTI_WEB_DIR": str(tmp_path / "nowhere")}
    async with five_pbxs() as pbxs, serving(tmp_path, CTI_PBX=pbxs, **no_web) as (base, said):
        async with asyncio.timeout(10):
            for name, words in wanted.items():
                while not re.search(rf"pbx {name}(?: is away)?: {words}", said.read_text()):
                    await asyncio.sleep(0.05)
        assert "pbx good" not in said.read_text()
        assert re.search(r"web\.not_built: .*nowhere.*CTI_WEB_DIR", said.read_text())
        async with aiohttp.ClientSession() as session, session.get(base) as page:
            assert page.status == 503
            assert (await page.json())["code"] == "web.not_built"


async def test_the_doctor_finds_the_same_and_says_the_mends(tmp_path: Path) -> None:
    async with five_pbxs() as pbxs:
        status, out, errors = await run("doctor", tmp_path, CTI_PBX=pbxs)
    assert status == 1, errors
    lines = [re.sub(r"\s+", " ", line).strip() for line in out.splitlines()]
    failed = [line for line in lines if line.startswith("FAIL")]
    assert lines[0].startswith("ok database")
    for check, words in (
        ("ami.login", "→ ami.login_refused: make user and secret in CTI_PBX"),
        ("dialplan.version", "→ dialplan.absent: write the files with `cti pbx config`"),
        ("ami.login", "→ ami.version_refused: upgrade Asterisk"),
        ("ami.login", "→ ami.unreachable: check host and port"),
    ):
        assert any(check in line and words in line for line in failed), (check, out)
    assert SECRET not in out + errors


async def test_the_doctor_names_a_database_it_can_not_use(tmp_path: Path) -> None:
    write_foreign(tmp_path / "cti.sqlite3")
    status, out, _ = await run("doctor", tmp_path)
    assert status == 1
    assert "FAIL" in out
    assert "database.foreign: give the server an empty database of its own" in out

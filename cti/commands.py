"""What the command line does, beside serving."""

import asyncio
import os
import signal
from contextlib import suppress
from typing import Any

import click
from pydantic import SecretStr
from pydantic.networks import AnyUrl

from cti.accounts.rights import Role
from cti.accounts.shapes import UserForm
from cti.accounts.users import Users
from cti.ami.client import AmiLink
from cti.ami.state import LinkState
from cti.api.openapi import build_document
from cti.clock import utc_now
from cti.demo.seed import DemoSummary, seed_demo
from cti.errors import DomainError, InvalidError
from cti.main import Server
from cti.migrate import migrate, open_database
from cti.pbx.connection import read_connections
from cti.pbx.model import Ports
from cti.pbx.sandbox import down, status, up
from cti.pbx.shapes import Check
from cti.settings import Settings

LINK_WAIT_S = 10.0


class NoPbxError(InvalidError):
    """CTI_PBX names no PBX; `cti demo` without --seed-only brings its own."""

    code = "settings.no_pbx"


async def create_user(
    settings: Settings, username: str, name: str, role: str, extension: str | None, password: str
) -> int:
    """Add a user; returns its id. Raises what `Users.create` raises."""
    await migrate(settings.resolve_database_url())
    db = open_database(settings.resolve_database_url())
    try:
        form = UserForm(
            username=username,
            name=name,
            role=Role(role),
            extension=extension,
            password=password,
        )
        return (await Users(db, utc_now).create(None, form)).id
    finally:
        await db.close()


async def seed_demo_data(settings: Settings) -> DemoSummary:
    """Write the demo data for the first PBX of the settings; a second time changes nothing."""
    await migrate(settings.resolve_database_url())
    connections = read_connections(settings.pbx)
    if not connections:
        raise NoPbxError
    server = Server(settings, connections)

    async def speak(name: str, text: str) -> int:
        return (await server.prompts.speak(None, name, text)).id

    try:
        await server.dnc.load()
        return await seed_demo(
            server.db,
            server.bus,
            server.clock,
            server.gate,
            server.dnc,
            speak,
            pbx=connections[0].name,
            trunk=connections[0].trunk,
            caller_id=connections[0].caller_id,
        )
    finally:
        await server.db.close()


async def run_demo(settings: Settings, base: int) -> None:
    """Sandbox, demo data and server until Ctrl-C; ends the sandbox if it started it."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    run_dir = settings.data_dir.absolute() / "pbx"
    was_running = (await status(run_dir)).running
    click.echo("starting the PBX sandbox …")
    info = await up(run_dir, ports=Ports(base=base))
    settings = settings.model_copy(update={"pbx": (AnyUrl(info.make_address()),)})
    summary = await seed_demo_data(settings)
    server = Server(settings, read_connections(settings.pbx))
    try:
        await server.start()
        _print_welcome(settings, summary)
        await stop.wait()
    finally:
        await server.stop()
        if not was_running:
            await down(run_dir)


def _print_welcome(settings: Settings, summary: DemoSummary) -> None:
    host = "localhost" if settings.http_host in {"127.0.0.1", "0.0.0.0"} else settings.http_host  # noqa: S104 - compared, not bound
    click.echo(f"\n  http://{host}:{settings.http_port}\n")
    for login in summary.logins:
        phone = f", phone {login.extension}" if login.extension else ""
        click.echo(f"  {login.username:8} {summary.password:14} {login.role}{phone}")
    click.echo("\n  Ctrl-C ends the server and the sandbox.\n")


async def examine_all(settings: Settings) -> list[Check]:
    """The doctor, from the command line: the database, then every PBX."""
    checks: list[Check] = []
    try:
        revision = await migrate(settings.resolve_database_url())
    except DomainError as error:
        return [Check(code="database", ok=False, mend=error.code, params=dict(error.params))]
    checks.append(Check(code="database", ok=True, mend=None, params={"revision": revision}))
    if not settings.pbx:
        checks.append(Check(code="settings.pbx", ok=False, mend="settings.pbx", params={}))
    server = Server(settings, read_connections(settings.pbx))
    for node in server.nodes:
        await node.link.start()
        with suppress(TimeoutError):  # the doctor says why
            async with asyncio.timeout(LINK_WAIT_S):
                await _reach(node.link)
        diagnosis = await server.examine(node.name)
        checks += diagnosis.checks
        await node.link.stop()
    await server.db.close()
    return checks


async def _reach(link: AmiLink) -> None:
    """Until the link is up, or its first try has come to nothing."""
    trying = {LinkState.CONNECTING, LinkState.SYNCING}
    while link.state in trying or link.why == "ami.not_started":  # noqa: ASYNC110 - it tells of being up alone
        await asyncio.sleep(0.05)


async def describe_api() -> dict[str, Any]:
    """The OpenAPI document of a server with this release's routes."""
    settings = Settings(database_url=SecretStr("sqlite+aiosqlite:///:memory:"), data_dir=os.devnull)
    server = Server(settings, [])
    try:
        return dict(build_document(server.app))
    finally:
        await server.db.close()

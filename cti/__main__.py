"""The command line: `cti serve`, `migrate`, `user add`, `demo`, `doctor`, `openapi`, `pbx …`."""

import asyncio
import gc
import json
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

import click
from pydantic import ValidationError

from cti import __version__
from cti.accounts.rights import Role
from cti.errors import DomainError
from cti.logs import set_up_logs
from cti.pbx.cli import pbx
from cti.pbx.mends import advise
from cti.pbx.shapes import Check
from cti.settings import Settings

T = TypeVar("T")


@click.group()
@click.version_option(__version__)
def cli() -> None:
    """A call-centre server for Asterisk. Settings are CTI_* environment variables."""


cli.add_command(pbx)


@cli.command()
def serve() -> None:
    """Run the server until Ctrl-C or SIGTERM; migrates the database first."""
    gc.disable()  # what is loaded now stays until the end: nothing in it is garbage
    from cti.main import serve_until_signal  # noqa: PLC0415 - `cti --help` needs no server

    gc.freeze()
    gc.enable()
    settings = _load_settings()
    set_up_logs(settings.log_level)
    _run(serve_until_signal(settings))


@cli.command()
def migrate() -> None:
    """Bring the database to the schema of this release."""
    from cti.migrate import migrate as upgrade  # noqa: PLC0415 - as above

    revision = _run(upgrade(_load_settings().resolve_database_url()))
    click.echo(f"the database is at {revision}")


@cli.group()
def user() -> None:
    """Users of this server."""


@user.command(name="add")
@click.argument("username")
@click.option("--name", required=True, help="As others see it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--extension", default=None, help="The phone that is theirs.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def add_user(username: str, name: str, role: str, extension: str | None, password: str) -> None:
    """Add a user, such as the first owner."""
    from cti.commands import create_user  # noqa: PLC0415 - as above

    user_id = _run(create_user(_load_settings(), username, name, role, extension, password))
    click.echo(f"user {username} added, number {user_id}")


def _check_base(_context: click.Context, _parameter: click.Parameter, base: int) -> int:
    if base % 100:
        message = f"{base} is not a multiple of 100"
        raise click.BadParameter(message)
    return base


@cli.command()
@click.option("--seed-only", is_flag=True, help="Write the demo data, then end.")
@click.option(
    "--base",
    type=click.IntRange(10000, 19900),
    callback=_check_base,
    default=15000,
    show_default=True,
    help="First of the sandbox's ports; a multiple of 100.",
)
def demo(*, seed_only: bool, base: int) -> None:
    """PBX sandbox, demo data and server in one; Ctrl-C ends all that this started."""
    from cti.commands import run_demo, seed_demo_data  # noqa: PLC0415 - as above

    settings = _load_settings()
    set_up_logs(settings.log_level)
    _run(seed_demo_data(settings) if seed_only else run_demo(settings, base))


@cli.command()
def doctor() -> None:
    """Check settings, database and every PBX; exit code 1 when something is wrong."""
    from cti.commands import examine_all  # noqa: PLC0415 - as above

    lines = _run(examine_all(_load_settings()))
    for line in lines:
        mark = click.style("ok  ", fg="green") if line.ok else click.style("FAIL", fg="red")
        mend = "" if line.ok else f"  → {line.mend}: {_advise(line)}"
        detail = " ".join(f"{key}={value}" for key, value in line.params.items() if key != "mend")
        click.echo(f"{mark}  {line.code:24} {detail}{mend}")
    if not all(line.ok for line in lines):
        raise SystemExit(1)


@cli.command()
def openapi() -> None:
    """Print the OpenAPI document, as /api/v1/openapi.json serves it."""
    from cti.commands import describe_api  # noqa: PLC0415 - as above

    document = _run(describe_api())
    click.echo(json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True))


def _advise(line: Check) -> object:
    """The mend that the finding carries, or the one that its code stands for."""
    return line.params.get("mend") or advise(line.mend or "")


def _load_settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        lines = [_explain(str(item["loc"][0]), item["msg"]) for item in error.errors()]
        _stop("wrong settings, see docs/settings.md:\n" + "\n".join(lines))


def _explain(field: str, wrong: str) -> str:
    """What is wrong with a setting, and what it should be."""
    meant = Settings.model_fields[field].description
    return f"  CTI_{field.upper()}: {wrong}\n    → {meant}"


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except DomainError as error:
        details = "\n".join(f"  {key}: {value}" for key, value in error.params.items())
        _stop(f"{error.code}: {error.__doc__}\n{details}")
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _stop(message: str) -> NoReturn:
    click.echo(message.rstrip(), err=True)
    sys.exit(2)


if __name__ == "__main__":
    cli()

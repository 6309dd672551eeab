"""`cti pbx …`: the sandbox, and files for an Asterisk of one's own."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from cti.errors import DomainError
from cti.pbx.call_in import call_in
from cti.pbx.export import export_config
from cti.pbx.info import load_info
from cti.pbx.model import Pace, Ports
from cti.pbx.sandbox import down, find_run_dir, status, up, write_only

T = TypeVar("T")

_RUN_DIR = click.option(
    "--run-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where the sandbox keeps what it knows of itself  [default: CTI_DATA_DIR/pbx]",
)


@click.group(name="pbx")
def pbx() -> None:
    """A real PBX and carrier to try things on, and files for your own Asterisk."""


@pbx.command(name="up")
@_RUN_DIR
@click.option("--base", type=int, default=15000, show_default=True, help="First of its ports.")
@click.option("--ring", type=float, default=0.5, show_default=True, help="Subscribers ring, s.")
@click.option("--listen", type=float, default=2.0, show_default=True, help="Then listen, s.")
@click.option("--phone-ring", type=float, default=2.0, show_default=True, help="Phones ring, s.")
def start(run_dir: Path | None, base: int, ring: float, listen: float, phone_ring: float) -> None:
    """Start the sandbox, or find it running."""
    try:
        ports, pace = Ports(base=base), Pace(ring=ring, listen=listen)
    except ValidationError as error:
        raise click.UsageError(_word_validation(error)) from error
    info = _run(up(run_dir, ports=ports, pace=pace, phone_ring=phone_ring))
    click.echo(f"PBX      AMI {info.pbx.host}:{info.pbx.port}, SIP {info.sip_host}:{info.sip_pbx}")
    click.echo(f"carrier  AMI {info.carrier.host}:{info.carrier.port}, trunk {info.trunk!r}")
    click.echo(f"phones   {info.extensions[0]} to {info.extensions[-1]}, registered")
    click.echo(f"accounts {info.run_dir / 'sandbox.json'} (readable by you alone)")


@pbx.command(name="down")
@_RUN_DIR
def stop(run_dir: Path | None) -> None:
    """Stop the sandbox; what its PBX keeps on disk stays."""
    _run(down(run_dir))
    click.echo("stopped")


@pbx.command(name="status")
@_RUN_DIR
def show_status(run_dir: Path | None) -> None:
    """Ask both Asterisks how they are; exit code 1 when one is away."""
    seen = _run(status(run_dir))
    click.echo(f"PBX      {seen.pbx or 'not running'}")
    click.echo(f"carrier  {seen.carrier or 'not running'}")
    click.echo(f"phones   {' '.join(seen.phones) or 'none'}")
    click.echo(f"calls    {seen.calls}")
    if not seen.running:
        raise SystemExit(1)


@pbx.command(name="address")
@_RUN_DIR
def show_address(run_dir: Path | None) -> None:
    """Print the sandbox's address for CTI_PBX; there is a secret in it."""
    try:
        info = load_info((run_dir or find_run_dir()).resolve())
    except DomainError as error:
        raise click.ClickException(_word(error)) from error
    click.echo(info.make_address())


@pbx.command(name="files")
@_RUN_DIR
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A directory that the containers mount at the same place.",
)
def write_files(run_dir: Path | None, home: Path) -> None:
    """Write the sandbox's files for containers that something else starts."""
    try:
        write_only(run_dir or find_run_dir(), home.resolve())
    except DomainError as error:
        raise click.ClickException(_word(error)) from error
    click.echo(f"written to {home}")


@pbx.command(name="config")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="A directory for the files; what is in them already is replaced.",
)
@click.option("--extension", "extensions", multiple=True, help="An agent's extension; repeat it.")
@click.option("--main-number", default="02873001000", show_default=True, help="Rings the queue.")
@click.option("--permit", multiple=True, help="Network of the server, as 10.0.0.5/32; repeat it.")
def write_config(
    output: Path, extensions: tuple[str, ...], main_number: str, permit: tuple[str, ...]
) -> None:
    """Write what your own Asterisk has to include: dialplan, manager account, queue, sounds."""
    try:
        export_config(output, extensions=extensions, main_did=main_number, permit=permit)
    except ValidationError as error:
        raise click.UsageError(_word_validation(error)) from error
    except DomainError as error:
        raise click.ClickException(_word(error)) from error
    click.echo(f"written to {output}; start with {output / 'README.md'}")


@pbx.command(name="call-in")
@click.argument("caller")
@click.option("--to", default=None, help="The number that is called  [default: the main number]")
@click.option("--seconds", type=click.IntRange(1, 3600), default=20, show_default=True)
@_RUN_DIR
def call_in_command(caller: str, to: str | None, seconds: int, run_dir: Path | None) -> None:
    """Call in from outside, showing CALLER as the caller's number."""

    async def place() -> str:
        info = load_info((run_dir or find_run_dir()).resolve())
        return await call_in(info, caller, to=to, seconds=seconds)

    click.echo(f"calling, the carrier knows the call as {_run(place())}")


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except DomainError as error:
        raise click.ClickException(_word(error)) from error
    except (OSError, TimeoutError) as error:
        raise click.ClickException(f"the sandbox does not answer: {error}") from error


def _word(error: DomainError) -> str:
    return "\n".join([error.code, *(f"  {name}: {value}" for name, value in error.params.items())])


def _word_validation(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())

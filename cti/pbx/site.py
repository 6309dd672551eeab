"""From a run directory to everything a sandbox needs to know; its secrets are made once."""

import hashlib
import secrets
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from cti.pbx.info import AmiAccount, Process, SandboxInfo
from cti.pbx.model import CtiFiles, Extension, Pace, Ports, Site
from cti.pbx.write import write_private

EXTENSIONS = tuple(str(number) for number in range(101, 111))


class Secrets(BaseModel):
    """The passwords of one sandbox."""

    ami: str = Field(default_factory=lambda: secrets.token_urlsafe(24))
    console: str = Field(default_factory=lambda: secrets.token_urlsafe(24))
    phones: dict[str, str] = Field(
        default_factory=lambda: {number: secrets.token_urlsafe(18) for number in EXTENSIONS}
    )


def load_secrets(run_dir: Path) -> Secrets:
    """The sandbox's passwords: those of its last time, or new ones."""
    path = run_dir / "secrets.json"
    if path.is_file():
        return Secrets.model_validate_json(path.read_text(encoding="utf-8"))
    made = Secrets()
    write_private(path, made.model_dump_json(indent=2) + "\n")
    return made


def name_home(run_dir: Path) -> str:
    """Where a sandbox lives inside its Asterisk's root: several have room in one."""
    return f"/srv/cti/{hashlib.sha256(str(run_dir).encode()).hexdigest()[:12]}"


def make_site(run_dir: Path, ports: Ports, pace: Pace, phone_ring: float, max_files: int) -> Site:
    """What the templates are rendered with."""
    known = load_secrets(run_dir)
    return Site(
        ports=ports,
        home=name_home(run_dir),
        max_files=max_files,
        system_name=f"sandbox{ports.base}",
        pace=pace,
        phone_ring=phone_ring,
        console_secret=known.console,
        cti=CtiFiles(
            ami_secret=known.ami,
            extensions=tuple(
                Extension(number=number, secret=secret) for number, secret in known.phones.items()
            ),
        ),
    )


def describe(
    site: Site,
    engine: Literal["root", "docker"],
    run_dir: Path,
    home: Path,
    processes: tuple[Process, ...],
) -> SandboxInfo:
    """What others need to know of a sandbox."""
    ports = site.ports

    def account(port: int, username: str, secret: str) -> AmiAccount:
        return AmiAccount(host=site.host, port=port, username=username, secret=secret)

    return SandboxInfo(
        engine=engine,
        run_dir=run_dir,
        home=home,
        pbx=account(ports.ami_pbx, site.cti.ami_user, site.cti.ami_secret),
        pbx_console=account(ports.ami_pbx, "sandbox", site.console_secret),
        carrier=account(ports.ami_carrier, "sandbox", site.console_secret),
        sip_host=site.host,
        sip_pbx=ports.sip_pbx,
        sip_carrier=ports.sip_carrier,
        http_pbx=ports.http_pbx,
        trunk=site.trunk,
        queue=site.cti.queue,
        main_did=site.cti.main_did,
        extensions=tuple(extension.number for extension in site.cti.extensions),
        processes=processes,
    )

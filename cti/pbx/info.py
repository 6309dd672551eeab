"""What is known of a running sandbox, kept as one private file in its run directory."""

import os
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cti.pbx.errors import NotRunningError

INFO_FILE = "sandbox.json"


class AmiAccount(BaseModel):
    """How to log in to one Asterisk's manager interface."""

    model_config = ConfigDict(frozen=True)

    host: str
    port: int
    username: str
    secret: str = Field(repr=False)


class Process(BaseModel):
    """One process that we started; `started` (ticks since boot) tells it from a later namesake."""

    model_config = ConfigDict(frozen=True)

    name: str
    pid: int
    started: int


class SandboxInfo(BaseModel):
    """Addresses and accounts of a sandbox, and where its Asterisks keep their files."""

    model_config = ConfigDict(frozen=True)

    engine: Literal["root", "docker"]
    run_dir: Path
    home: Path  # as this machine sees it: home/pbx and home/carrier
    pbx: AmiAccount  # the server's own account, least privileges
    pbx_console: AmiAccount  # everything: tests, demo
    carrier: AmiAccount
    sip_host: str
    sip_pbx: int
    sip_carrier: int
    http_pbx: int
    trunk: str
    queue: str
    main_did: str
    extensions: tuple[str, ...]
    processes: tuple[Process, ...] = ()

    def make_address(self) -> str:
        """The PBX as CTI_PBX wants it; there is a secret in it."""
        account = self.pbx
        return (
            f"ami://{account.username}:{account.secret}@{account.host}:{account.port}/sandbox"
            f"?trunk={self.trunk}&caller_id={self.main_did}&rate=200"
        )


def save_info(info: SandboxInfo) -> None:
    """Write it, readable by its owner alone, whole or not at all."""
    target = info.run_dir / INFO_FILE
    draft = target.with_suffix(".tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(info.model_dump_json(indent=2) + "\n")
    draft.replace(target)


def load_info(run_dir: Path) -> SandboxInfo:
    """The sandbox started in this run directory.

    Raises NotRunningError when there is none, or when its file can't be read.
    """
    try:
        text = (run_dir / INFO_FILE).read_text(encoding="utf-8")
        return SandboxInfo.model_validate_json(text)
    except (OSError, ValidationError) as error:
        raise NotRunningError(run_dir=str(run_dir)) from error

"""Files for an administrator's own Asterisk."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from cti.pbx.model import CtiFiles, Extension
from cti.pbx.render import render_admin_readme, render_cti
from cti.pbx.sounds import PBX_SOUNDS, speak_all
from cti.pbx.write import write_private


def export_config(
    output: Path, *, extensions: Sequence[str], main_did: str, permit: Sequence[str]
) -> None:
    """Write the dialplan, manager account, queue, sounds and a README into a directory.

    An account's secret that was written there before is kept, so that a second run after an
    upgrade changes nothing else. Raises pydantic's ValidationError for what can't stand in a
    configuration file, ToolMissingError when the sounds can't be spoken.
    """
    settings = CtiFiles(
        ami_secret=_find_secret(output / "manager_cti.conf") or secrets.token_urlsafe(24),
        ami_permit=tuple(permit) or CtiFiles.model_fields["ami_permit"].default,
        extensions=tuple(
            # The phones are in the administrator's own pjsip.conf; their passwords stay there.
            Extension(number=number, secret=secrets.token_urlsafe(18))
            for number in extensions
        ),
        main_did=main_did,
    )
    texts = render_cti(settings) | {"README.md": render_admin_readme(settings)}
    speak_all(PBX_SOUNDS, output / "sounds/cti")
    for name, text in texts.items():
        write_private(output / name, text)


def _find_secret(manager_file: Path) -> str | None:
    if not manager_file.is_file():
        return None
    lines = manager_file.read_text(encoding="utf-8").splitlines()
    return next(
        (line.partition("=")[2].strip() for line in lines if line.startswith("secret")), None
    )

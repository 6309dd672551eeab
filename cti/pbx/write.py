"""Laying out an Asterisk's directories and files."""

import os
from collections.abc import Mapping
from pathlib import Path

FOLDERS = ("etc", "lib", "db", "data/sounds", "spool", "run", "log", "cache/media_cache")
# What of the package's own data Asterisk needs beside our sounds: without its documentation no
# PJSIP object can be configured.
SHARED_DATA = "/usr/share/asterisk"
LINKS = ("documentation", "static-http")


def lay_out(home: Path, files: Mapping[str, str]) -> bool:
    """Make one Asterisk's directories and write its etc files, readable by their owner alone.

    Files of an earlier time that are not in `files` are removed. Returns whether anything in etc
    is now different from before.
    """
    for folder in FOLDERS:
        (home / folder).mkdir(parents=True, exist_ok=True)
    for name in LINKS:
        link = home / "data" / name
        if not link.is_symlink():
            link.symlink_to(f"{SHARED_DATA}/{name}")
    etc = home / "etc"
    changed = False
    for stale in {path.name for path in etc.iterdir()} - set(files):
        (etc / stale).unlink()
        changed = True
    for name, text in files.items():
        changed = write_private(etc / name, text) or changed
    return changed


def write_private(path: Path, text: str) -> bool:
    """Write a file that its owner alone reads; return whether its text is new."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    draft = path.with_name(f".{path.name}.tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(path)
    return True

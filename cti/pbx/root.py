"""A Debian root directory that holds Asterisk: made once with debootstrap, kept, reused."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cti.pbx.errors import RootMissingError, ToolMissingError

# Debian 12 and 13 have no Asterisk package; forky and sid have 22.
SUITE = "forky"
PACKAGES = ("asterisk",)
MARKER = ".cti-pbx-root"
MARKER_VERSION = "1"  # raise it when a root made before is not good enough any more
ASTERISK = "usr/sbin/asterisk"


def find_root_dir() -> Path:
    """Where the root is or will be: CTI_PBX_ROOT, else in the user's cache directory."""
    if chosen := os.environ.get("CTI_PBX_ROOT"):
        return Path(chosen).resolve()
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache).resolve() / "cti" / "pbx-root"


def is_root_ready(root: Path) -> bool:
    """Whether the root was finished by this version of the recipe (a half-made one was not)."""
    marker = root / MARKER
    return (
        marker.is_file()
        and marker.read_text(encoding="utf-8").strip() == MARKER_VERSION
        and (root / ASTERISK).is_file()
    )


def ensure_root(root: Path) -> None:
    """Make the root unless it is there; one maker at a time. About 45 s and 540 MB.

    Raises RootMissingError (with what is needed) or ToolMissingError.
    """
    if os.geteuid() != 0:  # to enter a root takes the same rights as to make it
        raise RootMissingError(needs="a Docker engine, or root's rights for debootstrap and chroot")
    root.parent.mkdir(parents=True, exist_ok=True)
    with _hold_lock(root.with_name(f"{root.name}.lock")):
        if not is_root_ready(root):
            _make_root(root)
        settle_names(root)


@contextmanager
def _hold_lock(path: Path) -> Iterator[None]:
    with path.open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _make_root(root: Path) -> None:
    if root.exists():
        shutil.rmtree(root)
    debootstrap = _ensure_debootstrap()
    mirror = find_mirror(Path("/etc/apt"))
    # A debootstrap older than the suite has no script of its name; sid's own does it.
    script = Path("/usr/share/debootstrap/scripts/sid")
    keyring = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    command = [debootstrap, "--variant=minbase", f"--include={','.join(PACKAGES)}"]
    if keyring.is_file():
        command.append(f"--keyring={keyring}")
    command += [SUITE, str(root), mirror, str(script)]
    made = subprocess.run(  # noqa: S603  (paths and the machine's own mirror, no shell)
        command, check=False, capture_output=True, text=True
    )
    if made.returncode != 0:
        last = "\n".join((made.stdout + made.stderr).strip().splitlines()[-6:])
        raise RootMissingError(needs="a Debian mirror that debootstrap can use", log=last)
    shutil.rmtree(root / "var/cache/apt/archives", ignore_errors=True)
    (root / MARKER).write_text(f"{MARKER_VERSION}\n", encoding="utf-8")


def _ensure_debootstrap() -> str:
    found = shutil.which("debootstrap")
    apt = shutil.which("apt-get")
    if found is None and apt is not None:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "debootstrap"]):
            subprocess.run(  # noqa: S603  (fixed words)
                [apt, *arguments], check=False, capture_output=True, env=environment
            )
        found = shutil.which("debootstrap")
    if found is None:
        raise ToolMissingError(program="debootstrap", package="debootstrap")
    return found


def find_mirror(apt_dir: Path) -> str:
    """The Debian mirror this machine itself uses, from its apt settings.

    Reads the deb822 form (`URIs:`) and one-line `deb` entries. Raises RootMissingError when no
    entry is for Debian.
    """
    files = [apt_dir / "sources.list"]
    files += sorted((apt_dir / "sources.list.d").glob("*.sources"))
    files += sorted((apt_dir / "sources.list.d").glob("*.list"))
    for file in files:
        if file.is_file():
            for address in _list_mirrors(file.read_text(encoding="utf-8")):
                return address
    raise RootMissingError(needs="a Debian mirror in /etc/apt/sources.list or sources.list.d")


def _list_mirrors(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in lines:
        one_line = re.match(r"deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\S+", line)
        words = [one_line[1]] if one_line else []
        if line.lower().startswith("uris:"):
            words = line.split()[1:]
        # Others' repositories, and Debian's of security fixes alone, hold no whole system.
        yield from (word for word in words if re.search(r"/debian/?\Z", word))


def settle_names(root: Path) -> None:
    """Let no call wait for DNS.

    Without an entry for the machine's own name and for a root name server (pjproject and the C
    library look both up), every call blocks for about five seconds where there is no DNS.
    """
    etc = root / "etc"
    wanted = f"127.0.0.1 localhost {socket.gethostname()} A.ROOT-SERVERS.NET\n"
    _write_if_other(etc / "hosts", wanted)
    _write_if_other(etc / "resolv.conf", "")
    switch = etc / "nsswitch.conf"
    text = switch.read_text(encoding="utf-8") if switch.is_file() else "hosts: files\n"
    _write_if_other(switch, re.sub(r"(?m)^hosts:.*$", "hosts: files", text))


def _write_if_other(path: Path, text: str) -> None:
    if path.is_symlink():
        path.unlink()
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")

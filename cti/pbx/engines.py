"""What the Asterisks run in: containers where a Docker engine runs, else a Debian root."""

import asyncio
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from cti.pbx.errors import StartFailedError
from cti.pbx.info import Process, SandboxInfo
from cti.pbx.processes import end_process, is_alive, start_process
from cti.pbx.root import ensure_root, find_root_dir
from cti.pbx.site import name_home
from cti.pbx.sounds import find_program

ROLES = ("pbx", "carrier")
COMPOSE_FILE = Path(__file__).resolve().parents[2] / "docker-compose.yml"


class Engine(Protocol):
    """One way to run the two Asterisks."""

    @property
    def name(self) -> Literal["root", "docker"]:
        """As it is kept in SandboxInfo."""

    async def prepare(self, run_dir: Path, inside: str) -> Path:
        """Make ready what is needed; return where `inside` is, seen from this machine."""

    async def start(self, run_dir: Path, inside: str, home: Path) -> tuple[Process, ...]:
        """Start both; return the processes that are ours to end (none with containers)."""

    async def is_running(self, info: SandboxInfo) -> bool:
        """Whether both still run."""

    async def stop(self, info: SandboxInfo) -> None:
        """End exactly what was started."""


class RootEngine:
    """Plain processes in a Debian root."""

    name: Literal["root"] = "root"

    async def prepare(self, run_dir: Path, inside: str) -> Path:  # noqa: ARG002  (one root serves all run directories)
        """Make the root unless it is there (45 s once)."""
        root = find_root_dir()
        await asyncio.to_thread(ensure_root, root)
        return root / inside.lstrip("/")

    async def start(self, run_dir: Path, inside: str, home: Path) -> tuple[Process, ...]:  # noqa: ARG002  (the same)
        """Start both in the root."""
        enter = [find_program("chroot", "coreutils"), str(find_root_dir()), "/usr/sbin/asterisk"]
        return tuple(
            start_process(
                role,
                [*enter, "-f", "-U", "root", "-C", f"{inside}/{role}/etc/asterisk.conf"],
                home / role / "log/console.log",
            )
            for role in ROLES
        )

    async def is_running(self, info: SandboxInfo) -> bool:
        """Both processes are alive, and are those that we started."""
        return bool(info.processes) and all(map(is_alive, info.processes))

    async def stop(self, info: SandboxInfo) -> None:
        """End the recorded processes."""
        await asyncio.gather(*(end_process(process) for process in info.processes))


@dataclass(frozen=True)
class DockerEngine:
    """Containers of docker-compose.yml, on the machine's own network: every port is on loopback."""

    docker: str
    name: Literal["docker"] = "docker"

    async def prepare(self, run_dir: Path, inside: str) -> Path:  # noqa: ARG002  (mounted there, not found there)
        """The files live in the run directory and are mounted."""
        return run_dir / "home"

    async def start(self, run_dir: Path, inside: str, home: Path) -> tuple[Process, ...]:
        """Build the image unless it is there (about a minute once), start both containers."""
        code, said = await self._compose(
            run_dir, ["up", "--detach", "--build", *ROLES], inside=inside, home=home
        )
        if code != 0:
            raise StartFailedError(docker="\n".join(said.splitlines()[-8:]))
        return ()

    async def is_running(self, info: SandboxInfo) -> bool:
        """Both containers are up."""
        code, said = await self._compose(info.run_dir, ["ps", "--status", "running", "--quiet"])
        return code == 0 and len(said.split()) == len(ROLES)

    async def stop(self, info: SandboxInfo) -> None:
        """Remove this sandbox's containers; their files are in the run directory and stay."""
        await self._compose(info.run_dir, ["rm", "--stop", "--force", *ROLES])

    async def _compose(
        self, run_dir: Path, words: list[str], *, inside: str = "", home: Path | None = None
    ) -> tuple[int, str]:
        # One project a run directory: `make run` and the tests never stop each other's.
        project = f"cti-{name_home(run_dir).rpartition('/')[2]}"
        values = {
            "CTI_PBX_HOME": str(home or run_dir / "home"),
            "CTI_PBX_INSIDE": inside or "/srv/cti",
            "CTI_PBX_USER": f"{os.getuid()}:{os.getgid()}",
        }
        return await _run(
            [self.docker, "compose", "-f", str(COMPOSE_FILE), "-p", project, *words], values
        )


async def choose_engine(wanted: str | None = None) -> Engine:
    """Docker where its engine answers and has compose, else a Debian root.

    `wanted` (default: CTI_PBX_ENGINE) forces one: docker or root. Raises ToolMissingError when
    docker is wanted and not installed.
    """
    wanted = wanted or os.environ.get("CTI_PBX_ENGINE", "")
    docker = shutil.which("docker")
    if wanted == "docker":
        return DockerEngine(find_program("docker", "docker.io"))
    if wanted == "root" or docker is None:
        return RootEngine()
    for question in (["info"], ["compose", "version"]):
        code, _ = await _run([docker, *question], {})
        if code != 0:
            return RootEngine()
    return DockerEngine(docker)


def recall_engine(info: SandboxInfo) -> Engine:
    """The engine that a running sandbox was started with."""
    if info.engine == "docker":
        return DockerEngine(find_program("docker", "docker.io"))
    return RootEngine()


async def _run(command: list[str], values: dict[str, str]) -> tuple[int, str]:
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **values},
    )
    said, _ = await child.communicate()
    return child.returncode or 0, said.decode(errors="replace")

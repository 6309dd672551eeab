"""A PostgreSQL cluster for the tests, from Debian's own package; nothing of it is kept."""

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import asyncpg

PACKAGE = "postgresql"
BINARIES = "/usr/lib/postgresql/*/bin"
FAST = (  # a cluster that lives a minute needs no protection from a power cut
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 "
    "-c autovacuum=off -c unix_socket_directories="
)
START_TRIES = 3


@dataclass
class Cluster:
    """A running PostgreSQL server."""

    folder: str
    port: int
    password: str
    users: int = 0  # test processes that use it

    def url(self, name: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+asyncpg://postgres:{self.password}@127.0.0.1:{self.port}/{name}"

    async def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template`; returns its name."""
        name = f"t_{secrets.token_hex(8)}"
        await self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return name

    async def drop(self, name: str) -> None:
        """Remove a database and cut who is still connected."""
        await self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(
            host="127.0.0.1",
            port=self.port,
            user="postgres",
            password=self.password,
            database="postgres",
        )
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def share_cluster(base: Path) -> Iterator[Cluster]:
    """The run's cluster: the first process that asks starts it, the last one ends it."""
    record = base / "postgres.json"
    with _locked(record):
        cluster = Cluster(**json.loads(record.read_text())) if record.exists() else start_cluster()
        cluster.users += 1
        record.write_text(json.dumps(asdict(cluster)))
    try:
        yield cluster
    finally:
        with _locked(record):
            cluster = Cluster(**json.loads(record.read_text()))
            cluster.users -= 1
            record.write_text(json.dumps(asdict(cluster)))
            if cluster.users == 0:
                record.unlink()
                stop_cluster(cluster)


@contextmanager
def _locked(record: Path) -> Iterator[None]:
    with record.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_cluster(shared_buffers: str = "64MB") -> Cluster:
    """Make a cluster in a folder of its own and start it on a free loopback port."""
    options = f"{FAST} -c shared_buffers={shared_buffers}"
    folder = Path(tempfile.mkdtemp(prefix="cti-postgres-"))
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(secret, "postgres")
    _run(
        "initdb", f"--pgdata={folder}/data", "--username=postgres", f"--pwfile={secret}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip
    for attempt in range(START_TRIES):
        port = _free_port()
        try:
            _pg_ctl(folder, "start", "-w", "-t", "60", "-o", f"{options} -h 127.0.0.1 -p {port}")
        except subprocess.CalledProcessError:
            if attempt + 1 == START_TRIES:  # somebody may have taken the port in between
                raise
        else:
            return Cluster(str(folder), port, password)
    raise AssertionError


def stop_cluster(cluster: Cluster) -> None:
    """End the server and remove its files."""
    _pg_ctl(Path(cluster.folder), "stop", "-w", "-m", "immediate")
    shutil.rmtree(cluster.folder)


def _pg_ctl(folder: Path, *arguments: str) -> None:
    _run("pg_ctl", f"--pgdata={folder}/data", f"--log={folder}/log", *arguments)


def _run(program: str, *arguments: str) -> None:
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    subprocess.run(  # noqa: S603 - our own words only
        [_binary(program), *arguments],
        check=True,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # the server inherits it; a pipe would never close
        stderr=subprocess.DEVNULL,
    )


def _binary(program: str) -> str:
    if not (found := _find(program)):
        install = ["apt-get", "install", "-y", "--no-install-recommends", PACKAGE]
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(install, check=True, env=environment)  # noqa: S603 - our own words only
        found = _find(program)
    return found[-1]


def _find(program: str) -> list[str]:
    folders = sorted(Path("/").glob(BINARIES.removeprefix("/")), key=lambda path: path.parts[-2])
    return [str(folder / program) for folder in folders if (folder / program).exists()]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

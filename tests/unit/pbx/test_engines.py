from pathlib import Path

import pytest

from cti.pbx.engines import DockerEngine, RootEngine, choose_engine
from cti.pbx.errors import ToolMissingError


@pytest.fixture(autouse=True)
def bin_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where programs are found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CTI_PBX_ENGINE", raising=False)
    return tmp_path


def install_docker(bin_dir: Path, body: str) -> None:
    program = bin_dir / "docker"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


async def test_without_docker_the_asterisks_run_in_a_debian_root() -> None:
    assert isinstance(await choose_engine(), RootEngine)


async def test_a_docker_client_without_an_engine_is_not_chosen(bin_dir: Path) -> None:
    install_docker(bin_dir, "exit 1")
    assert isinstance(await choose_engine(), RootEngine)


async def test_an_engine_without_compose_is_not_chosen(bin_dir: Path) -> None:
    install_docker(bin_dir, 'test "$1" = info')
    assert isinstance(await choose_engine(), RootEngine)


async def test_an_engine_with_compose_is_chosen(bin_dir: Path) -> None:
    install_docker(bin_dir, "exit 0")
    assert isinstance(await choose_engine(), DockerEngine)


async def test_the_environment_may_choose_the_root_though_docker_runs(
    bin_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_docker(bin_dir, "exit 0")
    monkeypatch.setenv("CTI_PBX_ENGINE", "root")
    assert isinstance(await choose_engine(), RootEngine)


async def test_docker_that_was_asked_for_and_is_missing_is_named() -> None:
    with pytest.raises(ToolMissingError) as caught:
        await choose_engine("docker")
    assert caught.value.params == {"program": "docker", "package": "docker.io"}


async def test_containers_get_the_sandboxs_own_directory_and_project(bin_dir: Path) -> None:
    install_docker(bin_dir, f'echo "$CTI_PBX_HOME $CTI_PBX_INSIDE $@" > {bin_dir}/asked')
    engine = DockerEngine(str(bin_dir / "docker"))
    asked = []
    for name in ("one", "two"):
        run_dir = bin_dir / name
        home = await engine.prepare(run_dir, "/srv/cti/x")
        assert await engine.start(run_dir, "/srv/cti/x", home) == ()
        asked.append((bin_dir / "asked").read_text().split())
    assert asked[0][:2] == [str(bin_dir / "one" / "home"), "/srv/cti/x"]
    projects = [words[words.index("-p") + 1] for words in asked]
    assert projects[0] != projects[1]
    assert asked[0][-2:] == ["pbx", "carrier"]

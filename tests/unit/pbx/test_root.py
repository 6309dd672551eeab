import socket
from pathlib import Path

import pytest

from cti.pbx.errors import RootMissingError
from cti.pbx.root import (
    ASTERISK,
    MARKER,
    MARKER_VERSION,
    ensure_root,
    find_mirror,
    find_root_dir,
    is_root_ready,
    settle_names,
)

DEB822 = """# made by a tool
Types: deb
# URIs: http://old.example/debian
URIs: http://mirror.example/debian
Suites: stable
Components: main
"""


def write(folder: Path, name: str, text: str) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.list.d/debian.sources", DEB822),
        ("sources.list", "deb http://mirror.example/debian stable main\n"),
        ("sources.list", "deb [signed-by=/k.gpg arch=amd64] http://mirror.example/debian a b\n"),
        (
            "sources.list.d/x.list",
            "#deb http://no.example/debian a b\n\ndeb http://mirror.example/debian a b\n",
        ),
        (
            "sources.list.d/debian.sources",
            DEB822.replace("URIs: http://m", "URIs: http://x.example/node http://m"),
        ),
    ],
)
def test_the_mirror_is_the_one_the_machine_uses(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, name, text)
    assert find_mirror(tmp_path) == "http://mirror.example/debian"


def test_repositories_of_others_and_of_security_fixes_alone_are_no_mirror(tmp_path: Path) -> None:
    write(tmp_path, "sources.list", "deb http://mirror.example/debian-security stable main\n")
    write(tmp_path, "sources.list.d/cloud.list", "deb https://packages.example/apt cloud main\n")
    with pytest.raises(RootMissingError) as caught:
        find_mirror(tmp_path)
    assert "mirror" in str(caught.value.params["needs"])


def test_the_root_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CTI_PBX_ROOT", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert find_root_dir() == tmp_path / "cti" / "pbx-root"
    monkeypatch.setenv("CTI_PBX_ROOT", str(tmp_path / "mine"))
    assert find_root_dir() == tmp_path / "mine"


def test_a_half_made_root_is_not_ready(tmp_path: Path) -> None:
    assert not is_root_ready(tmp_path)
    write(tmp_path, ASTERISK, "")
    assert not is_root_ready(tmp_path)
    write(tmp_path, MARKER, "0\n")
    assert not is_root_ready(tmp_path)
    write(tmp_path, MARKER, f"{MARKER_VERSION}\n")
    assert is_root_ready(tmp_path)


def test_names_are_settled_so_that_no_call_waits_for_dns(tmp_path: Path) -> None:
    write(tmp_path, "etc/nsswitch.conf", "passwd: files\nhosts:          files dns\n")
    (tmp_path / "etc/resolv.conf").symlink_to("/etc/resolv.conf")
    settle_names(tmp_path)
    assert (tmp_path / "etc/nsswitch.conf").read_text() == "passwd: files\nhosts: files\n"
    assert (tmp_path / "etc/resolv.conf").read_text() == ""
    assert not (tmp_path / "etc/resolv.conf").is_symlink()  # the machine's own is left alone
    hosts = (tmp_path / "etc/hosts").read_text().split()
    assert {"127.0.0.1", "localhost", "A.ROOT-SERVERS.NET", socket.gethostname()} <= set(hosts)


def test_somebody_without_roots_rights_is_told_what_else_would_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(RootMissingError) as caught:
        ensure_root(tmp_path / "root")
    assert "Docker engine" in str(caught.value.params["needs"])
    assert not (tmp_path / "root").exists()

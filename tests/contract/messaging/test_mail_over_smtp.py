"""Mail through a real SMTP server: one that takes it, refuses it, is away, or never answers."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from mail_server import Post, make_certificate, open_mail_server, open_silent_server

from cti.messaging.mail import Attachment, Mail, Mailer, Undelivered

SUBJECT = "Đã nhập xong: khảo sát kho Thủ Đức cùng phòng kỹ thuật và ban quản lý tòa nhà.xlsx"
MAIL = Mail("lan@x.vn", SUBJECT, "Tạo mới: 1\n", [Attachment("hàng lỗi.xlsx", b"PK\x03")], 7)
LOGIN = "cti:a%20secret%40%3A%2F@"


@asynccontextmanager
async def running(
    folder: Path,
    port: int,
    *,
    login: str = "",
    tls: ssl.SSLContext | None = None,
    retry_s: tuple[float, ...] = (0.02, 0.02),
    deadline_s: float = 5.0,
) -> AsyncIterator[tuple[Mailer, list[Undelivered]]]:
    told: list[Undelivered] = []

    async def tell(mail: Undelivered) -> None:
        told.append(mail)

    mailer = Mailer(
        f"smtp://{login}127.0.0.1:{port}", "cti@x.vn", folder, tell,
        retry_s=retry_s, deadline_s=deadline_s, tls=tls,
    )  # fmt: skip
    work = asyncio.create_task(mailer.run())
    try:
        yield mailer, told
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


def waiting(folder: Path) -> list[Path]:
    return list((folder / "waiting").glob("*"))


async def test_mail_goes_over_tls_with_a_login_and_arrives_whole(tmp_path: Path) -> None:
    server_tls, client_tls = make_certificate(tmp_path)
    post, box = Post(), tmp_path / "outbox"
    async with (
        open_mail_server(post, server_tls, auth=True) as port,
        running(box, port, login=LOGIN, tls=client_tls) as (mailer, told),
    ):
        await mailer.send(MAIL)
        await until(lambda: post.messages and not waiting(box))
    (message,) = post.messages
    assert (message["To"], message["From"], message["Subject"]) == ("lan@x.vn", "cti@x.vn", SUBJECT)
    text, attached = message.iter_parts()
    assert text.get_content().splitlines() == ["Tạo mới: 1"]
    assert (attached.get_filename(), attached.get_content()) == ("hàng lỗi.xlsx", b"PK\x03")
    assert "X-CTI-User" not in message
    assert (post.over_tls, told) == ([True], [])


async def test_a_server_that_refuses_for_now_is_tried_again_and_a_restart_loses_nothing(
    tmp_path: Path,
) -> None:
    post = Post(answers=["451 Try later", "451 Try later"])
    async with open_mail_server(post) as port:
        async with running(tmp_path, port, retry_s=(0.02, 60.0)) as (mailer, _):
            await mailer.send(MAIL)
            await until(lambda: post.tries == 2)
        assert len(waiting(tmp_path)) == 1
        async with running(tmp_path, port) as (_, told):
            await until(lambda: post.messages and not waiting(tmp_path))
    assert (post.tries, told) == (3, [])


@pytest.mark.parametrize(("answer", "tries"), [("451 Try later", 3), ("554 No spam here", 1)])
async def test_what_is_refused_to_the_end_is_kept_and_told_to_whom_it_was_for(
    tmp_path: Path, answer: str, tries: int
) -> None:
    post = Post(answers=[answer] * 9)
    async with open_mail_server(post) as port, running(tmp_path, port) as (mailer, told):
        await mailer.send(MAIL)
        await until(lambda: told and not waiting(tmp_path))
    assert told == [Undelivered(7, "lan@x.vn", SUBJECT, answer)]
    assert post.tries == tries
    assert len(list((tmp_path / "failed").glob("*.eml"))) == 1


async def test_a_wrong_password_and_a_stranger_s_certificate_are_told_at_once(
    tmp_path: Path,
) -> None:
    server_tls, client_tls = make_certificate(tmp_path)
    for login, tls, why in (
        ("cti:sai@", client_tls, "535 5.7.8 Authentication credentials invalid"),
        (LOGIN, None, "SSLCertVerificationError"),
        ("cti:b%C3%AD@", client_tls, "UnicodeEncodeError"),  # smtplib knows ASCII only
    ):
        box = tmp_path / why[:3]
        async with (
            open_mail_server(Post(), server_tls, auth=True) as port,
            running(box, port, login=login, tls=tls) as (mailer, told),
        ):
            await mailer.send(MAIL)
            await until(lambda told=told: told)
        assert told[0].why == why


@pytest.mark.parametrize("drip", [b"", b"220-still thinking\r\n"])
async def test_a_server_that_hangs_holds_a_try_no_longer_than_the_deadline(
    tmp_path: Path, drip: bytes
) -> None:
    began = time.monotonic()
    async with (
        open_silent_server(drip) as port,
        running(tmp_path, port, deadline_s=0.3) as (mailer, told),
    ):
        await mailer.send(MAIL)
        await until(lambda: told)
    assert told[0].why == "TimeoutError"
    assert 0.9 <= time.monotonic() - began < 5  # three tries


async def test_nobody_at_the_port_is_told_after_the_last_try(tmp_path: Path) -> None:
    async with open_silent_server() as port:
        pass
    async with running(tmp_path, port) as (mailer, told):
        await mailer.send(MAIL)
        await until(lambda: told)
    assert told[0].why == "ConnectionRefusedError"

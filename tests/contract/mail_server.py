"""A real SMTP server for tests: it keeps what it is given, or refuses it, or says nothing."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, SECRET = b"cti", b"a secret@:/"
GOOD = "250 OK"


@dataclass
class Post:
    """What arrived, and how; `answers` are given to messages in turn, then all are taken."""

    answers: list[str] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)
    tries: int = 0
    over_tls: list[bool] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.tries += 1
        self.over_tls.append(session.ssl is not None)
        if self.answers and (answer := self.answers.pop(0)) != GOOD:
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        self.messages.append(message_from_bytes(content, policy=policy.default))
        return GOOD


def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:  # noqa: ANN401 - aiosmtpd's own
    assert isinstance(said, LoginPassword)
    # Unless told that it is not handled yet, aiosmtpd leaves the refusal to us.
    return AuthResult(success=(said.login, said.password) == (USER, SECRET), handled=False)


@asynccontextmanager
async def open_mail_server(
    post: Post, tls: ssl.SSLContext | None = None, *, auth: bool = False
) -> AsyncIterator[int]:
    """The server's port."""
    loop = asyncio.get_running_loop()

    def make() -> SMTP:
        return SMTP(
            post,
            hostname="mail.test",
            tls_context=tls,
            require_starttls=tls is not None,
            authenticator=check if auth else None,
            auth_required=auth,
            loop=loop,
        )

    server = await loop.create_server(make, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def open_silent_server(drip: bytes = b"") -> AsyncIterator[int]:
    """A server that takes connections and never comes to the point."""

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing():
                writer.write(drip)
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For a server on this machine, and for a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mail.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))

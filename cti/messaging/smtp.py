"""One message over to a mail server, within a deadline. Blocking: for a thread."""

import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

OPERATION_S: Final = 20.0
PERMANENT: Final = 500
SCHEMES: Final = {"smtp": 25, "smtps": 465}
"""`smtps` speaks TLS from the first byte; `smtp` goes over to it when the server offers that."""


class UnsafeLoginError(smtplib.SMTPException):
    """The server offers no TLS, so that the password would be there for everybody to read."""


class Delivery:
    """One try. `deliver` in a thread; `cut` from outside when it takes too long."""

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        self._url = urlsplit(url)
        self._tls = tls or ssl.create_default_context()
        self._client: smtplib.SMTP | None = None
        self._is_cut = False

    def deliver(self, message: EmailMessage) -> None:
        """Send it. Raises OSError, SMTPException."""
        with self._make_client() as client:
            self._client = client  # before it connects: the greeting may never come
            client.connect(client._host, self._url.port or SCHEMES[self._url.scheme])  # type: ignore[attr-defined]  # noqa: SLF001 - see below
            if self._is_cut:
                raise TimeoutError
            client.ehlo()
            if self._url.scheme == "smtp" and client.has_extn("starttls"):
                client.starttls(context=self._tls)
            if self._url.username:
                if not isinstance(client.sock, ssl.SSLSocket) and not self._is_here():
                    raise UnsafeLoginError
                client.login(unquote(self._url.username), unquote(self._url.password or ""))
            client.send_message(message)

    def cut(self) -> None:
        """End it wherever it is: what waits for the server in the thread then fails."""
        self._is_cut = True
        if self._client is not None and self._client.sock is not None:
            with suppress(OSError):
                self._client.sock.shutdown(socket.SHUT_RDWR)

    def _make_client(self) -> smtplib.SMTP:
        client = (
            smtplib.SMTP_SSL(timeout=OPERATION_S, context=self._tls)
            if self._url.scheme == "smtps"
            else smtplib.SMTP(timeout=OPERATION_S)
        )
        # Whose certificate it must be. The constructor takes it too, but connects at once then.
        client._host = self._url.hostname or ""  # type: ignore[attr-defined]  # noqa: SLF001
        return client

    def _is_here(self) -> bool:
        host = self._url.hostname or ""
        with suppress(ValueError):
            return ip_address(host).is_loopback
        return host == "localhost"


def is_final(error: Exception) -> bool:
    """Whether another try would end the same: the server said so, or we did (RFC 5321, 4.2.1)."""
    if isinstance(error, UnsafeLoginError | ssl.SSLCertVerificationError):
        return True
    if not isinstance(error, OSError):  # SMTPException is one; what is none is no server's
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= PERMANENT

"""Sending e-mail: by SMTP where the operator set a server, otherwise into a folder of files.

Never in a transaction: the mail server's minute would be everybody's. What can't be sent is kept
as a file, with the reason in the log, and nothing else fails for it.
"""

import asyncio
import logging
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cti.ids import new_id

log = logging.getLogger(__name__)

TIMEOUT_S = 20
SCHEMES = {"smtp": 25, "smtps": 465}
"""`smtps` speaks TLS from the first byte; `smtp` goes over to it when the server offers that."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message of plain text to one address."""

    to: str
    subject: str
    text: str
    attachments: Sequence[Attachment] = ()


class Mailer:
    """The way out for all mail of the server.

    `url` is `smtp://user:secret@host:port` or `smtps://…`; None keeps mail in `outbox`, a file
    each, that any mail program opens.
    """

    def __init__(self, url: str | None, sender: str, outbox: Path) -> None:
        self._url = url
        self._sender = sender
        self._outbox = outbox

    async def send(self, mail: Mail) -> bool:
        """Send it; False when it was kept as a file instead."""
        message = build_message(mail, self._sender)
        if self._url is None:
            await asyncio.to_thread(self._keep, message)
            return False
        try:
            await asyncio.to_thread(_deliver, self._url, message)
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            log.warning("mail.not_sent: kept in %s (%s)", self._outbox, type(error).__name__)
            await asyncio.to_thread(self._keep, message)
            return False
        return True

    def _keep(self, message: EmailMessage) -> None:
        self._outbox.mkdir(parents=True, exist_ok=True)
        path = self._outbox / f"{new_id('mail')}.eml"
        path.write_bytes(message.as_bytes())


def build_message(mail: Mail, sender: str) -> EmailMessage:
    """The message as it goes out. A line break in an address or subject can't add a header."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = " ".join(mail.to.split())
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or None)
    message.set_content(mail.text)
    for one in mail.attachments:
        main, _, sub = one.kind.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return message


def _deliver(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    port = parts.port or SCHEMES[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            parts.hostname or "", port, timeout=TIMEOUT_S, context=context
        )
    else:
        client = smtplib.SMTP(parts.hostname or "", port, timeout=TIMEOUT_S)
    with client:
        client.ehlo()
        if parts.scheme == "smtp" and client.has_extn("starttls"):
            client.starttls(context=context)
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
        client.send_message(message)

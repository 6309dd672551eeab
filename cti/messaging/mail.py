"""Sending e-mail: by SMTP where the operator set a server, otherwise into a folder of files.

Never in a transaction: the mail server's minute would be everybody's. A message waits as a file
until it is delivered, so that neither a mail server that is away nor a restart loses it. What can't
be delivered is kept as a file, and who was to get it is told in the app.
"""

import asyncio
import logging
import smtplib
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Final

from cti.ids import new_id
from cti.messaging.headers import MAIL_POLICY
from cti.messaging.smtp import Delivery, is_final

log = logging.getLogger(__name__)

RETRY_S: Final = (10.0, 60.0, 300.0, 1800.0, 7200.0)
"""Until the next try, after each that failed; over two and a half hours in all."""

DEADLINE_S: Final = 60.0
"""Of one try, however slowly the server talks."""

LONGEST_WHY: Final = 200
FOR_USER: Final = "X-CTI-User"
"""Who is told if the message does not get through, while it waits; never sent."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An event that mail programs put into the calendar: a file of RFC 5545 and its method."""

    name: str
    text: str
    method: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A message of plain text to one address.

    `user_id` is whose it is, or whose doing: they are told when it does not get through. Answers
    go to `reply_to`, if there is one.
    """

    to: str
    subject: str
    text: str
    attachments: Sequence[Attachment] = ()
    user_id: int | None = None
    reply_to: str | None = None
    calendar: CalendarPart | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was given up: who is told of it, and the server's reason."""

    user_id: int
    to: str
    subject: str
    why: str


Tell = Callable[[Undelivered], Awaitable[None]]


class Mailer:
    """The way out for all mail of the server.

    `url` is `smtp://user:secret@host:port` or `smtps://…`; None keeps mail in `outbox`, a file
    each, that any mail program opens. With a server, `outbox/waiting` has what is on its way and
    `outbox/failed` what was given up, of which `tell` tells.
    """

    def __init__(
        self,
        url: str | None,
        sender: str,
        outbox: Path,
        tell: Tell,
        *,
        retry_s: Sequence[float] = RETRY_S,
        deadline_s: float = DEADLINE_S,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._url = url
        self._sender = sender
        self._outbox = outbox
        self._tell = tell
        self._retry_s = retry_s
        self._deadline_s = deadline_s
        self._tls = tls
        self._wake = asyncio.Event()
        self._tries: dict[Path, tuple[int, float]] = {}  # tries that failed, when the next is due

    async def send(self, mail: Mail) -> None:
        """Put it into the outbox; `run` delivers it."""
        message = build_message(mail, self._sender)
        folder = self._outbox if self._url is None else self._outbox / "waiting"
        await asyncio.to_thread(_keep, message, folder / f"{new_id('mail')}.eml")
        self._wake.set()

    async def run(self) -> None:
        """Deliver what waits, also from before a restart; until it is cancelled."""
        while True:
            self._wake.clear()
            try:
                pause = await self._deliver_due() if self._url is not None else None
            except Exception:
                log.exception("mail.outbox_failed")
                pause = self._retry_s[0]
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()

    async def _deliver_due(self) -> float | None:
        """Try every message that is due; seconds until the next one is."""
        now = asyncio.get_running_loop().time
        paths = await asyncio.to_thread(lambda: sorted((self._outbox / "waiting").glob("*.eml")))
        for path in paths:
            failed, due = self._tries.get(path, (0, 0.0))
            if due > now():
                continue
            message = await asyncio.to_thread(_read, path)
            try:
                await self._deliver(message)
            except Exception as error:  # noqa: BLE001 - whatever one message does, the next goes
                if not is_final(error) and failed < len(self._retry_s):
                    log.warning("mail.not_sent: trying again (%s)", _explain(error))
                    self._tries[path] = failed + 1, now() + self._retry_s[failed]
                    continue
                await self._give_up(path, message, error)
            else:
                await asyncio.to_thread(path.unlink)
            self._tries.pop(path, None)
        waits = [due - now() for _, due in self._tries.values()]
        return max(0.0, min(waits)) if waits else None

    async def _deliver(self, message: EmailMessage) -> None:
        """One try. Raises OSError, SMTPException; TimeoutError beyond the deadline."""
        sent = message_from_bytes(message.as_bytes(), policy=MAIL_POLICY)
        del sent[FOR_USER]
        delivery = Delivery(self._url or "", self._tls)
        work = asyncio.ensure_future(asyncio.to_thread(delivery.deliver, sent))
        try:
            done, _ = await asyncio.wait([work], timeout=self._deadline_s)
        except asyncio.CancelledError:
            delivery.cut()
            raise
        if not done:
            delivery.cut()
            await asyncio.wait([work])
            work.exception()  # that it was cut off
            raise TimeoutError
        work.result()

    async def _give_up(self, path: Path, message: EmailMessage, error: Exception) -> None:
        why = _explain(error)
        log.warning("mail.given_up: kept in %s (%s)", self._outbox / "failed", why)
        if user_id := message[FOR_USER]:
            await self._tell(Undelivered(int(user_id), message["To"], message["Subject"], why))
        await asyncio.to_thread(_move, path, self._outbox / "failed" / path.name)


def build_message(mail: Mail, sender: str) -> EmailMessage:
    """The message as it is kept. A line break in an address or subject can't add a header."""
    message = EmailMessage(policy=MAIL_POLICY)
    message["From"] = sender
    message["To"] = " ".join(mail.to.split())
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or None)
    if mail.user_id is not None:
        message[FOR_USER] = str(mail.user_id)
    if mail.reply_to is not None:
        message["Reply-To"] = " ".join(mail.reply_to.split())
    message.set_content(mail.text)
    if mail.calendar is not None:
        _add_calendar(message, mail.calendar)
    for one in mail.attachments:
        main, _, sub = one.kind.partition("/")
        message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return message


def _add_calendar(message: EmailMessage, part: CalendarPart) -> None:
    """Twice: as another form of the text, which mail programs act on (RFC 6047), and as a file.

    The file is for those that don't, to be opened by hand.
    """
    message.add_alternative(part.text, subtype="calendar", params={"method": part.method})
    message.add_attachment(
        part.text.encode(), maintype="application", subtype="ics", filename=part.name
    )


def _keep(message: EmailMessage, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_suffix(".part")  # half a message is never sent
    written.write_bytes(message.as_bytes())
    written.rename(path)


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=MAIL_POLICY)


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)


def _explain(error: Exception) -> str:
    """The server's own words where it has said some, without addresses; else what happened."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _show(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _show(error.smtp_code, error.smtp_error)
    return type(error).__name__


def _show(code: int, said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {text}"[:LONGEST_WHY]

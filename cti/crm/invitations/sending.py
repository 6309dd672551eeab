"""Writes the mails to customers that are due, and hands them to the mailer.

A mail is marked as sent after the mailer has it: a kill in between sends it twice, and the second
changes nothing in the customer's calendar, for it has the same UID and SEQUENCE.
"""

import logging
from datetime import timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from cti.bus import Bus
from cti.clock import Clock
from cti.crm.automation.settings import read_automation
from cti.crm.invitations import store
from cti.crm.invitations.event import Event, Method, Person, is_address, write_event
from cti.crm.invitations.ordering import MailsDue
from cti.crm.invitations.store import CANCELLED
from cti.crm.invitations.words import FILE_NAMES, Language, What, write_mail
from cti.db import Database
from cti.messaging.mail import CalendarPart, Mail, Mailer
from cti.rounds import Rounds

log = logging.getLogger(__name__)

BATCH = 50
LONGEST_SLEEP = timedelta(minutes=1)
"""Another server may have ordered some."""


class InvitationSender:
    """Sends what was ordered. `sender` is the server's own address, `zone` that of the times."""

    def __init__(
        self, db: Database, bus: Bus, clock: Clock, mailer: Mailer, sender: str, zone: ZoneInfo
    ) -> None:
        self._db = db
        self._clock = clock
        self._mailer = mailer
        self._sender = Person(*parseaddr(sender))
        self._zone = zone
        self._rounds = Rounds("mails to customers")
        bus.subscribe(MailsDue, lambda _: self._rounds.wake())

    async def run(self) -> None:
        """Until it is cancelled. A database or a disk that fails is tried again."""
        await self._rounds.run(self._go_round)

    async def _go_round(self) -> float:
        return 0.0 if await self.send_due() else LONGEST_SLEEP.total_seconds()

    async def send_due(self) -> int:
        """Send some of those that are due; how many."""
        async with self._db.read() as connection:
            rows = await store.find_due(connection, BATCH)
            language = (await read_automation(connection)).language
        for row in rows:
            await self._send(row, language)
        return len(rows)

    async def _send(self, row: RowMapping, language: Language) -> None:
        which = row["id"], row["sequence"]
        try:
            await self._mailer.send(self._write(row, language))
        except OSError:  # the disk's fault: it is tried again
            raise
        except Exception:  # the mail's own: the others wait for it no longer
            log.exception("a mail to a customer can't be written: given up")
            async with self._db.write() as unit:
                await store.give_up(unit.connection, *which)
            return
        async with self._db.write() as unit:
            await store.mark_sent(unit.connection, *which, self._clock())

    def _write(self, row: RowMapping, language: Language) -> Mail:
        event = self._make_event(row)
        what: What = "invitation" if row["sent_at"] is None else "update"
        method: Method = "REQUEST"
        if row["state"] == CANCELLED:
            what, method = "cancellation", "CANCEL"
        subject, text = write_mail(event, what, language, self._zone)
        return Mail(
            to=event.attendee.email,
            subject=subject,
            text=text,
            user_id=row["user_id"] or row["organizer_id"],
            reply_to=event.organizer.email,
            calendar=CalendarPart(
                FILE_NAMES[language], write_event(event, method, self._clock()), method
            ),
        )

    def _make_event(self, row: RowMapping) -> Event:
        organizer = self._sender
        if is_address(row["organizer_email"]):
            organizer = Person(row["organizer"], row["organizer_email"])
        elif row["organizer"]:
            organizer = Person(row["organizer"], self._sender.email)
        return Event(
            uid=row["uid"],
            sequence=row["sequence"],
            title=row["title"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            place=row["place"],
            organizer=organizer,
            attendee=Person(row["name"], row["email"]),
        )

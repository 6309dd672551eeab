"""How the customer store is put together: the directory, and what works on it in the background."""

from collections.abc import Coroutine
from typing import Any

from aiohttp import web

from cti.accounts.rights import Caller
from cti.bus import Bus
from cti.clock import Clock
from cti.compliance.dnc import Dnc
from cti.compliance.service import Gate
from cti.crm import http as directory_http
from cti.crm.bulk import http as bulk_http
from cti.crm.bulk.runner import BulkRunner
from cti.crm.bulk.service import Bulk
from cti.crm.documents import http as documents_http
from cti.crm.documents.assembly import build_documents
from cti.crm.importing import http as importing_http
from cti.crm.importing.assembly import build_imports
from cti.crm.invitations.sending import InvitationSender
from cti.crm.service import Directory
from cti.crm.sms import http as sms_http
from cti.crm.sms.previewing import SmsPreview
from cti.crm.sms.service import SmsTemplates
from cti.crm.watching import Watching
from cti.db import Database
from cti.live.hub import Hub
from cti.messaging.mail import Mailer
from cti.messaging.undelivered import UndeliveredMail
from cti.notifications import http as notifications_http
from cti.settings import Settings


class CustomerStore:
    """The parts, one attribute each. `start` once, then `list_work` runs until it is cancelled."""

    def __init__(
        self,
        db: Database,
        bus: Bus,
        hub: Hub,
        clock: Clock,
        settings: Settings,
        gate: Gate,
        dnc: Dnc,
    ) -> None:
        self.directory = Directory(db, bus, gate, clock, settings.country, settings.zone)
        self.notifications = self.directory.notifications
        self.watching = Watching(hub, bus)
        self.bulk = BulkRunner(
            db,
            bus,
            hub,
            clock,
            self.directory.list,
            self.notifications,
            folder=settings.data_dir / "exports",
            zone=settings.zone,
        )
        self.mailer = Mailer(
            settings.resolve_smtp_url(),
            settings.mail_from,
            settings.data_dir / "outbox",
            UndeliveredMail(db, self.notifications).tell,
        )
        self.invitations = InvitationSender(
            db, bus, clock, self.mailer, settings.mail_from, settings.zone
        )
        self.imports = build_imports(
            db,
            bus,
            hub,
            clock,
            check=self.directory.check,
            follow_ups=self.directory.follow_ups,
            dnc=dnc,
            notifications=self.notifications,
            mailer=self.mailer,
            data_dir=settings.data_dir,
            region=settings.country,
            zone=settings.zone,
        )
        self.sms_templates = SmsTemplates(db, clock)
        self.sms_preview = SmsPreview(db, dnc, settings.country)
        self._documents = build_documents(db, bus, clock, settings)
        self.bulk_orders = Bulk(db, clock, self.directory.list, self.bulk, settings.zone)

    def add_routes(self, app: web.Application) -> None:
        """Put every operation on customers into the app."""
        directory_http.add_routes(app, self.directory)
        documents_http.add_routes(app, self._documents)
        bulk_http.add_routes(app, self.bulk_orders)
        importing_http.add_routes(app, self.imports)
        sms_http.add_routes(app, self.sms_templates, self.sms_preview)
        notifications_http.add_routes(app, self.notifications)

    def find_topic(self, caller: Caller, topic: str) -> str | None:
        """The hub's name of a customer's live topic; None when the caller may not follow it."""
        return self.directory.work.keys.read_topic(caller, topic)

    async def start(self) -> None:
        """Go on with the bulk work that a stop cut off."""
        await self.bulk.start()

    def list_work(self) -> dict[str, Coroutine[Any, Any, None]]:
        """What runs in the background, by name."""
        return {
            "reminders": self.directory.work.reminders.run(),
            "imports": self.imports.run(),
            "mail": self.mailer.run(),
            "invitations": self.invitations.run(),
        }

    async def stop(self) -> None:
        """Cut the bulk work off where it is; the next start goes on."""
        await self.bulk.stop()

"""The composition root: makes every part and hands each what it needs. Sees everything."""

import asyncio
import logging
import signal
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from aiohttp import web
from prometheus_client import CollectorRegistry

from cti.accounts.rights import Caller
from cti.accounts.service import Accounts
from cti.agents import http as agents_http
from cti.ami.state import LinkSettings
from cti.api.app import build_app
from cti.api.listening import listen
from cti.api.topics import authorise
from cti.birthdays import http as birthdays_http
from cti.birthdays.service import BirthdayReminder
from cti.birthdays.telling import BirthdayTelling
from cti.bus import Bus
from cti.calls import http as calls_http
from cti.calls.assembly import build_call_centre
from cti.calls.lines import PbxLines
from cti.calls.metrics import PbxCollector
from cti.calls.node import PbxNode
from cti.calls.sinks import ClickFacts, FactSink
from cti.calls.traces import Traces
from cti.clock import Clock, utc_now
from cti.collector import settle
from cti.compliance import consents_http, rules_http
from cti.compliance import http as compliance_http
from cti.compliance.consents import ConsentRegister
from cti.compliance.dnc import Dnc
from cti.compliance.importing import DncImports
from cti.compliance.register import DncRegister
from cti.compliance.rule_book import RuleBook
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.crm.assembly import CustomerStore
from cti.db import Database
from cti.dialer import http as dialer_http
from cti.dialer import prompts_http
from cti.dialer.audience import Audience
from cti.dialer.boards import Boards
from cti.dialer.draw import Draw
from cti.dialer.facts import CampaignFacts
from cti.dialer.joining import Joining
from cti.dialer.membership import Membership
from cti.dialer.metrics import CampaignCollector
from cti.dialer.prompt_check import PromptCheck
from cti.dialer.prompts import Prompts
from cti.dialer.returning import Returning
from cti.dialer.runner import Runner
from cti.dialer.send import Sender
from cti.dialer.service import Campaigns
from cti.live.hub import Hub
from cti.migrate import migrate, open_database
from cti.notifications.bell import Bell
from cti.pbx import http as pbx_http
from cti.pbx.connection import Connection, read_connections
from cti.pbx.doctor import Doctor
from cti.pbx.mends import advise
from cti.pbx.shapes import Diagnosis
from cti.reports import http as reports_http
from cti.reports.service import KpiReport
from cti.settings import Settings
from cti.uploads import sweep_workplaces
from cti.webhooks import http as webhooks_http
from cti.webhooks.posting import Poster
from cti.webhooks.sending import WebhookSender
from cti.webhooks.service import Webhooks

log = logging.getLogger(__name__)

STOP_S, SENDING_S, GOODBYE_S, CLOSE_S = 3.5, 1.0, 0.3, 0.5
"""SIGTERM to exit stays under five seconds, the process's own end included; what is not finished
by then is in the ledger or in the PBX's outbox."""


MAX_LINE = 128 * 1024
"""Bytes of an address: a filter may hold 8,000 letters, each up to nine bytes as a URL has them."""


class Server:
    """One running server. `start` and `stop` once each."""

    def __init__(
        self, settings: Settings, connections: Sequence[Connection], clock: Clock = utc_now
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.bus = Bus()
        self.hub = Hub()
        self.registry = CollectorRegistry()
        self.traces = Traces()
        self.db: Database = open_database(settings.resolve_database_url())
        self.accounts = Accounts(self.db, clock, settings, self.bus)
        self.dnc = Dnc(self.db, self.bus, clock)
        self.dnc_imports = DncImports(
            self.db, self.dnc, clock, data_dir=settings.data_dir, region=settings.country
        )
        self.rules = load_rules(settings.rules_profile)
        self.gate = Gate(
            self.db, self.dnc, self.rules, clock, settings.zone, region=settings.country
        )
        self.rule_book = RuleBook(self.db, self.gate, clock)
        self.store = CustomerStore(
            self.db, self.bus, self.hub, clock, settings, self.gate, self.dnc
        )
        self.bell = Bell(self.db, self.bus, self.hub)
        self.boards = Boards(self.db, self.hub, clock)
        self.boards.follow(self.bus)
        sinks: dict[str, FactSink] = {
            "click": ClickFacts(),
            "campaign": CampaignFacts(self.boards, self.dnc, clock, wake=self._wake_dialer),
        }
        self.nodes = [self._make_node(connection, sinks) for connection in connections]
        self.lines = PbxLines(self.nodes, self.traces, clock)
        self.runner = Runner(
            self.db,
            self.boards,
            self.lines,
            Draw(self.gate, self.lines),
            Sender(self.db, self.lines, clock, settings.resolve_public_url()),
            self.rules,
            clock,
            settings.zone,
        )
        self.returning = Returning(
            self.db, self.bus, self.boards, clock, self.runner.members_changed
        )
        self.call_centre = build_call_centre(
            self.db,
            self.bus,
            self.hub,
            clock,
            gate=self.gate,
            match=self.store.directory.lookup.match,
            lines=self.lines,
            traces=self.traces,
            region=settings.country,
        )
        self.prompt_check = PromptCheck(self.bus, self.lines, settings.resolve_public_url())
        self.prompts = Prompts(self.db, clock, data_dir=settings.data_dir)
        self.registry.register(PbxCollector(self.nodes))
        self.registry.register(CampaignCollector(self.boards))
        self.poster = Poster(allow_private=settings.webhooks_private)
        self.webhook_sender = WebhookSender(
            self.db, self.bus, clock, self.store.notifications, self.poster
        )
        self.birthdays = BirthdayTelling(self.db, clock, settings.zone, self.store.notifications)
        self.app = self._make_app(connections)
        self._site: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def _make_node(self, connection: Connection, sinks: dict[str, FactSink]) -> PbxNode:
        return PbxNode(
            connection.name,
            connection.address,
            connection.trunk,
            caller_id=connection.caller_id,
            calls_per_second=connection.rate,
            db=self.db,
            bus=self.bus,
            clock=self.clock,
            sinks=sinks,
            traces=self.traces,
            link_settings=LinkSettings(allow_unsafe_asterisk=self.settings.allow_unsafe_asterisk),
        )

    def _make_app(self, connections: Sequence[Connection]) -> web.Application:
        app = build_app(
            self.settings,
            self.accounts,
            self.hub,
            registry=self.registry,
            may_follow=self._may_follow,
        )
        self.store.add_routes(app)
        birthdays_http.add_routes(app, BirthdayReminder(self.db, self.clock, self.settings.zone))
        reports_http.add_routes(app, KpiReport(self.db, self.clock, self.settings.zone))
        webhooks_http.add_routes(
            app,
            Webhooks(
                self.db,
                self.clock,
                self.webhook_sender,
                self.poster,
                allow_private=self.settings.webhooks_private,
            ),
        )
        calls_http.add_routes(app, self.call_centre.calls)
        agents_http.add_routes(app, self.call_centre.presences)
        compliance_http.add_routes(
            app,
            DncRegister(self.db, self.dnc, self.gate, self.clock, region=self.settings.country),
            self.dnc_imports,
        )
        rules_http.add_routes(app, self.rule_book)
        consents_http.add_routes(
            app, ConsentRegister(self.db, self.clock, region=self.settings.country)
        )
        prompts_http.add_routes(app, self.prompts)
        names = [connection.name for connection in connections]
        joining = Joining(
            self.db, self.boards, self.runner, self.clock, data_dir=self.settings.data_dir
        )
        dialer_http.add_routes(
            app,
            Campaigns(
                self.db,
                self.boards,
                self.runner,
                self.prompt_check,
                self.clock,
                names,
            ),
            joining,
            Audience(self.db, self.store.bulk_orders, self.store.bulk, joining),
            Membership(self.db, self.boards, self.clock, self.traces),
        )
        pbx_http.add_routes(
            app,
            pbx_http.PbxPage(
                {node.name: node.describe for node in self.nodes},
                {node.name: partial(self.examine, node.name) for node in self.nodes},
                {node.name: node.list_trunks for node in self.nodes},
            ),
        )
        return app

    def _may_follow(self, caller: Caller, topic: str) -> str | None:
        """A user's own desk is made ready as it is followed; all else as the API says."""
        if topic == "me":
            self.bell.open(caller.user_id)
            return self.call_centre.desk.open(caller)
        if topic.startswith("customer/"):
            return self.store.find_topic(caller, topic)
        return authorise(caller, topic)

    def _wake_dialer(self, waiting: set[int]) -> None:
        for campaign_id in waiting:
            self.runner.members_changed(campaign_id)
        self.runner.wake()

    async def examine(self, pbx: str) -> Diagnosis:
        """The doctor's findings about one PBX."""
        node = next(node for node in self.nodes if node.name == pbx)
        people = await self.accounts.people()
        extensions = [person.extension for person in people if person.extension]
        newest = next(iter((await self.prompts.list()).rows), None)
        try_prompt = None
        if newest is not None:
            content = (await self.prompts.find_file(newest.id)).stem
            try_prompt = partial(self.prompt_check.play, pbx, content)
        doctor = Doctor(pbx, node.link, node.trunk, try_prompt)
        return await doctor.examine(extensions, self.clock())

    async def start(self) -> None:
        """Load what is kept in memory, connect the PBXs, listen. Raises what stops a start."""
        await migrate(self.settings.resolve_database_url())
        await asyncio.to_thread(sweep_workplaces, self.settings.data_dir)
        await self.dnc.load()
        await self.rule_book.load()
        await self.boards.load()
        await self.call_centre.start()
        await self.bell.load()
        await self.store.start()
        self._site = web.AppRunner(
            self.app, access_log=None, shutdown_timeout=GOODBYE_S, max_line_size=MAX_LINE
        )
        await self._site.setup()
        # Before any PBX: a second server started by mistake ends here and dials nobody, and a
        # prompt can be fetched before a call needs it.
        await listen(self._site, self.settings.http_host, self.settings.http_port)
        log.info("listening", extra={"port": self.settings.http_port})
        for node in self.nodes:
            await node.start()
        work = {
            "dialer": self.runner.run(),
            "returning members": self.returning.run(),
            "webhooks": self.webhook_sender.run(),
            "dnc": self.dnc_imports.run(),
            "birthdays": self.birthdays.run(),
        }
        work |= self.store.list_work()
        self._tasks = [asyncio.create_task(one, name=name) for name, one in work.items()]
        self._warn()

    def _warn(self) -> None:
        """Say what is missing and no reason not to start."""
        if not self.nodes:
            log.warning("no PBX is configured: no calls → %s", advise("settings.pbx"))
        if not (self.settings.web_dir / "index.html").is_file():
            log.warning(
                "web.not_built: no browser app in %s, HTTP answers all the same → run"
                " `npm run build` in web, or set CTI_WEB_DIR",
                self.settings.web_dir,
            )

    async def stop(self) -> None:
        """Place no further calls, keep those in progress on the PBX, write what is known."""
        for task in self._tasks:
            task.cancel()
        try:
            async with asyncio.timeout(STOP_S):
                await asyncio.gather(*self._tasks, self.store.stop(), return_exceptions=True)
                await asyncio.gather(self._send_browsers_away(), self._finish_sending())
                await asyncio.gather(*(node.stop() for node in self.nodes))
                await self.call_centre.stop()
        except TimeoutError:
            log.warning("stopping took too long; the next start settles the rest")
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self.db.close()

    async def _send_browsers_away(self) -> None:
        if self._site is not None:
            await self._site.cleanup()

    async def _finish_sending(self) -> None:
        """What the PBX does not answer in time is looked up at the next start."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SENDING_S):
                await self.runner.finish_sending()


async def serve_until_signal(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = Server(settings, read_connections(settings.pbx))
    try:
        await server.start()
        settle()
        await stop.wait()
    finally:
        await server.stop()

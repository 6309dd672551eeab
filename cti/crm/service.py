"""The customer directory as the rest of the server knows it."""

from zoneinfo import ZoneInfo

from cti.bus import Bus
from cti.clock import Clock
from cti.compliance.service import Gate
from cti.crm.automation.following import FollowUps
from cti.crm.badges import Badges
from cti.crm.catalogues.service import CatalogueRegister
from cti.crm.commerce.service import Commerce
from cti.crm.commerce.statements import Statements
from cti.crm.companies.people import CustomerPeople
from cti.crm.companies.service import Companies
from cti.crm.contacts import Contacts
from cti.crm.customers import Customers
from cti.crm.deleted.service import Deleted
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.duplicates.service import Duplicates
from cti.crm.fields.service import Fields
from cti.crm.listing.service import CustomerList
from cti.crm.listing.tiles import TileCounts
from cti.crm.lookup.callers import Lookup
from cti.crm.lookup.service import CustomerLookup
from cti.crm.merging.service import Merging
from cti.crm.merging.undoing import MergeUndoing
from cti.crm.notes import Notes
from cti.crm.opportunities.service import Opportunities
from cti.crm.reading import Reading
from cti.crm.search.service import Search
from cti.crm.tickets.service import Tickets
from cti.crm.timeline.reader import TimelineReader
from cti.crm.views.service import Views
from cti.crm.work import Work
from cti.db import Database
from cti.notifications.service import Notifications

HOME = ZoneInfo("Asia/Ho_Chi_Minh")


class Directory:
    """All use cases on customers, one attribute each.

    `region` is the country (ISO 3166) of numbers typed without a country code, `zone` that of the
    days in filters.
    """

    def __init__(
        self,
        db: Database,
        bus: Bus,
        gate: Gate,
        clock: Clock,
        region: str = "VN",
        zone: ZoneInfo = HOME,
    ) -> None:
        self.region = region
        badges = Badges(gate, region)
        self.notifications = Notifications(db, bus, clock)
        self.reading = Reading(db, badges)
        self.check = DuplicateCheck(db, clock, region)
        self.duplicates = Duplicates(db, clock)
        self.follow_ups = FollowUps(bus, zone)
        self.customers = Customers(
            db, bus, clock, self.reading, self.check, region, self.follow_ups, zone
        )
        self.contacts = Contacts(db, bus, clock, self.reading, self.check, region)
        self.catalogues = CatalogueRegister(db, clock)
        self.fields = Fields(db, clock)
        self.list = CustomerList(db, badges, clock, region, zone)
        self.tiles = TileCounts(db, clock)
        self.views = Views(db, clock, self.list)
        self.companies = Companies(db, bus, clock, self.list, self.reading)
        self.people = CustomerPeople(db)
        self.deleted = Deleted(db, bus, clock, self.reading, self.check)
        self.merging = Merging(db, bus, clock, self.reading, self.check, region)
        self.merge_undoing = MergeUndoing(db, bus, clock, self.reading)
        self.notes = Notes(db, bus, clock)
        self.opportunities = Opportunities(db, bus, clock)
        self.commerce = Commerce(db, bus, clock, zone)
        self.statements = Statements(db, clock, zone)
        self.tickets = Tickets(db, bus, clock, self.notifications)
        self.search = Search(db, badges, region)
        self.timeline = TimelineReader(db)
        self.lookup = Lookup(db)
        self.customer_lookup = CustomerLookup(db, clock, region)
        self.work = Work(db, bus, clock, self.notifications)

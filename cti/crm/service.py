"""The customer directory as the rest of the server knows it."""

from cti.bus import Bus
from cti.clock import Clock
from cti.compliance.service import Gate
from cti.crm.badges import Badges
from cti.crm.contacts import Contacts
from cti.crm.customers import Customers
from cti.crm.lookup import Lookup
from cti.crm.notes import Notes
from cti.crm.reading import Reading
from cti.crm.search import Search
from cti.crm.timeline import TimelineReader
from cti.db import Database


class Directory:
    """All use cases on customers, one attribute each.

    `region` is the country (ISO 3166) of numbers typed without a country code.
    """

    def __init__(
        self, db: Database, bus: Bus, gate: Gate, clock: Clock, region: str = "VN"
    ) -> None:
        badges = Badges(gate, region)
        self.reading = Reading(db, badges)
        self.customers = Customers(db, bus, clock, self.reading, region)
        self.contacts = Contacts(db, bus, clock, self.reading, region)
        self.notes = Notes(db, bus, clock)
        self.search = Search(db, badges, region)
        self.timeline = TimelineReader(db)
        self.lookup = Lookup(db)

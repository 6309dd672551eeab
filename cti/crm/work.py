"""Work on customers: tasks, comments, transactions, appointments, and the reminders of them."""

from cti.bus import Bus
from cti.clock import Clock
from cti.crm.reminding import Reminders
from cti.crm.tasks.service import Tasks
from cti.db import Database
from cti.notifications.service import Notifications


class Work:
    """The use cases, one attribute each."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, notifications: Notifications) -> None:
        self.tasks = Tasks(db, bus, clock, notifications)
        self.reminders = Reminders(db, bus, clock, notifications)

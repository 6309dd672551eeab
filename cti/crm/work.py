"""Work on customers: tasks, comments, transactions, appointments, and the reminders of them."""

from cti.bus import Bus
from cti.clock import Clock
from cti.crm.appointments.service import Appointments
from cti.crm.automation.settings import AutomationSettings
from cti.crm.comments.reading import CommentReading
from cti.crm.comments.service import Comments
from cti.crm.comments.settings import CommentSettings
from cti.crm.reminding import Reminders
from cti.crm.tasks.service import Tasks
from cti.crm.transactions.service import Transactions
from cti.crm.watching import WatchKeys
from cti.db import Database
from cti.notifications.service import Notifications


class Work:
    """The use cases, one attribute each."""

    def __init__(self, db: Database, bus: Bus, clock: Clock, notifications: Notifications) -> None:
        self.keys = WatchKeys()
        self.tasks = Tasks(db, bus, clock, notifications)
        self.comments = Comments(db, bus, clock, notifications)
        self.comment_reading = CommentReading(db, clock, self.keys)
        self.comment_settings = CommentSettings(db, clock)
        self.transactions = Transactions(db, bus, clock)
        self.appointments = Appointments(db, bus, clock, notifications)
        self.automation = AutomationSettings(db, clock)
        self.reminders = Reminders(db, bus, clock, notifications)

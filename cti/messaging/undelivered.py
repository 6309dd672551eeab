"""Telling people in the app of mail to them that did not get through."""

from cti.db import Database
from cti.messaging.mail import Undelivered
from cti.notifications.service import Notice, Notifications


class UndeliveredMail:
    """What the mailer gives up, under the bell of whom it was for."""

    def __init__(self, db: Database, notifications: Notifications) -> None:
        self._db = db
        self._notifications = notifications

    async def tell(self, mail: Undelivered) -> None:
        """Tell whom the mail was for, with the mail server's reason."""
        params = {"to": mail.to, "subject": mail.subject, "why": mail.why}
        async with self._db.write() as unit:
            notice = Notice(mail.user_id, "mail.failed", params=params)
            await self._notifications.tell(unit, [notice])

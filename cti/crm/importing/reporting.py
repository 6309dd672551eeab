"""Telling who uploaded a file what became of it: in the app, and by e-mail with the reasons."""

from collections.abc import Mapping
from typing import Any

from cti.crm.importing.failed import make_failed_file
from cti.crm.importing.state import State
from cti.crm.importing.words import describe
from cti.db import Database, Unit
from cti.messaging.mail import Attachment, Mail, Mailer
from cti.notifications.service import Notice, Notifications
from cti.sheet_writing import XLSX


class Reporting:
    """The end of an import, told."""

    def __init__(self, db: Database, notifications: Notifications, mailer: Mailer) -> None:
        self._db = db
        self._notifications = notifications
        self._mailer = mailer

    async def notify(
        self, unit: Unit, row: Mapping[str, Any], state: State, counts: Mapping[str, int]
    ) -> None:
        """Put it under the bell, in the unit that ends the import."""
        refused = sum(counts.get(name, 0) for name in ("invalid", "duplicate", "not_found"))
        params = {
            "import_id": row["id"],
            "path": f"/imports/{row['id']}",
            "file_name": row["file_name"],
            "state": state.value,
            "refused": refused,
            **{name: counts.get(name, 0) for name in ("new", "changed", "deleted")},
        }
        what = f"delete_{state.value}" if row["purpose"] == "delete" else state.value
        notice = Notice(row["user_id"], f"import.{what}", params=params)
        await self._notifications.tell(unit, [notice])

    async def mail(self, row: Mapping[str, Any], state: State, counts: Mapping[str, int]) -> None:
        """Send the report in detail (R097, R412), with the refused rows as a file."""
        if not row["user_email"]:
            return
        subject, text = describe(row, state, counts)
        attachments = []
        if any(counts.get(name) for name in ("invalid", "duplicate", "not_found")):
            content = await make_failed_file(self._db, row, row["user_language"])
            attachments = [Attachment(f"hang-loi-{row['id']}.xlsx", content, XLSX)]
        await self._mailer.send(Mail(row["user_email"], subject, text, attachments, row["user_id"]))

"""What is done by itself: an admin's settings."""

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from cti.accounts.audit import record_audit
from cti.accounts.rights import Caller
from cti.clock import Clock
from cti.crm.automation.errors import AutomationTitleError
from cti.crm.automation.shapes import Automation, AutomationView
from cti.crm.settings_store import read_setting, write_setting
from cti.db import Database
from cti.text import clean_line

NAME = "automation"


async def read_automation(connection: AsyncConnection) -> Automation:
    """As it is set now; nothing is done by itself when it never was, or can't be read."""
    stored = await read_setting(connection, NAME)
    try:
        return Automation.model_validate(stored or {})
    except ValidationError:
        return Automation()


class AutomationSettings:
    """Reads and sets it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def get(self) -> AutomationView:
        """As it is set."""
        async with self._db.read() as connection:
            return _make_view(await read_automation(connection))

    async def change(self, caller: Caller, form: Automation) -> AutomationView:
        """Set it, in force at once. Raises AutomationTitleError."""
        title = clean_line(form.title)
        if not title:
            raise AutomationTitleError
        wanted = form.model_copy(update={"title": title, "workdays": sorted(set(form.workdays))})
        async with self._db.write() as unit:
            before = (await read_automation(unit.connection)).model_dump(mode="json")
            after = wanted.model_dump(mode="json")
            await write_setting(unit.connection, NAME, after)
            detail = {
                name: [before[name], value]
                for name, value in after.items()
                if value != before[name]
            }
            await record_audit(
                unit.connection,
                caller,
                "automation.configured",
                "setting/automation",
                detail,
                at=self._clock(),
            )
        return _make_view(wanted)


def _make_view(settings: Automation) -> AutomationView:
    return AutomationView(**settings.model_dump())

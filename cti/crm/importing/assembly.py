"""How imports are put together."""

from pathlib import Path
from zoneinfo import ZoneInfo

from cti.bus import Bus
from cti.clock import Clock
from cti.compliance.dnc import Dnc
from cti.crm.automation.following import FollowUps
from cti.crm.duplicates.check import DuplicateCheck
from cti.crm.importing.files import ImportFiles
from cti.crm.importing.reporting import Reporting
from cti.crm.importing.retyping import Retyping
from cti.crm.importing.running import ImportRunner
from cti.crm.importing.service import Imports
from cti.crm.importing.taking import Parts
from cti.db import Database
from cti.live.hub import Hub
from cti.messaging.mail import Mailer
from cti.notifications.service import Notifications


def build_imports(
    db: Database,
    bus: Bus,
    hub: Hub,
    clock: Clock,
    *,
    check: DuplicateCheck,
    follow_ups: FollowUps,
    dnc: Dnc,
    notifications: Notifications,
    mailer: Mailer,
    data_dir: Path,
    region: str,
    zone: ZoneInfo,
) -> Imports:
    """The use cases, with the work in the background that `Imports.run` does."""
    parts = Parts(db, bus, clock, check, dnc, ImportFiles(data_dir), follow_ups, zone)
    runner = ImportRunner(parts, hub, Reporting(db, notifications, mailer), region)
    return Imports(parts, runner, Retyping(parts, region))

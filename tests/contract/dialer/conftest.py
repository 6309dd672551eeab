from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from dialler import NOON, Dialler, Line

from cti.bus import Bus
from cti.compliance.dnc import Dnc
from cti.compliance.rules import load_rules
from cti.compliance.service import Gate
from cti.db import Database
from cti.dialer.boards import Boards
from cti.dialer.draw import Draw
from cti.dialer.facts import CampaignFacts
from cti.live.hub import Hub


@pytest.fixture
async def dialler(db: Database) -> Dialler:
    hub, lines = Hub(), Line()
    box: list[Dialler] = []

    def clock() -> datetime:
        return box[0].now if box else NOON

    dnc = Dnc(db, Bus(), clock)
    gate = Gate(db, dnc, load_rules("vietnam"), clock, ZoneInfo("Asia/Ho_Chi_Minh"))
    boards = Boards(db, hub, clock)
    facts = CampaignFacts(boards, dnc, clock, wake=lambda _: None)
    box.append(Dialler(db, hub, boards, dnc, Draw(gate, lines), facts, lines))
    return box[0]

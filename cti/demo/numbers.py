"""Numbers of the demo: by their endings the sandbox's carrier plays subscribers of every sort."""

from cti.demo.people import FAMILY_NAMES, GIVEN_NAMES, MIDDLE_NAMES
from cti.pbx.subscribers import PREFIXES, Subscriber

STEP = 7919  # prime to the number of numbers there are: spreads them, and none comes twice
ROOM = len(PREFIXES) * 100_000

SHARES = {
    Subscriber.PRESSES_1: 28,
    Subscriber.PRESSES_2: 12,
    Subscriber.PRESSES_3: 6,
    Subscriber.PRESSES_9: 4,
    Subscriber.PRESSES_EARLY: 6,
    Subscriber.PRESSES_LATE: 6,
    Subscriber.PRESSES_WRONG_THEN_1: 4,
    Subscriber.PRESSES_NOTHING: 7,
    Subscriber.HANGS_UP: 4,
    Subscriber.BUSY: 6,
    Subscriber.NO_ANSWER: 5,
    Subscriber.CONGESTION: 2,
    Subscriber.REJECTED: 2,
    Subscriber.INVALID: 2,
    Subscriber.MACHINE: 3,
    Subscriber.HELLO: 3,
}
"""How many of a hundred people behave so."""

HUNDRED = [who for who, share in SHARES.items() for _ in range(share)]
MIX = 37  # prime to a hundred: neighbours differ


def pick_subscriber(position: int) -> Subscriber:
    """How the person at this place of the demo behaves."""
    return HUNDRED[position * MIX % len(HUNDRED)]


def make_mobile(position: int) -> str:
    """A mobile number, another one for each position below 700,000."""
    return pick_subscriber(position).make_number(position * STEP % ROOM)


def make_landline(position: int) -> str:
    """A Hà Nội landline that behaves like the mobile at the same position."""
    return f"024 73{position % 100:02d} {position * 7 % 100:02d}{pick_subscriber(position).ending}"


def make_name(position: int) -> str:
    """A name, as common ones go."""
    family = FAMILY_NAMES[position % len(FAMILY_NAMES)]
    middle = MIDDLE_NAMES[position // 3 % len(MIDDLE_NAMES)]
    return f"{family} {middle} {GIVEN_NAMES[position * 5 % len(GIVEN_NAMES)]}"

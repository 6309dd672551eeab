"""The subscribers that the sandbox's carrier plays, told apart by a number's last two digits."""

from enum import Enum

# Mobile prefixes of which every number is valid (Circular 22/2014/TT-BTTTT's plan).
PREFIXES = ("090", "091", "093", "094", "096", "097", "098")


class Subscriber(Enum):
    """One way a person who is called behaves.

    `ending` is what a number ends with, `plays` the place in the carrier's dialplan that acts it
    (context,extension,priority). Any ending not listed behaves as `PRESSES_1`.
    """

    PRESSES_1 = ("01", "presses,1,1", "listens, then presses 1")
    PRESSES_2 = ("02", "presses,2,1", "listens, then presses 2")
    PRESSES_3 = ("03", "presses,3,1", "listens, then presses 3")
    PRESSES_9 = ("09", "presses,9,1", "listens, then presses 9")
    PRESSES_EARLY = ("11", "presses-early,1,1", "presses 1 before the prompt ends")
    PRESSES_LATE = ("12", "presses-late,1,1", "hears the prompt out, then presses 1")
    PRESSES_WRONG_THEN_1 = ("15", "presses-wrong,1,1", "presses 5, three seconds later 1")
    PRESSES_NOTHING = ("20", "silent,s,1", "answers and presses nothing")
    HANGS_UP = ("21", "hangs-up,s,1", "hangs up in the middle of the prompt")
    BUSY = ("30", "busy,s,1", "is busy (SIP 486)")
    NO_ANSWER = ("31", "no-answer,s,1", "rings and never answers")
    CONGESTION = ("32", "congestion,s,1", "the network is congested (SIP 503)")
    REJECTED = ("33", "rejected,s,1", "rings, then rejects")
    INVALID = ("34", "invalid,s,1", "the number is not in service (SIP 404)")
    MACHINE = ("40", "machine,s,1", "an answering machine with a long greeting")
    HELLO = ("41", "says-hello,s,1", "says hello, listens, then presses 1")

    def __init__(self, ending: str, plays: str, does: str) -> None:
        self.ending = ending
        self.plays = plays
        self.does = does

    def make_number(self, n: int = 0) -> str:
        """The n-th Vietnamese mobile number (national, ten digits) that behaves so.

        Raises ValueError outside 0 <= n < 700,000.
        """
        if not 0 <= n < len(PREFIXES) * 100_000:
            message = f"too few numbers end in {self.ending} for number {n}"
            raise ValueError(message)
        return f"{PREFIXES[n // 100_000]}{n % 100_000:05d}{self.ending}"


def find_subscriber(number: str) -> Subscriber:
    """Who answers at this number."""
    ending = number[-2:]
    return next((who for who in Subscriber if who.ending == ending), Subscriber.PRESSES_1)

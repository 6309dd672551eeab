"""What earlier rows of the same file were, so that a later one is known to be the same. Pure."""

from collections import defaultdict
from dataclasses import dataclass, field

from cti.crm.duplicates.keys import Criterion


@dataclass(slots=True)
class Seen:
    """Kept in memory while an import runs, about 100 bytes a key; made anew after a restart."""

    identities: dict[int, int] = field(default_factory=dict)  # → the first row that had it
    keys: dict[Criterion, dict[int, int]] = field(  # the same; numbers alone, for the collector
        default_factory=lambda: defaultdict(dict)  # would look through pairs again and again
    )
    companies: dict[str, int | None] = field(default_factory=dict)  # new ones, by find_home
    made: set[int] = field(default_factory=set)  # customers that this import created
    codes: dict[str, int] = field(default_factory=dict)  # that a trial run gave → to which row
    gone: dict[int, int] = field(default_factory=dict)  # deleted ones → the row that said so

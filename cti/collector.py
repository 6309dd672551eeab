"""Python's collector of garbage, in a process that serves for days or works through a file."""

import gc

EVERY = (20_000, 10, 10)
"""Objects made before the collector looks for what nobody needs; of itself it looks after 700."""


def settle() -> None:
    """What was made by now stays: the collector's long pauses, 170 ms, were spent on it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*EVERY)

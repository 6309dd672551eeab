"""How many members to take from the hopper. Pure."""


def count_room(live: int, max_concurrent: int, tokens: int, batch: int) -> int:
    """How many members to take from the hopper now."""
    return max(0, min(max_concurrent - live, tokens, batch))

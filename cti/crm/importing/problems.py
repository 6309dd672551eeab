"""What is said of a row's cells, kept as short JSON: [letter, field, level, code, params]. Pure."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import orjson

Level = Literal["error", "warning", "mend"]


class Problem(NamedTuple):
    """One thing to say. Without a letter, of the whole row."""

    letter: str | None
    field: str | None
    level: Level
    code: str
    params: dict[str, Any]


def encode_problems(problems: Sequence[Problem]) -> str | None:
    """As they are stored; None when there are none."""
    return orjson.dumps([list(one) for one in problems], default=str).decode() if problems else None


def decode_problems(stored: str | None) -> list[Problem]:
    """As they were."""
    return [Problem(*one) for one in orjson.loads(stored)] if stored else []

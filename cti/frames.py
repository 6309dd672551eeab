"""Rows left in a file for another process, to be taken some hundred at a time.

A series of frames: four bytes of length, then a JSON list.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson

LENGTH = struct.Struct(">I")


def write_frame(file: BinaryIO, rows: list[Any]) -> None:
    """Add one frame. Blocking."""
    written = orjson.dumps(rows)
    file.write(LENGTH.pack(len(written)) + written)


def read_frames(path: Path) -> Iterator[list[Any]]:
    """What was left there, a frame at a time. Blocking."""
    with path.open("rb") as file:
        while head := file.read(LENGTH.size):
            (length,) = LENGTH.unpack(head)
            yield orjson.loads(file.read(length))

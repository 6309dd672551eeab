"""Logs: one JSON object a line, phone numbers masked, whoever logged them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

NUMBER = re.compile(r"(?<![\w.:-])(\+?84|0)(\d{2})\d{4,5}(\d{3})(?![\w.])")
"""A Vietnamese number in running text: its middle is nobody's business in a log."""


def mask_numbers(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep the prefix and the last three digits of every phone number."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = NUMBER.sub(r"\1\2****\3", value)
    return event


def set_up_logs(level: str) -> None:
    """Send everything that is logged through one formatter to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if sys.stderr.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                mask_numbers,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Its DEBUG would put whole AMI frames, customers' numbers included, into the log.
    logging.getLogger("panoramisk").setLevel(logging.WARNING)
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)

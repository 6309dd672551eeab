"""A few AMI actions over a connection of their own, for starting, stopping and tests.

The server's link is `cti.ami`; this one is for the sandbox's hands and knows no events.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from cti.pbx.errors import RefusedError


class Exchange:
    """An open, logged-in connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, action: str, fields: Mapping[str, str] | None = None) -> dict[str, str]:
        """Send one action; return its response's headers.

        A header that comes several times (Output) is joined by line breaks. Raises RefusedError
        when Asterisk says no, ValueError for a value that would smuggle in a line.
        """
        lines = [f"Action: {action}"]
        for name, value in (fields or {}).items():
            if "\r" in value or "\n" in value:
                message = f"line break in {name}"
                raise ValueError(message)
            lines.append(f"{name}: {value}")
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        await self._writer.drain()
        while "Response" not in (frame := await self._read_frame()):
            pass
        if frame["Response"] == "Error":
            raise RefusedError(action=action, message=frame.get("Message", ""))
        return frame

    async def command(self, line: str) -> str:
        """Run one line of Asterisk's own console; return what it prints."""
        return (await self.send("Command", {"Command": line})).get("Output", "")

    async def _read_frame(self) -> dict[str, str]:
        frame: dict[str, str] = {}
        while True:
            raw = await self._reader.readline()
            if not raw:
                message = "Asterisk closed the connection"
                raise ConnectionResetError(message)
            line = raw.decode(errors="replace").rstrip("\r\n")
            if not line and frame:
                return frame
            name, colon, value = line.partition(": ")
            if colon:
                frame[name] = f"{frame[name]}\n{value}" if name in frame else value


@asynccontextmanager
async def open_exchange(
    host: str, port: int, username: str, secret: str, *, seconds: float = 5.0
) -> AsyncIterator[Exchange]:
    """Log in with events off; `seconds` bounds the whole use of the connection.

    Raises OSError, TimeoutError, RefusedError (wrong account).
    """
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection(host, port)
        try:
            await reader.readline()  # the banner
            exchange = Exchange(reader, writer)
            await exchange.send("Login", {"Username": username, "Secret": secret, "Events": "off"})
            yield exchange
        finally:
            writer.close()

"""The peer of the dial rate: the same calls, sent raw over one AMI connection, nothing kept."""

import asyncio
import time
from dataclasses import dataclass, field

from cti.pbx.info import AmiAccount


@dataclass
class RawDialler:
    """Sends Originates at a steady pace and counts the answers, keys and ends it hears of."""

    account: AmiAccount
    replies: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    first_at: float = 0.0
    last_at: float = 0.0

    async def dial(self, numbers: list[str], rate: float, variables: dict[str, str]) -> None:
        """Dial them all; returns when every call has ended, or 30 s after the last Originate."""
        reader, writer = await asyncio.open_connection(self.account.host, self.account.port)
        await reader.readline()
        login = (
            f"Action: Login\r\nUsername: {self.account.username}\r\nSecret: {self.account.secret}"
        )
        writer.write(f"{login}\r\n\r\n".encode())
        listening = asyncio.create_task(self._listen(reader))
        await asyncio.sleep(1.0)
        begun = time.monotonic()
        self.first_at = begun
        for index, number in enumerate(numbers):
            wait = begun + index / rate - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            writer.write(_originate(f"raw_{int(begun)}_{index}", number, variables))
            self.last_at = time.monotonic()
        deadline = time.monotonic() + 30
        while len(self.ended) < len(numbers) and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        listening.cancel()
        writer.close()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        frame: dict[str, str] = {}
        while line := await reader.readline():
            name, _, value = line.decode(errors="replace").rstrip("\r\n").partition(": ")
            if name:
                frame[name] = value
                continue
            if frame.get("UserEvent") == "CtiReply":
                self.replies.add(frame["Attempt"])
            elif frame.get("UserEvent") == "CtiOutcome":
                self.ended.add(frame["Attempt"])
            frame = {}


def _originate(attempt: str, number: str, variables: dict[str, str]) -> bytes:
    lines = [
        "Action: Originate",
        f"Channel: PJSIP/{number}@carrier",
        f"ChannelId: {attempt}",
        "Context: cti-campaign",
        "Exten: s",
        "Priority: 1",
        "CallerID: 02873001000",
        "Timeout: 30000",
        "Async: true",
        'Variable: "CHANNEL(hangup_handler_push)=cti-outcome,s,1"',
        f'Variable: "CTI_ATTEMPT={attempt}"',
        *(f'Variable: "{name}={value}"' for name, value in variables.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()

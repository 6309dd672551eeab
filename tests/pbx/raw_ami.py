"""AMI as bare as can be, for looking at what Asterisk really says: no product code in between."""

import asyncio
import time
from collections.abc import Callable
from itertools import count
from typing import Self

from cti.pbx.info import AmiAccount

Frame = dict[str, str]
CRLF = b"\r\n"


class RawAmi:
    """One connection: everything received is in `frames` and, byte for byte, in `raw`."""

    def __init__(self, account: AmiAccount) -> None:
        self.account = account
        self.frames: list[Frame] = []
        self.raw = bytearray()
        self._arrived = asyncio.Event()
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(
            self.account.host, self.account.port
        )
        self.raw += await self._reader.readline()
        self._task = asyncio.create_task(self._read())
        answer = await self.send(
            Action="Login", Username=self.account.username, Secret=self.account.secret
        )
        assert answer["Response"] == "Success", answer
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _read(self) -> None:
        frame: Frame = {}
        while line := await self._reader.readline():
            self.raw += line
            if line != CRLF:
                name, _, value = line.decode(errors="replace").rstrip("\r\n").partition(": ")
                frame[name] = f"{frame[name]}\n{value}" if name in frame else value
            elif frame:
                self.frames.append(frame)
                frame = {}
                self._arrived.set()

    async def send(self, *variables: str, **fields: str) -> Frame:
        """One action; its response, whatever it is."""
        number = fields.setdefault("ActionID", f"raw{next(self._numbers)}")
        lines = [f"{name}: {value}" for name, value in fields.items()]
        lines += [f"Variable: {variable}" for variable in variables]
        self._writer.write("\r\n".join([*lines, "", ""]).encode())
        return await self.wait(lambda f: "Response" in f and f.get("ActionID") == number)

    async def wait(self, wanted: Callable[[Frame], bool], seconds: float = 20) -> Frame:
        """The first frame, past or to come, that is wanted."""
        deadline, seen = time.monotonic() + seconds, 0
        while True:
            for frame in self.frames[seen:]:
                if wanted(frame):
                    return frame
            seen = len(self.frames)
            self._arrived.clear()
            left = deadline - time.monotonic()
            await asyncio.wait_for(self._arrived.wait(), max(left, 0.001))

    async def wait_event(self, name: str, *, seconds: float = 20, **headers: str) -> Frame:
        """The first event of that name with those headers (UserEvents by their own name)."""

        def wanted(frame: Frame) -> bool:
            named = name in (frame.get("Event"), frame.get("UserEvent"))
            return named and all(frame.get(key) == value for key, value in headers.items())

        return await self.wait(wanted, seconds)

    def names(self) -> list[str]:
        """The names of the events so far, in order; UserEvents by their own name."""
        return [f.get("UserEvent", f["Event"]) for f in self.frames if "Event" in f]

    async def read_outbox(self, attempt: str) -> dict[str, str]:
        """What AstDB holds for an attempt: step → entry."""
        number = f"tree{next(self._numbers)}"
        await self.send(Action="DBGetTree", Family="cti", Key="outbox", ActionID=number)
        await self.wait(lambda f: f.get("Event") == "DBGetTreeComplete" and f["ActionID"] == number)
        entries = {
            f["Key"].removeprefix("/cti/outbox/"): f["Val"]
            for f in self.frames
            if f.get("Event") == "DBGetTreeResponse" and f["ActionID"] == number
        }
        return {
            key.partition(":")[2]: value
            for key, value in entries.items()
            if key.partition(":")[0] == attempt
        }

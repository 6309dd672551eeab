"""An AMI server over a FakePbx that fails in every way a connection can, when told to."""

import asyncio
import errno
import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Self

from cti.ami.address import PbxAddress
from tests.fakes.fake_pbx import FakePbx, Headers

SECRET = "a fake secret"
HANG_UP = b""  # told instead of bytes: the connection ends when all before it is told


@dataclass
class Faults:
    """What goes wrong. Change it at any time; what counts connections counts from 1."""

    cut_out_at: int | None = None  # bytes told to the client on connection `cut_connection`
    cut_in_at: int | None = None  # bytes heard from the client on connection `cut_connection`
    cut_connection: int = 1
    chunk: int | None = None  # what is told goes out in pieces of so many bytes
    drop_first: int = 0  # so many connections are accepted and dropped at once
    stall: set[str] = field(default_factory=set)  # actions that are carried out, not answered
    deaf: set[str] = field(default_factory=set)  # actions that are neither
    drop_before_reply: set[str] = field(default_factory=set)  # carried out, then cut
    reverse_replies: int = 1  # replies are held until there are so many, then told last first
    boots: bool = True  # FullyBooted is told after the login
    greeting: bytes = b"Asterisk Call Manager/9.0.0\r\n"
    after_login: bytes = b""  # told right after the login's reply


class Connection:
    def __init__(self, server: "FakeAmi", number: int, writer: asyncio.StreamWriter) -> None:
        self.server, self.number, self.writer = server, number, writer
        self.out: asyncio.Queue[bytes] = asyncio.Queue()
        self.told = self.heard = 0
        self.held: list[bytes] = []
        self.pump = asyncio.create_task(self._pump())

    @property
    def faults(self) -> Faults:
        return self.server.faults

    def is_cut(self) -> bool:
        return self.number == self.faults.cut_connection

    def tell(self, data: bytes) -> None:
        self.out.put_nowait(data)

    def tell_event(self, event: str, headers: Headers) -> None:
        extra = b"\r\n" if event == "UserEvent" else b""  # as Asterisk does
        self.tell(encode([("Event", event), ("Privilege", "call,all"), *headers]) + extra)

    def reply(self, headers: Headers) -> None:
        self.held.append(encode(headers))
        if len(self.held) >= self.faults.reverse_replies:
            for frame in reversed(self.held):
                self.tell(frame)
            self.held.clear()

    async def _pump(self) -> None:
        while True:
            data = await self.out.get()
            if data == HANG_UP:
                self.writer.close()
                self.end()
                return
            limit = self.faults.cut_out_at if self.is_cut() else None
            cut = limit is not None and self.told + len(data) >= limit
            if cut and limit is not None:
                data = data[: limit - self.told]
            size = self.faults.chunk or len(data) or 1
            for start in range(0, len(data), size):
                self.writer.write(data[start : start + size])
                if self.faults.chunk:
                    await asyncio.sleep(0)
            self.told += len(data)
            self.server.told[self.number] += data
            if cut:
                self.writer.close()
                self.end()
                return

    def hear(self, data: bytes) -> tuple[bytes, bool]:
        """What of `data` gets through, and whether the connection is cut after it."""
        limit = self.faults.cut_in_at if self.is_cut() else None
        if limit is not None and self.heard + len(data) >= limit:
            data = data[: limit - self.heard]
            self.heard = limit
            return data, True
        self.heard += len(data)
        self.server.heard[self.number] += data
        return data, False

    def end(self) -> None:
        listeners = self.server.pbx.listeners
        if self.tell_event in listeners:
            listeners.remove(self.tell_event)
        self.server.live.discard(self)

    def drop(self) -> None:
        self.end()
        self.writer.transport.abort()


LASTING_PORTS = range(20_000, 32_000)


class FakeAmi:
    """`async with FakeAmi(pbx) as server:` listens on a free port of 127.0.0.1."""

    ANSWERS: "ClassVar[dict[str, Answer]]"

    def __init__(self, pbx: FakePbx | None = None, faults: Faults | None = None) -> None:
        self.pbx, self.faults = pbx or FakePbx(), faults or Faults()
        self.actions: list[Headers] = []  # whatever was heard, in order, over all connections
        self.connections = 0
        self.told: defaultdict[int, bytearray] = defaultdict(bytearray)  # by connection
        self.heard: defaultdict[int, bytearray] = defaultdict(bytearray)
        self.live: set[Connection] = set()
        self.port = 0
        self.hearing = asyncio.Event()  # cleared: what the client sends stays in the socket
        self.hearing.set()

    @property
    def address(self) -> PbxAddress:
        return PbxAddress("127.0.0.1", "cti", SECRET, self.port)

    def count(self, action: str) -> int:
        return sum(headers[0] == ("Action", action) for headers in self.actions)

    async def __aenter__(self) -> Self:
        self._server = await self._bind()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def _bind(self) -> asyncio.Server:
        # Not one of those that the system gives to whoever connects somewhere: nobody takes it
        # while a test has the PBX gone.
        for port in [self.port] if self.port else random.sample(LASTING_PORTS, 50):
            try:
                return await asyncio.start_server(self._serve, "127.0.0.1", port)
            except OSError as error:
                if error.errno != errno.EADDRINUSE or self.port:
                    raise
        raise AssertionError

    async def __aexit__(self, *_: object) -> None:
        await self.close()
        for task in list(self.pbx.tasks):
            task.cancel()

    async def close(self) -> None:
        """Stop listening and drop everybody; the PBX itself lives on. Enter again to return."""
        self._server.close()
        self.drop_all()
        await self._server.wait_closed()

    def drop_all(self) -> None:
        for connection in list(self.live):
            connection.drop()

    def tell_all(self, data: bytes) -> None:
        """Bytes as they are, to every connection."""
        for connection in self.live:
            connection.tell(data)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = Connection(self, self.connections, writer)
        if self.connections <= self.faults.drop_first:
            connection.drop()
            connection.pump.cancel()
            return
        self.live.add(connection)
        connection.tell(self.faults.greeting)
        try:
            await self._listen(reader, connection)
        except OSError:
            pass  # the client went, or we dropped it
        finally:
            connection.drop()
            connection.pump.cancel()

    async def _listen(self, reader: asyncio.StreamReader, connection: Connection) -> None:
        buffer = b""
        while True:
            await self.hearing.wait()
            data = await reader.read(65536)
            heard, cut = connection.hear(data)
            *frames, buffer = (buffer + heard).split(b"\r\n\r\n")
            for frame in frames:
                self._carry_out(frame, connection)
            if cut or not data or connection not in self.live:
                return

    def _carry_out(self, frame: bytes, connection: Connection) -> None:
        lines = frame.decode().split("\r\n")
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
        self.actions.append(headers)
        name = headers[0][1]
        if name in self.faults.deaf:
            return
        answer = self.ANSWERS.get(name, refuse)
        if name in self.faults.stall:
            answer(self.pbx, headers, Mute())
        elif name in self.faults.drop_before_reply:
            answer(self.pbx, headers, Mute())
            connection.drop()
        else:
            answer(self.pbx, headers, connection)


class Mute:
    """Stands in for the connection of an action that is carried out and never answered."""

    faults = Faults(boots=False)

    def tell(self, data: bytes) -> None:
        del data

    def tell_event(self, event: str, headers: Headers) -> None:
        del event, headers

    def reply(self, headers: Headers) -> None:
        del headers


Told = Connection | Mute
Answer = Callable[[FakePbx, Headers, Told], None]


def encode(headers: Headers) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode() + b"\r\n"


def action_id(headers: Headers) -> list[tuple[str, str]]:
    return [header for header in headers if header[0] == "ActionID"]


def agree(headers: Headers, connection: Told, *more: tuple[str, str]) -> None:
    connection.reply([("Response", "Success"), *action_id(headers), *more])


def refuse(_: FakePbx, headers: Headers, connection: Told) -> None:
    message = "Invalid/unknown command"
    connection.reply([("Response", "Error"), *action_id(headers), ("Message", message)])


def log_in(pbx: FakePbx, headers: Headers, connection: Told) -> None:
    if dict(headers).get("Secret") != SECRET:
        message = "Authentication failed"
        connection.reply([("Response", "Error"), *action_id(headers), ("Message", message)])
        connection.tell(HANG_UP)  # Asterisk does both in one go
        return
    agree(headers, connection, ("Message", "Authentication accepted"))
    pbx.listeners.append(connection.tell_event)
    if connection.faults.after_login:
        connection.tell(connection.faults.after_login)
    if connection.faults.boots:
        uptime = str(int(time.time() - pbx.born))
        booted = [("Status", "Fully Booted"), ("Uptime", uptime), ("LastReload", uptime)]
        connection.tell_event("FullyBooted", booted)


def core_settings(pbx: FakePbx, headers: Headers, connection: Told) -> None:
    agree(headers, connection, ("AsteriskVersion", pbx.version), ("SystemName", "fake"))


def ping(_: FakePbx, headers: Headers, connection: Told) -> None:
    agree(headers, connection, ("Ping", "Pong"))


def originate(pbx: FakePbx, headers: Headers, connection: Told) -> None:
    agree(headers, connection, ("Message", "Originate successfully queued"))
    pbx.originate(headers)


def set_variable(pbx: FakePbx, headers: Headers, connection: Told) -> None:
    variable = dict(headers)["Variable"]
    if variable.startswith("DB_DELETE("):
        pbx.astdb.pop("/" + variable[len("DB_DELETE(") : -1], None)
    agree(headers, connection, ("Message", "Variable Set"))


def get_variable(_: FakePbx, headers: Headers, connection: Told) -> None:
    agree(headers, connection, ("Variable", dict(headers)["Variable"]), ("Value", "1"))


def list_items(name: str, complete: str, items: list[Headers], headers: Headers) -> bytes:
    ids = action_id(headers)
    start = encode([("Response", "Success"), *ids, ("EventList", "start")])
    body = b"".join(encode([("Event", name), *ids, *item]) for item in items)
    count = ("ListItems", str(len(items)))
    return start + body + encode([("Event", complete), *ids, ("EventList", "Complete"), count])


def status(pbx: FakePbx, headers: Headers, connection: Told) -> None:
    items = [
        [*channel.headers(), ("Seconds", "1"), ("Variable", f"CTI_ATTEMPT={channel.attempt}")]
        for channel in pbx.channels.values()
    ]
    connection.tell(list_items("Status", "StatusComplete", items, headers))


def read_tree(pbx: FakePbx, headers: Headers, connection: Told) -> None:
    family = f"/{dict(headers)['Family']}/"
    items: list[Headers] = [
        [("Key", key), ("Val", value)]
        for key, value in sorted(pbx.astdb.items())
        if key.startswith(family)
    ]
    connection.tell(list_items("DBGetTreeResponse", "DBGetTreeComplete", items, headers))


def list_devices(pbx: FakePbx, headers: Headers, connection: Told) -> None:
    items = [[("Device", device), ("State", state)] for device, state in pbx.devices.items()]
    connection.tell(list_items("DeviceStateChange", "DeviceStateListComplete", items, headers))


FakeAmi.ANSWERS = {
    "Login": log_in,
    "CoreSettings": core_settings,
    "Ping": ping,
    "Originate": originate,
    "Setvar": set_variable,
    "Getvar": get_variable,
    "Status": status,
    "DBGetTree": read_tree,
    "DeviceStateList": list_devices,
}

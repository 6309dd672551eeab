"""An AMI server without calls of its own: takes a login, lists nothing, says what it is told.

For benches of the server alone. What a real Asterisk sends is in tests/traces.
"""

import asyncio

from cti.pbx.model import DIALPLAN_VERSION

BANNER = b"Asterisk Call Manager/11.0.0\r\n"
LISTS = {
    "Status": "StatusComplete",
    "DeviceStateList": "DeviceStateListComplete",
    "DBGetTree": "DBGetTreeComplete",
}


class QuietPbx:
    """Listens on a free port of this machine; `extensions` are registered phones."""

    def __init__(self, extensions: list[str]) -> None:
        self._extensions = extensions
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen; returns the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close all connections."""
        for writer in self._writers:
            writer.close()
        if self._server is not None:
            self._server.close()

    def tell(self, events: bytes) -> None:
        """Send whole events to everybody who is logged in."""
        for writer in self._writers:
            writer.write(events)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(BANNER)
        try:
            while True:
                request = (await reader.readuntil(b"\r\n\r\n")).decode()
                headers = dict(
                    line.split(": ", 1) for line in request.split("\r\n") if ": " in line
                )
                self._answer(writer, headers)
        except (asyncio.IncompleteReadError, ConnectionError):
            self._writers.discard(writer)

    def _answer(self, writer: asyncio.StreamWriter, headers: dict[str, str]) -> None:
        name, number = headers["Action"], headers.get("ActionID", "")
        reply = {"Response": "Success", "ActionID": number}
        if name == "CoreSettings":
            reply |= {"AsteriskVersion": "22.10.1", "SystemName": "bench"}
        if name == "Getvar":
            reply["Value"] = str(DIALPLAN_VERSION)
        writer.write(encode(**reply))
        if name in LISTS:
            if name == "DeviceStateList":
                for extension in self._extensions:
                    writer.write(
                        encode(
                            Event="DeviceStateChange",
                            ActionID=number,
                            Device=f"PJSIP/{extension}",
                            State="NOT_INUSE",
                        )
                    )
            writer.write(encode(Event=LISTS[name], ActionID=number, EventList="Complete"))
        if name == "Login":
            writer.write(encode(Event="FullyBooted", Uptime="1000"))
            self._writers.add(writer)


def encode(**headers: str) -> bytes:
    """One frame; its headers in the order given."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{lines}\r\n".encode()


def ring(call: str, extension: str, caller: str, did: str) -> bytes:
    """Somebody calls and one phone rings: what a direct number gives, up to the ringing."""
    trunk, phone = (
        f"PJSIP/carrier-{int(call) * 2:08x}",
        f"PJSIP/{extension}-{int(call) * 2 + 1:08x}",
    )
    first, second = f"bench-{call}.1", f"bench-{call}.2"
    about = {"CallerIDNum": caller, "CallerIDName": "<unknown>", "Context": "cti-inbound"}
    return (
        encode(
            Event="Newchannel", Channel=trunk, ChannelState="4", **about, Exten=did,
            Uniqueid=first, Linkedid=first,
        )
        + encode(
            Event="Newchannel", Channel=phone, ChannelState="0", CallerIDNum=extension,
            Context="cti-internal", Exten="s", Uniqueid=second, Linkedid=first,
        )
        + encode(
            Event="DialBegin", Channel=trunk, Uniqueid=first, Linkedid=first, CallerIDNum=caller,
            DestChannel=phone, DestUniqueid=second, DestLinkedid=first, DialString=extension,
        )
        + encode(
            Event="Newstate", Channel=phone, ChannelState="5", CallerIDNum=extension,
            ConnectedLineNum=caller, Uniqueid=second, Linkedid=first,
        )
    )  # fmt: skip


def hang_up(call: str, extension: str) -> bytes:
    """The caller gives up."""
    trunk, phone = (
        f"PJSIP/carrier-{int(call) * 2:08x}",
        f"PJSIP/{extension}-{int(call) * 2 + 1:08x}",
    )
    first, second = f"bench-{call}.1", f"bench-{call}.2"
    return b"".join(
        encode(
            Event="Hangup", Channel=channel, ChannelState="5", Cause="16", Uniqueid=uniqueid,
            Linkedid=first,
        )
        for channel, uniqueid in ((phone, second), (trunk, first))
    )  # fmt: skip

"""A PBX in a hundred lines: channels, AstDB and our dialplan, without a network.

Its state outlives every AMI connection, as a real PBX's does: a call that was dialled goes on, and
what the dialplan wrote to AstDB stays until somebody deletes it. What it can't do is surprise us
as a real Asterisk can; tests/pbx is for that.
"""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Customer:
    """How the person called behaves; `pause` is the seconds between two steps of the call."""

    answers: bool = True
    keys: tuple[str, ...] = ("1",)
    cause: int = 16
    dial_status: str = "ANSWER"
    tech_cause: str = "SIP 200 OK"
    pause: float = 0.002


PRESSES_1 = Customer()
PRESSES_9 = Customer(keys=("9",))
PRESSES_NOTHING = Customer(keys=())
BUSY = Customer(False, (), 17, "BUSY", "SIP 486 Busy Here")
NO_ANSWER = Customer(False, (), 19, "NOANSWER", "SIP 408 Request Timeout")


@dataclass
class Channel:
    uniqueid: str
    name: str
    number: str
    attempt: str
    state: int = 0

    def headers(self) -> Headers:
        return [
            ("Channel", self.name),
            ("ChannelState", str(self.state)),
            ("ChannelStateDesc", {0: "Down", 5: "Ringing", 6: "Up"}[self.state]),
            ("CallerIDNum", self.number),
            ("CallerIDName", "<unknown>"),
            ("ConnectedLineNum", "<unknown>"),
            ("ConnectedLineName", "<unknown>"),
            ("Language", "en"),
            ("AccountCode", ""),
            ("Context", "cti-campaign"),
            ("Exten", "s"),
            ("Priority", "1"),
            ("Uniqueid", self.uniqueid),
            ("Linkedid", self.uniqueid),
        ]


@dataclass
class FakePbx:
    """`customers` by number dialled; everybody else is `default`."""

    customers: dict[str, Customer] = field(default_factory=dict)
    default: Customer = PRESSES_1
    version: str = "22.10.1"
    channels: dict[str, Channel] = field(default_factory=dict)
    astdb: dict[str, str] = field(default_factory=dict)
    originates: Counter[str] = field(default_factory=Counter)
    """How often each ChannelId came in an Originate, refused ones included."""
    calls: Counter[str] = field(default_factory=Counter)
    """How often each number was really dialled."""
    devices: dict[str, str] = field(default_factory=lambda: {"PJSIP/101": "NOT_INUSE"})
    listeners: list[Callable[[str, Headers], None]] = field(default_factory=list)
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    born: float = field(default_factory=lambda: time.time() - 3600)  # when Asterisk was started
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def emit(self, event: str, headers: Headers) -> None:
        """Tell every logged-in connection; nobody listens, nobody hears."""
        for listener in list(self.listeners):
            listener(event, headers)

    def emit_user_event(self, name: str, channel: Channel, headers: Headers) -> None:
        self.emit("UserEvent", [*channel.headers(), ("UserEvent", name), *headers])

    def originate(self, headers: Headers) -> None:
        """What Asterisk does after "Originate successfully queued"."""
        fields = dict(headers)
        variables = dict(
            value.strip('"').split("=", 1) for name, value in headers if name == "Variable"
        )
        uniqueid = fields.get("ChannelId") or f"{int(time.time())}.{next(self.numbers)}"
        self.originates[uniqueid] += 1
        if uniqueid in self.channels:  # a living ChannelId is refused by Asterisk itself
            self._respond(fields, None, ok=False, reason=0)
            return
        number = fields["Channel"].partition("/")[2].partition("@")[0]
        self.calls[number] += 1
        name = f"PJSIP/carrier-{next(self.numbers):08x}"
        channel = Channel(uniqueid, name, number, variables.get("CTI_ATTEMPT", ""))
        self.channels[uniqueid] = channel
        task = asyncio.get_running_loop().create_task(self._call(channel, fields))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _call(self, channel: Channel, fields: dict[str, str]) -> None:
        customer = self.customers.get(channel.number, self.default)
        dial = [(f"Dest{name}", value) for name, value in channel.headers()]
        self.emit("Newchannel", channel.headers())
        self.emit("DialBegin", [*dial, ("DialString", f"{channel.number}@carrier")])
        await asyncio.sleep(customer.pause)
        self._change_state(channel, 5)
        await asyncio.sleep(customer.pause)
        answered = ""
        if customer.answers:
            self._change_state(channel, 6)
            answered = f"{time.time():.3f}"
        self.emit("DialEnd", [*dial, ("DialStatus", customer.dial_status)])
        if customer.answers:
            self._respond(fields, channel, ok=True, reason=4)
            await self._talk(channel, customer, answered)
        self._hang_up(channel, customer, answered)
        if not customer.answers:
            self._respond(fields, channel, ok=False, reason=0)

    async def _talk(self, channel: Channel, customer: Customer, answered: str) -> None:
        """What extensions_cti.conf does with an answered campaign call."""
        attempt = ("Attempt", channel.attempt)
        self.emit_user_event("CtiAnswered", channel, [attempt, ("At", answered)])
        for step, key in enumerate(customer.keys, start=1):
            await asyncio.sleep(customer.pause)
            at = f"{time.time():.3f}"
            self.astdb[f"/cti/outbox/{channel.attempt}:{step}"] = f"reply|{key}|{at}"
            self.emit_user_event(
                "CtiReply", channel, [attempt, ("Step", str(step)), ("Key", key), ("At", at)]
            )
        await asyncio.sleep(customer.pause)

    def _hang_up(self, channel: Channel, customer: Customer, answered: str) -> None:
        ended = f"{time.time():.3f}"
        fields = (str(customer.cause), customer.tech_cause, answered, ended, customer.dial_status)
        if channel.attempt:
            self.astdb[f"/cti/outbox/{channel.attempt}:end"] = "|".join(("end", *fields))
            names = ("Cause", "TechCause", "Answered", "Ended", "DialStatus")
            pairs = list(zip(names, fields, strict=True))
            self.emit_user_event("CtiOutcome", channel, [("Attempt", channel.attempt), *pairs])
        del self.channels[channel.uniqueid]
        cause = [("Cause", str(customer.cause)), ("Cause-txt", "Normal Clearing")]
        self.emit("Hangup", [*channel.headers(), *cause])

    def _change_state(self, channel: Channel, state: int) -> None:
        channel.state = state
        self.emit("Newstate", channel.headers())

    def _respond(
        self, fields: dict[str, str], channel: Channel | None, *, ok: bool, reason: int
    ) -> None:
        named = channel.name if channel else fields["Channel"]
        self.emit(
            "OriginateResponse",
            [
                ("ActionID", fields.get("ActionID", "")),
                ("Response", "Success" if ok else "Failure"),
                ("Channel", named),
                ("Reason", str(reason)),
                ("Uniqueid", fields.get("ChannelId", "<unknown>")),
            ],
        )

    async def quiesce(self) -> None:
        """Wait until no call is going on."""
        while self.tasks:
            await asyncio.gather(*list(self.tasks))

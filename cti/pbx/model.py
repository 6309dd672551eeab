"""What the PBX's configuration is made from, checked before it reaches any file. Pure."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

DIALPLAN_VERSION = 1

# Everything that goes into a configuration file is one of these: none can hold a line break, a
# bracket or a semicolon, so that no setting can turn into a line of its own.
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Secret = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{12,64}$", repr=False)]
Digits = Annotated[str, Field(pattern=r"^[0-9]{2,15}$")]
Pattern = Annotated[str, Field(pattern=r"^[0-9XZN.]{2,20}$")]
Host = Annotated[str, Field(pattern=r"^[0-9A-Za-z.:-]{1,60}$")]
Network = Annotated[str, Field(pattern=r"^[0-9a-f.:/]{1,80}$")]
Folder = Annotated[str, Field(pattern=r"^/[A-Za-z0-9_./-]{1,120}$")]
Port = Annotated[int, Field(ge=1024, le=65535)]

# What the server reads, and nothing else: each event costs both ends.
AMI_EVENTS = (
    "FullyBooted",
    "Shutdown",
    "Newchannel",
    "Newstate",
    "DialBegin",
    "DialEnd",
    "BridgeEnter",
    "BridgeLeave",
    "BlindTransfer",
    "AttendedTransfer",
    "Hold",
    "Unhold",
    "Hangup",
    "UserEvent",
    "OriginateResponse",
    "ContactStatus",
    "DeviceStateChange",
    "PeerStatus",
    "QueueCallerJoin",
    "QueueCallerAbandon",
    "QueueCallerLeave",
    "AgentConnect",
)


class Frozen(BaseModel):
    """Settings that never change once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Extension(Frozen):
    """An agent's phone: its number and the password it registers with."""

    number: Digits
    secret: Secret


class CtiFiles(Frozen):
    """What the files need that any Asterisk includes, the sandbox's or an administrator's own."""

    ami_user: Name = "cti"
    ami_secret: Secret
    ami_permit: tuple[Network, ...] = ("127.0.0.1/255.255.255.255",)
    ami_events: tuple[Name, ...] = AMI_EVENTS
    dialplan_version: int = DIALPLAN_VERSION
    extensions: tuple[Extension, ...] = ()
    extension_pattern: Pattern = "1XX"
    extension_digits: int = Field(default=3, ge=2, le=6)
    main_did: Digits = "02873001000"
    direct_did_pattern: Pattern = "02873000XXX"
    queue: Name = "cti-desk"
    queue_strategy: Annotated[str, Field(pattern=r"^(ringall|rrmemory)$")] = "ringall"
    queue_seconds: int = Field(default=60, ge=5, le=3600)
    announce_recording: bool = False


class Pace(Frozen):
    """How quick the carrier's subscribers are, in seconds."""

    ring: float = Field(default=0.5, ge=0, le=60)
    listen: float = Field(default=2.0, ge=0, le=60)
    early: float = Field(default=0.4, ge=0, le=60)


class Ports(Frozen):
    """Every port of one sandbox, from one base, so that several live side by side.

    RTP: five places of 8,000 ports from 20,000 on, chosen by the base's hundreds; the PBX has the
    lower half, the carrier the upper one.
    """

    base: int = Field(default=15000, ge=10000, le=19900, multiple_of=100)
    rtp_base: int | None = Field(default=None, ge=1024, le=57000)

    @property
    def ami_pbx(self) -> int:
        """AMI of the PBX."""
        return self.base + 38

    @property
    def ami_carrier(self) -> int:
        """AMI of the carrier."""
        return self.base + 39

    @property
    def sip_pbx(self) -> int:
        """SIP of the PBX, for trunk and phones."""
        return self.base + 60

    @property
    def sip_carrier(self) -> int:
        """SIP of the carrier's side of the trunk."""
        return self.base + 61

    @property
    def sip_phones(self) -> int:
        """SIP of the desk phones that the carrier plays."""
        return self.base + 62

    @property
    def http_pbx(self) -> int:
        """HTTP of the PBX: ARI and the browser phone's websocket."""
        return self.base + 88

    @property
    def rtp(self) -> int:
        """The first of this sandbox's 8,000 RTP ports."""
        place = (self.base // 100) % 5
        return self.rtp_base if self.rtp_base is not None else 20_000 + place * 8_000


class Site(Frozen):
    """One sandbox: a PBX and a carrier, as their configuration files see the world."""

    host: Host = "127.0.0.1"
    ports: Ports
    home: Folder  # as Asterisk sees it: inside its root, or in its container
    module_dir: Folder = "/usr/lib/x86_64-linux-gnu/asterisk/modules"
    max_files: int = Field(default=20_000, ge=1024, le=1_048_576)
    trunk: Name = "carrier"
    system_name: Name = "sandbox"
    pace: Pace = Pace()
    phone_ring: float = Field(default=2.0, ge=0, le=60)
    console_secret: Secret
    cti: CtiFiles

    @model_validator(mode="after")
    def _has_phones(self) -> Self:
        if not self.cti.extensions:
            message = "a sandbox needs at least one extension"
            raise ValueError(message)
        return self

"""Where a PBX is and who we are to it."""

from dataclasses import dataclass, field

DEFAULT_PORT = 5038


@dataclass(frozen=True, slots=True)
class PbxAddress:
    """An AMI account. The secret never shows in a repr; it is as good as root on the PBX."""

    host: str
    username: str
    secret: str = field(repr=False)
    port: int = DEFAULT_PORT
    tls: bool = False  # verified against the machine's certificate authorities

"""The Originates that the server sends, spelled out."""

import secrets

from raw_ami import Frame, RawAmi

from cti.pbx.info import SandboxInfo

PUSH_OUTCOME = '"CHANNEL(hangup_handler_push)=cti-outcome,s,1"'


def name_attempt() -> str:
    return f"at_{secrets.token_hex(8)}"


async def dial_campaign(
    ami: RawAmi,
    info: SandboxInfo,
    number: str,
    *,
    attempt: str,
    prompt: str = "cti/agents-busy",
    repeats: int = 2,
    wait: int = 3,
    ring_ms: int = 30_000,
) -> Frame:
    return await ami.send(
        PUSH_OUTCOME,
        f"CTI_ATTEMPT={attempt}",
        f"CTI_PROMPT={prompt}",
        "CTI_KEYS=129",
        "CTI_REFUSE=9",
        f"CTI_REPEATS={repeats}",
        f"CTI_WAIT={wait}",
        Action="Originate",
        Channel=f"PJSIP/{number}@{info.trunk}",
        Context="cti-campaign",
        Exten="s",
        Priority="1",
        Async="true",
        Timeout=str(ring_ms),
        CallerID=f"{info.main_did} <{info.main_did}>",
        ChannelId=attempt,
    )


async def click_to_call(
    ami: RawAmi, info: SandboxInfo, extension: str, number: str, *, attempt: str, ring: int = 30
) -> Frame:
    return await ami.send(
        PUSH_OUTCOME,
        f"CTI_ATTEMPT={attempt}",
        f"CTI_NUMBER={number}",
        f"CTI_TRUNK={info.trunk}",
        f"CTI_CALLERID={info.main_did}",
        f"CTI_RING={ring}",
        Action="Originate",
        Channel=f"PJSIP/{extension}",
        Context="cti-click",
        Exten="s",
        Priority="1",
        Async="true",
        Timeout="20000",
        CallerID=f"{number} <{number}>",
        ChannelId=attempt,
    )

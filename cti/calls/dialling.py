"""How a call is put to the PBX. Pure."""

from cti.ami.actions import Action, build_originate

HOME_CODE = "+84"
AGENT_RINGS_S = 20
"""An agent who has just clicked is at the phone; longer, and they have walked away."""

CUSTOMER_RINGS_S = 45


def make_national(e164: str) -> str:
    """How Vietnamese carriers take numbers: 0 and the national part; abroad with 00."""
    return f"0{e164[3:]}" if e164.startswith(HOME_CODE) else f"00{e164[1:]}"


def build_click(
    attempt_id: str, *, extension: str, e164: str, trunk: str, caller_id: str
) -> Action:
    """Ring the agent's phone, which shows the customer's number; then dial the customer.

    Raises UnsafeValueError.
    """
    number = make_national(e164)
    return build_originate(
        attempt=attempt_id,
        channel=f"PJSIP/{extension}",
        context="cti-click",
        caller_id=number,
        ring_seconds=AGENT_RINGS_S,
        variables={
            "CTI_NUMBER": number,
            "CTI_TRUNK": trunk,
            "CTI_CALLERID": caller_id,
            "CTI_RING": str(CUSTOMER_RINGS_S),
        },
    )

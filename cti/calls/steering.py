"""What an agent does to a call in progress: hang up, transfer."""

from cti.accounts.rights import Caller, Right
from cti.ami.actions import Action, build_hangup, build_redirect
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError
from cti.calls.call import Call
from cti.calls.desk_phones import DeskPhones
from cti.calls.errors import (
    BusyAgentError,
    CallFailedError,
    CallNotFoundError,
    NotTalkingError,
    PbxDownError,
    PhoneUnregisteredError,
)
from cti.calls.identity import Identities
from cti.calls.lines import PbxLines
from cti.calls.node import PbxNode

EXTENSIONS = "cti-extension"
NO_SUCH_CHANNEL = "No such channel"


class Steering:
    """Acts on live calls, for those whose calls they are."""

    def __init__(self, lines: PbxLines, phones: DeskPhones, identities: Identities) -> None:
        self._lines, self._phones, self._identities = lines, phones, identities

    async def hang_up(self, caller: Caller, call_id: str) -> None:
        """End one's own part of a call, or cancel it while it rings; the rest ends with it.

        Who runs campaigns may end anybody's. Raises CallNotFoundError, PbxDownError.
        """
        node, call = self._find(caller, call_id)
        legs = [leg for leg in call.live_legs if leg.extension == caller.extension]
        if not legs and call.kind == "click":
            legs = [leg for leg in call.live_legs if leg.uniqueid == call.linkedid]
        for leg in legs or [leg for leg in call.live_legs if leg.role == "customer"]:
            await _send(node, build_hangup(leg.channel))

    async def transfer(self, caller: Caller, call_id: str, extension: str) -> None:
        """Send the customer to another extension, without asking there first.

        Raises CallNotFoundError, NotTalkingError, PhoneUnregisteredError, BusyAgentError,
        PbxDownError.
        """
        node, call = self._find(caller, call_id)
        customer = call.customer
        if call.state != "talking" or customer is None or extension in call.talking:
            raise NotTalkingError
        if not node.phones.is_registered(extension):
            raise PhoneUnregisteredError(extension=extension)
        if self._phones.read_state(extension) in {"ringing", "talking"}:
            raise BusyAgentError(extension=extension)
        await _send(node, build_redirect(customer.channel, EXTENSIONS, extension))

    def _find(self, caller: Caller, call_id: str) -> tuple[PbxNode, Call]:
        for node in self._lines:
            call = node.tracker.find_call(call_id)
            if call is not None and self._may_steer(caller, call):
                return node, call
        raise CallNotFoundError(id=call_id)

    def _may_steer(self, caller: Caller, call: Call) -> bool:
        if Right.CAMPAIGNS_RUN in caller.rights:
            return True
        identity = self._identities.find(call.id)
        if identity is not None and identity.user_id == caller.user_id:
            return True
        return caller.extension is not None and caller.extension in (*call.ringing, *call.talking)


async def _send(node: PbxNode, action: Action) -> None:
    try:
        await node.send(action)
    except (LinkDownError, FateUnknownError) as error:
        raise PbxDownError(why=error.code) from error
    except ActionRefusedError as error:
        if NO_SUCH_CHANNEL.lower() not in error.message.lower():
            raise CallFailedError(message=error.message) from error

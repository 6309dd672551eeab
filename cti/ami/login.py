"""The steps from a fresh connection to one that may be used. Each says why it got no further."""

import asyncio
import logging

from cti.ami.address import PbxAddress
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError
from cti.ami.exchange import exchange
from cti.ami.protocol import AmiProtocol
from cti.ami.state import LinkSettings
from cti.ami.version import is_safe

log = logging.getLogger(__name__)


class SetUpError(Exception):
    """Setting up came no further; `why` is a stable code such as `ami.login_refused`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def explain(error: FateUnknownError | LinkDownError, unanswered: str) -> str:
    """Why an action of the link's own failed: its silence, or what ended the connection."""
    why = str(error.params["why"])
    return unanswered if why in ("ami.deadline", "ami.write_blocked") else why


async def log_in(protocol: AmiProtocol, address: PbxAddress, settings: LinkSettings) -> None:
    """Wait for the greeting and log in with all events on. Raises SetUpError."""
    try:
        async with asyncio.timeout(settings.login_timeout):
            # The secret is told to nobody who doesn't greet as an AMI does.
            await asyncio.shield(protocol.greeted)
    except TimeoutError as error:
        raise SetUpError("ami.no_greeting") from error
    headers = [("Username", address.username), ("Secret", address.secret), ("Events", "on")]
    try:
        await exchange(protocol, "Login", headers, within=settings.login_timeout)
    except ActionRefusedError as error:
        raise SetUpError("ami.login_refused") from error
    except (FateUnknownError, LinkDownError) as error:
        raise SetUpError(explain(error, "ami.login_unanswered")) from error


async def check_version(protocol: AmiProtocol, settings: LinkSettings) -> tuple[str, str]:
    """Asterisk's version and system name. Raises SetUpError for a release with a known hole."""
    try:
        core = await exchange(protocol, "CoreSettings", (), within=settings.login_timeout)
    except ActionRefusedError:
        version, system_name = "", ""
    except (FateUnknownError, LinkDownError) as error:
        raise SetUpError(explain(error, "ami.version_unanswered")) from error
    else:
        version, system_name = core.get("AsteriskVersion"), core.get("SystemName")
    safe = is_safe(version)
    if not safe and not settings.allow_unsafe_asterisk:
        raise SetUpError("ami.version_unknown" if safe is None else "ami.version_refused")
    if not safe:
        log.warning("asterisk %r is used although it is unsafe or unknown", version)
    return version, system_name

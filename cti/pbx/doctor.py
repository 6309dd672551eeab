"""Examines one PBX: what works, what does not, and what to do about it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import datetime

from cti.ami.actions import build_device_states, build_getvar
from cti.ami.client import AmiLink
from cti.ami.contacts import UNREACHABLE, read_contacts
from cti.ami.errors import ActionRefusedError, FateUnknownError, LinkDownError
from cti.ami.events import DeviceStateChange
from cti.ami.frame import Frame
from cti.ami.resync import read_outbox, send, send_list
from cti.ami.state import LinkState
from cti.ami.version import is_safe
from cti.pbx.model import DIALPLAN_VERSION
from cti.pbx.shapes import Check, Diagnosis

ACTIONS = ("Originate", "Redirect", "Hangup", "Status", "DBGetTree", "Setvar", "Getvar")
"""What the server sends; the account must be allowed all of it."""


TryPrompt = Callable[[], Awaitable[str | None]]
"""Has the PBX play a prompt of ours to nobody; why it could not, or None."""


class Doctor:
    """Runs the checks over a PBX's own link; nothing is changed on it."""

    def __init__(
        self, name: str, link: AmiLink, trunk: str, try_prompt: TryPrompt | None = None
    ) -> None:
        self._name = name
        self._try_prompt = try_prompt
        self._link = link
        self._trunk = trunk

    async def examine(self, extensions: Collection[str], now: datetime) -> Diagnosis:
        """All checks, in the order in which an administrator would mend things."""
        checks = [check async for check in self._run(extensions)]
        return Diagnosis(pbx=self._name, at=now, checks=checks)

    async def _run(self, extensions: Collection[str]) -> AsyncIterator[Check]:
        link = self._link
        if link.state is not LinkState.UP:
            yield _fail("ami.login", mend=link.why or "ami.connecting")
            return
        yield _pass("ami.login")
        version = link.asterisk_version or ""
        yield Check(
            code="asterisk.version",
            ok=is_safe(version) is not False,
            mend=None if is_safe(version) is not False else "ami.version_refused",
            params={"version": version},
        )
        try:
            yield await self._check_rights()
            yield await self._check_dialplan()
            yield await self._check_outbox()
            async for check in self._check_devices(extensions):
                yield check
            if self._try_prompt is not None:
                why = await self._try_prompt()
                yield Check(
                    code="prompt.playable",
                    ok=why is None,
                    mend=None if why is None else "prompt.unplayable",
                    params={} if why is None else {"why": why},
                )
        except (LinkDownError, FateUnknownError) as error:
            yield _fail("ami.answers", mend="ami.ping_lost", why=error.code)

    async def _check_rights(self) -> Check:
        reply = await self._link.action("ListCommands")
        missing = [action for action in ACTIONS if not reply.get(action)]
        return Check(
            code="ami.rights",
            ok=not missing,
            mend="ami.rights" if missing else None,
            params={"missing": missing},
        )

    async def _check_dialplan(self) -> Check:
        try:
            reply: Frame = await send(self._link, build_getvar("CTI_DIALPLAN_VERSION"))
        except ActionRefusedError as error:
            return _fail("dialplan.version", mend="dialplan.unreadable", why=error.message)
        found = reply.get("Value")
        if not found:
            return _fail("dialplan.version", mend="dialplan.absent", wanted=DIALPLAN_VERSION)
        ok = found == str(DIALPLAN_VERSION)
        return Check(
            code="dialplan.version",
            ok=ok,
            mend=None if ok else "dialplan.old",
            params={"found": found, "wanted": DIALPLAN_VERSION},
        )

    async def _check_outbox(self) -> Check:
        try:
            entries, malformed = await read_outbox(self._link)
        except ActionRefusedError as error:
            return _fail("outbox.readable", mend="ami.rights", why=error.message)
        return Check(
            code="outbox.readable",
            ok=not malformed,
            mend="outbox.malformed" if malformed else None,
            params={"waiting": len(entries), "malformed": len(malformed)},
        )

    async def _check_devices(self, extensions: Collection[str]) -> AsyncIterator[Check]:
        frames = await send_list(self._link, build_device_states(), "DeviceStateListComplete")
        states = {
            frame.get("Device").removeprefix("PJSIP/"): frame.get("State")
            for frame in frames
            if frame.get("Device").startswith("PJSIP/")
        }
        unreachable = [
            DeviceStateChange(f"PJSIP/{name}", state)
            for name, state in states.items()
            if state in UNREACHABLE
        ]
        for name, contacts in (await read_contacts(self._link, unreachable)).items():
            if contacts:  # it can be rung, and is probed any moment
                states[name] = "NOT_PROBED"
        trunk = states.get(self._trunk)
        ok = trunk not in {None, *UNREACHABLE}
        yield Check(
            code="trunk.reachable",
            ok=ok,
            mend=None if ok else ("trunk.absent" if trunk is None else "trunk.unreachable"),
            params={"trunk": self._trunk, "state": trunk},
        )
        for extension in sorted(extensions):
            state = states.get(extension)
            ok = state not in {None, *UNREACHABLE}
            yield Check(
                code="extension.registered",
                ok=ok,
                mend=None if ok else ("extension.absent" if state is None else "extension.offline"),
                params={"extension": extension, "state": state},
            )


def _pass(code: str) -> Check:
    return Check(code=code, ok=True, mend=None)


def _fail(code: str, *, mend: str, **params: object) -> Check:
    return Check(code=code, ok=False, mend=mend, params=params)

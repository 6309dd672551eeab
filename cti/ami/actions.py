"""The actions we send, typed. Values that users type never become Application or Data.

Each builder returns an action's name and headers and raises UnsafeValueError for a value that
Asterisk would read as something else; the calls further down send them over a link.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cti.ami.errors import UnsafeValueError
from cti.ami.outbox import ATTEMPT, FAMILY
from cti.ami.wire import Headers

# Technology first: Hangup takes /…/ for a pattern and would end every call that matches.
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}/[A-Za-z0-9_./@:+*#;-]{1,100}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")
_EXTEN = re.compile(r"[A-Za-z0-9_*#+-]{1,80}")
_VARIABLE = re.compile(r"_{0,2}[A-Za-z][A-Za-z0-9_]{0,79}(\([A-Za-z0-9_-]{1,80}\))?")
# Asterisk splits Variable at commas and takes quotes, backslashes and dollar expressions apart.
_UNSAFE_IN_VARIABLE = re.compile(r'["\\$\x00-\x1f\x7f]')
_OUTBOX_KEY = re.compile(r"[A-Za-z0-9_.:-]{1,160}")
_NUMBER = re.compile(r"\+?[0-9*#]{1,32}")


class Action(NamedTuple):
    """An action ready to be sent."""

    name: str
    headers: Headers


def _check(field: str, value: str, allowed: re.Pattern[str]) -> str:
    if not allowed.fullmatch(value):
        raise UnsafeValueError(field=field)
    return value


def encode_variable(name: str, value: str) -> str:
    """`NAME=value` for an Originate, in quotes, which keep commas in one piece.

    Raises UnsafeValueError for quotes, backslashes, dollars and control characters.
    """
    _check("variable", name, _VARIABLE)
    if _UNSAFE_IN_VARIABLE.search(value):
        raise UnsafeValueError(field=name)
    return f'"{name}={value}"'


def build_originate(
    *,
    attempt: str,
    channel: str,
    context: str,
    exten: str = "s",
    priority: int = 1,
    caller_id: str,
    ring_seconds: float,
    variables: Mapping[str, str],
    hangup_handler: str = "cti-outcome,s,1",
) -> Action:
    """Dial `channel` (`PJSIP/<number>@<trunk>`); who answers goes to the dialplan's `context`.

    The attempt id is the ChannelId, so that Asterisk refuses to dial it a second time while the
    first call lives, and the ActionID, which OriginateResponse carries back. `ring_seconds` is
    how long it may ring. The hangup handler writes the outcome to the outbox whatever happens.
    """
    _check("attempt", attempt, ATTEMPT)
    return Action(
        "Originate",
        [
            ("ActionID", attempt),
            ("Channel", _check("channel", channel, _CHANNEL)),
            ("ChannelId", attempt),
            ("Context", _check("context", context, _NAME)),
            ("Exten", _check("exten", exten, _EXTEN)),
            ("Priority", str(priority)),
            ("CallerID", _check("caller_id", caller_id, _NUMBER)),
            ("Timeout", str(round(ring_seconds * 1000))),
            ("Async", "true"),
            ("Variable", encode_variable("CHANNEL(hangup_handler_push)", hangup_handler)),
            ("Variable", encode_variable("CTI_ATTEMPT", attempt)),
            *(("Variable", encode_variable(key, value)) for key, value in variables.items()),
        ],
    )


def build_prompt_check(check: str, prompt: str) -> Action:
    """Play `prompt` to nobody, so that the PBX caches it; ends in CtiPromptChecked(check)."""
    return Action(
        "Originate",
        [
            ("ActionID", _check("check", check, ATTEMPT)),
            ("Channel", "Local/play@cti-check"),
            ("Context", "cti-check"),
            ("Exten", "s"),
            ("Priority", "1"),
            ("Async", "true"),
            ("Variable", encode_variable("CTI_CHECK", check)),
            ("Variable", encode_variable("CTI_PROMPT", prompt)),
        ],
    )


def build_redirect(
    channel: str, context: str, exten: str, *, extra: tuple[str, str, str] | None = None
) -> Action:
    """Send a live channel, by name, to the dialplan; `extra` is a second (channel, context, exten).

    A channel that is gone answers Error "Channel does not exist".
    """
    headers = [
        ("Channel", _check("channel", channel, _CHANNEL)),
        ("Context", _check("context", context, _NAME)),
        ("Exten", _check("exten", exten, _EXTEN)),
        ("Priority", "1"),
    ]
    if extra:
        headers += [
            ("ExtraChannel", _check("channel", extra[0], _CHANNEL)),
            ("ExtraContext", _check("context", extra[1], _NAME)),
            ("ExtraExten", _check("exten", extra[2], _EXTEN)),
            ("ExtraPriority", "1"),
        ]
    return Action("Redirect", headers)


def build_hangup(channel: str, cause: int = 16) -> Action:
    """End a channel, by its name; `cause` is Q.850."""
    headers = [("Channel", _check("channel", channel, _CHANNEL)), ("Cause", str(cause))]
    return Action("Hangup", headers)


def build_status(variables: Sequence[str] = ()) -> Action:
    """Every live channel, each with the channel variables named. A list: `StatusComplete`."""
    names = ",".join(_check("variable", name, _VARIABLE) for name in variables)
    return Action("Status", [("Variables", names)] if names else [])


def build_outbox_read() -> Action:
    """Everything in the outbox. A list: `DBGetTreeComplete`."""
    return Action("DBGetTree", [("Family", FAMILY)])


def build_outbox_delete(key: str) -> Action:
    """Acknowledge one outbox entry (see `outbox.name_key`); a key that is gone is no error.

    Setvar with DB_DELETE needs `write=call`; DBDel would need `write=system`, which together
    with `originate` is a shell on the PBX.
    """
    entry = f"{FAMILY}/{_check('key', key, _OUTBOX_KEY)}"
    return Action("Setvar", [("Variable", f"DB_DELETE({entry})"), ("Value", "")])


def build_getvar(variable: str) -> Action:
    """A global variable of the dialplan; the reply holds it in `Value`."""
    return Action("Getvar", [("Variable", _check("variable", variable, _VARIABLE))])


def build_dial_contacts(endpoint: str) -> Action:
    """Where Asterisk would ring an endpoint, as a dial string; empty when nowhere."""
    name = _check("endpoint", endpoint, _NAME)
    return Action("Getvar", [("Variable", f"PJSIP_DIAL_CONTACTS({name})")])


def build_device_states() -> Action:
    """Every device's state. A list: `DeviceStateListComplete`.

    A phone that is not registered is UNAVAILABLE, and one that is not probed yet as well: see
    `cti.ami.contacts`.
    """
    return Action("DeviceStateList", [])

"""What a role of the company's own may do: a built-in one, and what was changed of it. Pure.

What was changed is kept, not the whole: a right that a later release adds is had by the roles that
stand on the built-in ones that have it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from cti.accounts.rights import (
    ALL,
    DEFAULTS,
    NO_REACH,
    REACHES,
    Caller,
    Grants,
    Reach,
    Reaches,
    Right,
    Role,
    default_reach,
)

Changes = Mapping[str, Any]
"""As stored, in JSON: right → list of reaches, or None for one that was taken away."""

GIVEABLE = {right.value: right for right in Right if right is not Right.SIGNED_IN}
"""The rights that a role can be given or refused, by name."""


def resolve_grants(role: Role, changes: Changes | None) -> Grants:
    """What a role may do that stands on `role`. An owner may do everything, whatever was stored."""
    if not changes or role is Role.OWNER:
        return DEFAULTS[role]
    grants = dict(DEFAULTS[role])
    for name, reach in changes.items():
        right = GIVEABLE.get(name)
        if right is None:
            continue  # of a release that had it
        if reach is None:
            grants.pop(right, None)
        else:
            grants[right] = clean_reach(right, reach)
    return grants


def clean_reach(right: Right, reach: Iterable[str]) -> Reaches:
    """The reach as it counts: one's own is always in it, and "all" has the others in it."""
    if right not in REACHES:
        return NO_REACH
    wanted = Reaches({Reach(one) for one in reach} | {Reach.OWN})
    return ALL if Reach.ALL in wanted else wanted


def find_changes(role: Role, wanted: Mapping[Right, Reaches]) -> dict[str, list[str] | None]:
    """What is to be stored so that a role standing on `role` may do exactly what is wanted."""
    changes: dict[str, list[str] | None] = {}
    for name, right in GIVEABLE.items():
        had = default_reach(role, right) if right in DEFAULTS[role] else None
        reach = clean_reach(right, wanted[right]) if right in wanted else None
        if reach != had:
            changes[name] = None if reach is None else sorted(reach)
    return changes


def find_excess(caller: Caller, wanted: Grants) -> list[Right]:
    """The rights that reach further than the caller's own: those they can't give away."""
    return sorted(
        right for right, reach in wanted.items() if not _covers(caller.grants.get(right), reach)
    )


def limit_grants(grants: Grants, rights: Iterable[Right]) -> Grants:
    """Only these of the rights, each as far as it reaches: for a token that may do less."""
    kept = {*rights, Right.SIGNED_IN}
    return {right: reach for right, reach in grants.items() if right in kept}


def _covers(own: Reaches | None, reach: Reaches) -> bool:
    return own is not None and (Reach.ALL in own or reach <= own)

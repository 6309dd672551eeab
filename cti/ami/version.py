"""Which Asterisk may be trusted with `write=originate`. No I/O.

CVE-2024-42365 (GHSA-c4cg-9275-6w44): before 18.24.2, 20.9.2, 21.4.2 and certified 18.9-cert11,
20.7-cert2 an AMI account with `originate` could run commands on the PBX's machine. Releases 19
and all before 18 were never mended.
"""

import re

FIRST_SAFE_MAJOR = 22
FIRST_SAFE = {18: (18, 24, 2), 20: (20, 9, 2), 21: (21, 4, 2)}
FIRST_SAFE_CERTIFIED = {18: (18, 9, 11), 20: (20, 7, 2)}

# 22.10.1~dfsg-1, 18.9-cert11, certified/20.7-cert2; not GIT-master-abc123
_VERSION = re.compile(r"(?:certified[/-])?(\d+)\.(\d+)(?:\.(\d+))?(?:-cert(\d+))?")


def is_safe(version: str) -> bool | None:
    """Whether an `AsteriskVersion` is free of that hole; None when the text can't be told.

    A build from a Git branch has no number that could be compared, so it can't be told.
    """
    found = _VERSION.match(version.strip())
    if found is None:
        return None
    major, minor, patch, certified = (int(part) if part else 0 for part in found.groups())
    if major >= FIRST_SAFE_MAJOR:
        return True
    if found[4] is not None:
        first = FIRST_SAFE_CERTIFIED.get(major)
        return first is not None and (major, minor, certified) >= first
    first = FIRST_SAFE.get(major)
    return first is not None and (major, minor, patch) >= first

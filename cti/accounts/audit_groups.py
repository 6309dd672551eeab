"""What the audit log's actions are about. Pure: an action's kind is what stands before its dot."""

from typing import Final, Literal

AuditGroup = Literal[
    "sign_in", "people", "customers", "imports", "calling", "campaigns", "settings"
]

KINDS: Final[dict[AuditGroup, tuple[str, ...]]] = {
    "sign_in": ("login", "logout"),
    "people": ("user", "role", "team", "department", "token"),
    "customers": ("customer", "customers", "comment"),
    "imports": ("import",),
    "calling": ("call", "dnc", "consent", "rules"),
    "campaigns": ("campaign", "prompt"),
    "settings": (
        "automation", "catalogue", "comments", "duplicates", "field", "sms_template", "view",
        "webhook",
    ),
}  # fmt: skip
"""Each kind of action is in one group; a test holds every action against them."""
SETTINGS_OF_CUSTOMERS: Final = "customers.forgotten_days"
"""Set for everybody, though it is of customers by its name."""


def find_group(action: str) -> AuditGroup | None:
    """The group of an action (`user.changed` → people); None if it is of none."""
    if action == SETTINGS_OF_CUSTOMERS:
        return "settings"
    kind = action.partition(".")[0]
    return next((group for group, kinds in KINDS.items() if kind in kinds), None)

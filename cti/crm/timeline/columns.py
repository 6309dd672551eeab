"""Columns that every entry of the timeline has."""

from cti.schema import users

BY_COLUMNS = (
    users.c.id.label("by_id"),
    users.c.name.label("by_name"),
    users.c.extension.label("by_extension"),
    users.c.role.label("by_role"),
)
"""Who did it."""

"""Every table of the database, by domain."""

from cti.schema.accounts import agent_states, audit_log, sessions, teams, users
from cti.schema.base import metadata
from cti.schema.calls import attempts, call_legs, calls, dispositions, replies
from cti.schema.catalogues import (
    catalogue_values,
    custom_fields,
    custom_values,
    directory_settings,
)
from cti.schema.compliance import consents, dnc_imports, dnc_numbers, gate_decisions
from cti.schema.crm import (
    contacts,
    customer_log,
    customer_merges,
    customer_supporters,
    customers,
    notes,
    phones,
)
from cti.schema.dialer import campaign_members, campaigns, member_history, prompts

__all__ = [
    "agent_states",
    "attempts",
    "audit_log",
    "call_legs",
    "calls",
    "campaign_members",
    "campaigns",
    "catalogue_values",
    "consents",
    "contacts",
    "custom_fields",
    "custom_values",
    "customer_log",
    "customer_merges",
    "customer_supporters",
    "customers",
    "directory_settings",
    "dispositions",
    "dnc_imports",
    "dnc_numbers",
    "gate_decisions",
    "member_history",
    "metadata",
    "notes",
    "phones",
    "prompts",
    "replies",
    "sessions",
    "teams",
    "users",
]

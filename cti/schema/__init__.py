"""Every table of the database, by domain."""

from cti.schema.accounts import (
    agent_states,
    audit_log,
    birthday_tellings,
    departments,
    roles,
    sessions,
    team_leaders,
    teams,
    users,
)
from cti.schema.base import metadata
from cti.schema.bulk import bulk_changes, bulk_jobs
from cti.schema.calls import attempts, call_legs, calls, dispositions, replies
from cti.schema.catalogues import (
    catalogue_values,
    custom_fields,
    custom_values,
    directory_settings,
)
from cti.schema.commerce import commercial_documents
from cti.schema.compliance import (
    consents,
    dnc_imports,
    dnc_numbers,
    gate_decisions,
    rule_changes,
)
from cti.schema.crm import (
    contacts,
    customer_log,
    customer_merges,
    customer_supporters,
    customers,
    notes,
    phones,
)
from cti.schema.deals import documents, opportunities, tickets
from cti.schema.dialer import campaign_members, campaigns, member_history, prompts
from cti.schema.doors import (
    api_tokens,
    idempotency_keys,
    webhook_deliveries,
    webhook_events,
    webhooks,
)
from cti.schema.importing import import_mappings, import_rows, imports
from cti.schema.invitations import appointment_invitations
from cti.schema.sms import sms_templates
from cti.schema.views import list_choices, saved_views
from cti.schema.work import (
    appointment_users,
    appointments,
    comment_documents,
    comment_likes,
    comment_mentions,
    comment_reads,
    comments,
    notifications,
    tasks,
    transactions,
)

__all__ = [
    "agent_states",
    "api_tokens",
    "appointment_invitations",
    "appointment_users",
    "appointments",
    "attempts",
    "audit_log",
    "birthday_tellings",
    "bulk_changes",
    "bulk_jobs",
    "call_legs",
    "calls",
    "campaign_members",
    "campaigns",
    "catalogue_values",
    "comment_documents",
    "comment_likes",
    "comment_mentions",
    "comment_reads",
    "comments",
    "commercial_documents",
    "consents",
    "contacts",
    "custom_fields",
    "custom_values",
    "customer_log",
    "customer_merges",
    "customer_supporters",
    "customers",
    "departments",
    "directory_settings",
    "dispositions",
    "dnc_imports",
    "dnc_numbers",
    "documents",
    "gate_decisions",
    "idempotency_keys",
    "import_mappings",
    "import_rows",
    "imports",
    "list_choices",
    "member_history",
    "metadata",
    "notes",
    "notifications",
    "opportunities",
    "phones",
    "prompts",
    "replies",
    "roles",
    "rule_changes",
    "saved_views",
    "sessions",
    "sms_templates",
    "tasks",
    "team_leaders",
    "teams",
    "tickets",
    "transactions",
    "users",
    "webhook_deliveries",
    "webhook_events",
    "webhooks",
]

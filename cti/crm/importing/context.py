"""What a row is read by: columns, fields, pick lists and people, the same for a whole import. Pure.

Kept apart from how it is loaded, for the process that understands rows has no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cti.accounts.rights import Caller
from cti.crm.duplicates.keys import Criterion, Rules
from cti.crm.importing.fields import Target


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column that is imported: where it stands, what it is, and what it may change."""

    index: int
    letter: str
    target: Target
    rule: str  # overwrite | only_if_empty | never


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that rows are read by; the same for all rows of an import."""

    kind: str
    purpose: str
    region: str
    today: date
    caller: Caller
    columns: Sequence[Mapped]
    key: Sequence[str]
    default_kind: str
    required: frozenset[str]
    targets: Mapping[str, Target]
    own_required: Sequence[Target]  # fields of one's own that must be filled
    rules: Rules
    picks: Mapping[str, Mapping[str, int]]  # catalogue → label's key → id
    people: Mapping[str, int]  # e-mail, extension or a name nobody shares, in lower case → a user
    names: Mapping[int, str]  # of active users
    may_assign: bool
    criteria: Sequence[Criterion]  # by what duplicates are looked for
    fields_by_place: Mapping[tuple[str, str], Mapped]  # (customer or contact, column) → mapped
    columns_by_field: Mapping[str, Mapped]  # field → the first of its columns

    def rule_of(self, key: str) -> str:
        """What the column of a field may change of an existing customer."""
        mapped = self.columns_by_field.get(key)
        return "never" if mapped is None else mapped.rule

"""Which rows a user may see and change. The one place: everything that reads rows asks here.

Source of the rules: requirements R316–R319 and R325, rulings X13 and X14. The one exception is
the lookup of a caller's number (cti.crm.lookup), which shows name, customer and owner only.
"""

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from cti.accounts.rights import Caller, Role
from cti.schema import calls, customer_supporters, customers, users

SEES_ALL = frozenset({Role.ADMIN, Role.OWNER})


def customers_visible(caller: Caller) -> ColumnElement[bool]:
    """A condition on `customers`: theirs, their team's for a supervisor, supported, nobody's.

    Deleted customers are nobody's to see.
    """
    alive = customers.c.deleted_at.is_(None)
    if caller.role in SEES_ALL:
        return alive
    return and_(alive, or_(_belongs_to(caller), customers.c.owner_id.is_(None)))


def customers_editable(caller: Caller) -> ColumnElement[bool]:
    """A condition on `customers`: as `customers_visible`, but nobody's must be claimed first."""
    alive = customers.c.deleted_at.is_(None)
    if caller.role in SEES_ALL:
        return alive
    return and_(alive, _belongs_to(caller))


def calls_visible(caller: Caller) -> ColumnElement[bool]:
    """A condition on `calls`: one's own, the team's for a supervisor, those of visible customers.

    A call that nobody took, of a number that is nobody's, is seen by all who could take it:
    inbound by agents, any by supervisors.
    """
    if caller.role in SEES_ALL:
        return true()
    nobodys = and_(calls.c.user_id.is_(None), calls.c.customer_id.is_(None))
    if caller.role is Role.AGENT:
        nobodys = and_(nobodys, calls.c.kind == "inbound")
    seen = select(customers.c.id).where(customers_visible(caller))
    return or_(
        calls.c.user_id == caller.user_id,
        _by_team(calls.c.user_id, caller),
        calls.c.customer_id.in_(seen),
        nobodys,
    )


def _belongs_to(caller: Caller) -> ColumnElement[bool]:
    supported = select(customer_supporters.c.customer_id).where(
        customer_supporters.c.user_id == caller.user_id
    )
    return or_(
        customers.c.owner_id == caller.user_id,
        _by_team(customers.c.owner_id, caller),
        customers.c.id.in_(supported),
    )


def _by_team(column: ColumnElement[int | None], caller: Caller) -> ColumnElement[bool]:
    """Whether the user in `column` is in the team that this caller leads."""
    if caller.role is not Role.SUPERVISOR or caller.team_id is None:
        return false()
    return column.in_(select(users.c.id).where(users.c.team_id == caller.team_id))

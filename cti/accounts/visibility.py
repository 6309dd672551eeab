"""Which rows a user may see and change. The one place: everything that reads rows asks here.

Source of the rules: requirements R316–R319 and R325, rulings X13 and X14; how far each right of a
role reaches is `Caller.find_reach`. The one exception is the lookup (cti.crm.lookup, R145), which
shows name, customer and owner only.
"""

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true

from cti.accounts.one_of import one_of
from cti.accounts.rights import Caller, Reach, Right
from cti.schema import calls, customer_supporters, customers, tasks, team_leaders, users


def customers_within(caller: Caller, right: Right) -> ColumnElement[bool]:
    """A condition on `customers`: those that the caller may do this to.

    Deleted customers are nobody's. Of a right without a reach of its own, that of the right it
    acts within (cti.accounts.rights.ACTS_WITHIN).
    """
    return and_(customers.c.deleted_at.is_(None), _is_within(caller, right))


def customers_deleted(caller: Caller, right: Right = Right.CUSTOMERS_DELETE) -> ColumnElement[bool]:
    """A condition on `customers`: deleted ones that the caller may delete, and so restore.

    `right` is by which they may.
    """
    return and_(customers.c.deleted_at.is_not(None), _is_within(caller, right))


def _is_within(caller: Caller, right: Right) -> ColumnElement[bool]:
    reach = caller.find_reach(right)
    if Reach.ALL in reach:
        return true()
    parts: list[ColumnElement[bool]] = []
    if Reach.OWN in reach:
        parts += [customers.c.owner_id == caller.user_id, _is_supported(caller)]
    if Reach.TEAM in reach:
        parts.append(_by_team(customers.c.owner_id, caller))
    if Reach.NOBODYS in reach:
        parts.append(customers.c.owner_id.is_(None))
    return or_(false(), *parts)


def customers_visible(caller: Caller) -> ColumnElement[bool]:
    """A condition on `customers`: theirs, their team's for a supervisor, supported, nobody's."""
    return customers_within(caller, Right.CONTACTS_VIEW)


def split_visible(
    caller: Caller,
) -> tuple[list[ColumnElement[bool]], ColumnElement[bool] | None]:
    """`customers_visible` in parts: each a range of an index of owners; and those supported.

    No customer is in two of them, so that counts of them can be added up.
    """
    alive = customers.c.deleted_at.is_(None)
    reach, owner = caller.find_reach(Right.CONTACTS_VIEW), customers.c.owner_id
    if Reach.ALL in reach:
        return [alive], None
    parts: list[ColumnElement[bool]] = []
    others: list[ColumnElement[bool]] = []  # whose owner is none of those before
    if Reach.OWN in reach:
        parts.append(owner == caller.user_id)
        others.append(or_(owner.is_(None), owner != caller.user_id))
    if Reach.TEAM in reach:
        team = _by_team(owner, caller)
        parts.append(and_(team, *others))
        others.append(or_(owner.is_(None), not_(team)))
    if Reach.NOBODYS in reach:
        parts.append(owner.is_(None))
        others.append(owner.is_not(None))
    supported = and_(alive, _is_supported(caller), *others) if Reach.OWN in reach else None
    return [and_(alive, part) for part in parts], supported


def customers_editable(caller: Caller) -> ColumnElement[bool]:
    """A condition on `customers`: as `customers_visible`, but nobody's must be claimed first."""
    return customers_within(caller, Right.CONTACTS_EDIT)


def sees_all(caller: Caller) -> bool:
    """Whether no customer is hidden from the caller."""
    return Reach.ALL in caller.find_reach(Right.CONTACTS_VIEW)


def calls_visible(caller: Caller) -> ColumnElement[bool]:
    """A condition on `calls`: one's own, the team's for a supervisor, those of visible customers.

    A call that nobody took, of a number that is nobody's, is seen by all who could take it:
    inbound by agents, any by supervisors.
    """
    reach = caller.find_reach(Right.CONTACTS_VIEW)
    if Reach.ALL in reach:
        return true()
    parts = [
        calls.c.user_id == caller.user_id,
        calls.c.customer_id.in_(select(customers.c.id).where(customers_visible(caller))),
    ]
    nobodys = and_(calls.c.user_id.is_(None), calls.c.customer_id.is_(None))
    if Reach.TEAM in reach:
        parts.append(_by_team(calls.c.user_id, caller))
    else:
        nobodys = and_(nobodys, calls.c.kind == "inbound")
    if Reach.NOBODYS in reach:
        parts.append(nobodys)
    return or_(*parts)


def tasks_visible(caller: Caller) -> ColumnElement[bool]:
    """A condition on `tasks`: those of visible customers.

    Of those without a customer: what one gave or was given, the team's for a supervisor.
    """
    seen = tasks.c.customer_id.in_(select(customers.c.id).where(customers_visible(caller)))
    reach = caller.find_reach(Right.CONTACTS_VIEW)
    if Reach.ALL in reach:
        return or_(seen, tasks.c.customer_id.is_(None))
    parts = [tasks.c.assignee_id == caller.user_id, tasks.c.created_by == caller.user_id]
    if Reach.TEAM in reach:
        parts.append(_by_team(tasks.c.assignee_id, caller))
    return or_(seen, and_(tasks.c.customer_id.is_(None), or_(*parts)))


def people_within(caller: Caller, right: Right) -> ColumnElement[bool]:
    """A condition on `users`: those whose work the caller may look at by this right (R350).

    Themselves, their team and those they lead, or everybody; nobody at all without the right.
    """
    reach = caller.find_reach(right)
    if Reach.ALL in reach:
        return true()
    parts: list[ColumnElement[bool]] = []
    if Reach.OWN in reach:
        parts.append(users.c.id == caller.user_id)
    if Reach.TEAM in reach:
        parts.append(_is_in_team(caller))
    return or_(false(), *parts)


def _is_supported(caller: Caller) -> ColumnElement[bool]:
    supported = select(customer_supporters.c.customer_id).where(
        customer_supporters.c.user_id == caller.user_id
    )
    return one_of(customers.c.id, supported)


def _by_team(column: ColumnElement[int | None], caller: Caller) -> ColumnElement[bool]:
    """Whether the user in `column` is in the caller's team, or in one that the caller leads."""
    return one_of(column, select(users.c.id).where(_is_in_team(caller)))


def _is_in_team(caller: Caller) -> ColumnElement[bool]:
    led = select(team_leaders.c.team_id).where(team_leaders.c.user_id == caller.user_id)
    if caller.team_id is None:  # which is not the team of those who are in none
        return users.c.team_id.in_(led)
    return or_(users.c.team_id == caller.team_id, users.c.team_id.in_(led))

"""Sign-in, users, notifications, presence."""

from matrix_form import Entry
from matrix_world import NOW, Ids, MatrixWorld, nothing
from sqlalchemy import insert

from cti.accounts.rights import Right
from cti.schema import departments, roles, teams


async def a_user(world: MatrixWorld, _owner_id: int | None) -> Ids:
    return {"user_id": world.users["stranger"], "n": next(world.counter)}


async def a_role(world: MatrixWorld, _owner_id: int | None) -> Ids:
    n = next(world.counter)
    async with world.db.write() as unit:
        values = {"key": f"r_{n}", "base": "agent", "name": f"Role {n}", "changes": {}}
        await unit.connection.execute(insert(roles).values(**values, updated_at=NOW))
    return {"key": f"r_{n}", "name": f"Another {n}"}


async def a_group(world: MatrixWorld, _owner_id: int | None) -> Ids:
    """A team and a department."""
    n = next(world.counter)
    team_id = await world.insert(teams, name=f"Team {n}")
    department_id = await world.insert(departments, name=f"Department {n}")
    return {"team_id": team_id, "department_id": department_id, "name": f"New {n}"}


def named(ids: Ids) -> dict[str, str]:
    return {"name": ids["name"]}


ENTRIES = [
    Entry("list_roles", Right.USERS_EDIT, make=nothing),
    Entry("list_birthdays", Right.SIGNED_IN, make=nothing),
    Entry(
        "create_role",
        Right.ROLES_EDIT,
        make=a_role,
        body=lambda ids: {"name": ids["name"], "grants": {"call": []}},
        ok=201,
    ),
    Entry(
        "change_role",
        Right.ROLES_EDIT,
        make=a_role,
        body=lambda ids: {"version": 1, "name": ids["name"]},
    ),
    Entry("delete_role", Right.ROLES_EDIT, make=a_role, ok=204),
    Entry("get_user_rights", Right.USERS_EDIT, make=a_user),
    Entry("get_own_rights", Right.SIGNED_IN, make=nothing),
    Entry("list_teams", Right.SIGNED_IN, make=nothing),
    Entry("create_team", Right.USERS_EDIT, make=a_group, body=named, ok=201),
    Entry("change_team", Right.USERS_EDIT, make=a_group, body=named),
    Entry("delete_team", Right.USERS_EDIT, make=a_group, ok=204),
    Entry("list_departments", Right.SIGNED_IN, make=nothing),
    Entry("create_department", Right.USERS_EDIT, make=a_group, body=named, ok=201),
    Entry("change_department", Right.USERS_EDIT, make=a_group, body=named),
    Entry("delete_department", Right.USERS_EDIT, make=a_group, ok=204),
    Entry("get_session", Right.SIGNED_IN, make=nothing),
    Entry("change_preferences", Right.SIGNED_IN, make=nothing, body={"language": "vi"}),
    Entry("list_people", Right.SIGNED_IN, make=nothing),
    Entry("set_presence", Right.SIGNED_IN, make=nothing, body={"presence": "ready"}),
    Entry("list_users", Right.USERS_EDIT, make=nothing),
    Entry(
        "create_user",
        Right.USERS_EDIT,
        make=a_user,
        body=lambda ids: {
            "username": f"user{ids['n']}",
            "name": "Somebody",
            "role": "agent",
            "password": "correct horse",
        },
        ok=201,
    ),
    Entry("change_user", Right.USERS_EDIT, make=a_user, body={"language": "en"}),
    Entry("list_audit", Right.AUDIT_VIEW, make=nothing),
]

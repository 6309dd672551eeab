"""HTTP operations on roles, teams and departments, and on what somebody may do."""

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204

from cti.accounts.group_store import DEPARTMENTS, TEAMS
from cti.accounts.groups import Groups
from cti.accounts.rights import Right
from cti.accounts.roles import RoleRegister
from cti.accounts.roles_shapes import (
    DepartmentChange,
    DepartmentForm,
    Departments,
    EffectiveRights,
    RoleChange,
    RoleForm,
    RoleKey,
    Roles,
    RoleView,
    RowId,
    TeamChange,
    TeamForm,
    Teams,
)
from cti.endpoint import API, caller, endpoint

ROLES = web.AppKey("roles", RoleRegister)
GROUPS = web.AppKey("groups", Groups)


def add_routes(app: web.Application, roles: RoleRegister, groups: Groups) -> None:
    """Put the services and their operations into the app."""
    app[ROLES], app[GROUPS] = roles, groups
    app.router.add_get(f"{API}/roles", list_roles)
    app.router.add_post(f"{API}/roles", create_role)
    app.router.add_patch(f"{API}/roles/{{key}}", change_role)
    app.router.add_delete(f"{API}/roles/{{key}}", delete_role)
    app.router.add_get(f"{API}/users/{{user_id:[0-9]+}}/rights", get_user_rights)
    app.router.add_get(f"{API}/session/rights", get_own_rights)
    app.router.add_get(f"{API}/teams", list_teams)
    app.router.add_post(f"{API}/teams", create_team)
    app.router.add_patch(f"{API}/teams/{{team_id:[0-9]+}}", change_team)
    app.router.add_delete(f"{API}/teams/{{team_id:[0-9]+}}", delete_team)
    app.router.add_get(f"{API}/departments", list_departments)
    app.router.add_post(f"{API}/departments", create_department)
    app.router.add_patch(f"{API}/departments/{{department_id:[0-9]+}}", change_department)
    app.router.add_delete(f"{API}/departments/{{department_id:[0-9]+}}", delete_department)


@endpoint(Right.USERS_EDIT)
async def list_roles(request: web.Request) -> r200[Roles]:
    """The roles, built in and of the company's own, with all they may do."""
    return await request.app[ROLES].list()


@endpoint(Right.ROLES_EDIT)
async def create_role(request: web.Request, body: RoleForm) -> r201[RoleView]:
    """Add a role. Nobody gives away more than they may themselves."""
    return await request.app[ROLES].create(caller(request), body)


@endpoint(Right.ROLES_EDIT)
async def change_role(request: web.Request, key: RoleKey, /, body: RoleChange) -> r200[RoleView]:
    """Change what a role may do: at once, also for who is signed in."""
    return await request.app[ROLES].change(caller(request), key, body)


@endpoint(Right.ROLES_EDIT)
async def delete_role(request: web.Request, key: RoleKey, /) -> r204[None]:
    """Take away a role of the company's own that nobody has."""
    await request.app[ROLES].delete(caller(request), key)


@endpoint(Right.USERS_EDIT)
async def get_user_rights(request: web.Request, user_id: RowId, /) -> r200[EffectiveRights]:
    """What a user may do, how far it reaches, and why."""
    return await request.app[ROLES].explain(user_id)


@endpoint(Right.SIGNED_IN)
async def get_own_rights(request: web.Request) -> r200[EffectiveRights]:
    """What one may do oneself, how far it reaches, and why."""
    return await request.app[ROLES].explain(caller(request).user_id)


@endpoint(Right.SIGNED_IN)
async def list_teams(request: web.Request) -> r200[Teams]:
    """The teams with their leaders and members."""
    return await request.app[GROUPS].list_teams()


@endpoint(Right.USERS_EDIT)
async def create_team(request: web.Request, body: TeamForm) -> r201[Teams]:
    """Add a team; the answer is all of them."""
    await request.app[GROUPS].create(caller(request), TEAMS, body)
    return await request.app[GROUPS].list_teams()


@endpoint(Right.USERS_EDIT)
async def change_team(request: web.Request, team_id: RowId, /, body: TeamChange) -> r200[Teams]:
    """Change a team; the answer is all of them."""
    await request.app[GROUPS].change(caller(request), TEAMS, team_id, body)
    return await request.app[GROUPS].list_teams()


@endpoint(Right.USERS_EDIT)
async def delete_team(request: web.Request, team_id: RowId, /) -> r204[None]:
    """Take a team away; its members are in none."""
    await request.app[GROUPS].delete(caller(request), TEAMS, team_id)


@endpoint(Right.SIGNED_IN)
async def list_departments(request: web.Request) -> r200[Departments]:
    """The departments with their members."""
    return await request.app[GROUPS].list_departments()


@endpoint(Right.USERS_EDIT)
async def create_department(request: web.Request, body: DepartmentForm) -> r201[Departments]:
    """Add a department; the answer is all of them."""
    await request.app[GROUPS].create(caller(request), DEPARTMENTS, body)
    return await request.app[GROUPS].list_departments()


@endpoint(Right.USERS_EDIT)
async def change_department(
    request: web.Request, department_id: RowId, /, body: DepartmentChange
) -> r200[Departments]:
    """Change a department; the answer is all of them."""
    await request.app[GROUPS].change(caller(request), DEPARTMENTS, department_id, body)
    return await request.app[GROUPS].list_departments()


@endpoint(Right.USERS_EDIT)
async def delete_department(request: web.Request, department_id: RowId, /) -> r204[None]:
    """Take a department away; its members are in none."""
    await request.app[GROUPS].delete(caller(request), DEPARTMENTS, department_id)

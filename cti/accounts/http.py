"""Session, people, users and audit over HTTP."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.audit import read_audit
from cti.accounts.audit_groups import AuditGroup
from cti.accounts.rights import Right
from cti.accounts.roles_shapes import RoleKey
from cti.accounts.service import Accounts, describe_session
from cti.accounts.shapes import (
    AuditPage,
    People,
    Preferences,
    Session,
    SignIn,
    User,
    UserChange,
    UserForm,
    UserPage,
)
from cti.accounts.store import SignedIn
from cti.accounts.users import Users as UserRegister
from cti.accounts.users_list import Order, Sort, State, UserQuery
from cti.endpoint import API, PUBLIC, SignedOutError, address_of, caller, endpoint, respond
from cti.shapes import Moment

ACCOUNTS = web.AppKey("accounts", Accounts)
USERS = web.AppKey("users", UserRegister)
SECURE_COOKIES = web.AppKey("secure_cookies", bool)
SESSION = web.RequestKey("session", SignedIn)
COOKIE = "cti_session"

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


def add_routes(
    app: web.Application, accounts: Accounts, users: UserRegister, *, secure_cookies: bool
) -> None:
    """Put the services into the app, and their operations onto its router."""
    app[ACCOUNTS] = accounts
    app[USERS] = users
    app[SECURE_COOKIES] = secure_cookies
    app.router.add_post(f"{API}/session", sign_in)
    app.router.add_get(f"{API}/session", get_session)
    app.router.add_delete(f"{API}/session", sign_out)
    app.router.add_patch(f"{API}/session/preferences", change_preferences)
    app.router.add_get(f"{API}/people", list_people)
    app.router.add_get(f"{API}/users", list_users)
    app.router.add_post(f"{API}/users", create_user)
    app.router.add_patch(f"{API}/users/{{user_id}}", change_user)
    app.router.add_get(f"{API}/audit", list_audit)


def session_of(request: web.Request) -> SignedIn:
    """The session of this request. Raises SignedOutError."""
    found: SignedIn | None = request.get(SESSION)
    if found is None:
        raise SignedOutError
    return found


@endpoint(PUBLIC)
async def sign_in(request: web.Request, body: SignIn) -> r201[Session]:
    """Sign in: sets the session cookie."""
    agent = request.headers.get("User-Agent", "")
    accounts = request.app[ACCOUNTS]
    token, session = await accounts.sign_in(
        body.username, body.password, address_of(request), agent
    )
    response = respond(session, 201)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int((session.expires_at - accounts.clock()).total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.app[SECURE_COOKIES],
    )
    return response


@endpoint(Right.SIGNED_IN)
async def get_session(request: web.Request) -> r200[Session]:
    """Who is signed in, with which rights, and the token for unsafe requests."""
    return describe_session(session_of(request))


@endpoint(Right.SIGNED_IN)
async def sign_out(request: web.Request) -> r204:
    """Sign out: ends the session."""
    await request.app[ACCOUNTS].sign_out(session_of(request), address_of(request))
    response = web.Response(status=204)
    response.del_cookie(COOKIE, httponly=True, samesite="Lax")
    return response


@endpoint(Right.SIGNED_IN)
async def change_preferences(request: web.Request, body: Preferences) -> r200[Session]:
    """Choose the language."""
    return await request.app[ACCOUNTS].choose_language(session_of(request), body.language)


@endpoint(Right.SIGNED_IN)
async def list_people(request: web.Request, gone: bool = False) -> r200[People]:  # noqa: FBT001, FBT002 - of the query
    """Everybody a record can be given to; `gone`: also who was locked out, and may own some."""
    return People(rows=await request.app[ACCOUNTS].people(gone=gone))


@endpoint(Right.USERS_EDIT)
async def list_users(
    request: web.Request,
    q: Annotated[str, Field(max_length=200)] = "",
    role: RoleKey | None = None,
    team_id: RowId | None = None,
    state: State = "all",
    sort: Sort = "username",
    order: Order = "asc",
    cursor: Annotated[str, Field(max_length=2000)] = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 100,
) -> r200[UserPage]:
    """The users, searched by name, sign-in name, e-mail or extension."""
    wanted = UserQuery(q, role, team_id, state, sort, order, cursor or None, limit)
    return await request.app[USERS].list(wanted)


@endpoint(Right.USERS_EDIT)
async def create_user(request: web.Request, body: UserForm) -> r201[User]:
    """Add a user."""
    return await request.app[USERS].create(caller(request), body)


@endpoint(Right.USERS_EDIT)
async def change_user(request: web.Request, user_id: RowId, /, body: UserChange) -> r200[User]:
    """Change a user; a new role or password, or locking out, ends their sessions."""
    return await request.app[USERS].change(caller(request), user_id, body)


@endpoint(Right.AUDIT_VIEW)
async def list_audit(
    request: web.Request,
    action: Annotated[str | None, Field(max_length=64)] = None,
    subject: Annotated[str | None, Field(max_length=120)] = None,
    user_id: RowId | None = None,
    group: AuditGroup | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: RowId | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 100,
) -> r200[AuditPage]:
    """The audit log, newest first: of one user, one group of actions, from `since` to `until`."""
    return await read_audit(
        request.app[ACCOUNTS].db,
        action=action,
        subject=subject,
        user_id=user_id,
        group=group,
        since=since,
        until=until,
        before=cursor,
        limit=limit,
    )

"""Sign-in, users, notifications, presence."""

from matrix_form import Entry
from matrix_world import Ids, MatrixWorld, nothing

from cti.accounts.rights import Right


async def a_user(world: MatrixWorld, _owner_id: int | None) -> Ids:
    return {"user_id": world.users["stranger"], "n": next(world.counter)}


ENTRIES = [
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

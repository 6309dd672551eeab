"""HTTP operations on tasks."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201
from pydantic import Field

from cti.accounts.rights import Caller, Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.tasks.service import Tasks
from cti.crm.tasks.shapes import (
    TaskChange,
    TaskCounts,
    TaskFilter,
    TaskForm,
    TaskMove,
    TaskPage,
    TaskView,
)
from cti.crm.tasks.store import Which
from cti.endpoint import API, caller, endpoint
from cti.text import fold

TASKS = web.AppKey("tasks", Tasks)

Assignee = Annotated[str, Field(pattern=r"^(all|me|[1-9][0-9]{0,15})$")]
Query = Annotated[str, Field(max_length=200)]
Cursor = Annotated[str, Field(max_length=2000)]
Limit = Annotated[int, Field(ge=1, le=200)]
MOST_WORDS = 8


@endpoint(Right.CONTACTS_VIEW)
async def list_tasks(
    request: web.Request,
    state: TaskFilter = "todo",
    assignee: Assignee = "all",
    customer_id: RowId | None = None,
    q: Query = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> r200[TaskPage]:
    """Tasks by state, of a customer or of all; `assignee` is `all`, `me` or a user's id."""
    which = _read_which(caller(request), assignee, customer_id, q)
    return await request.app[TASKS].list(caller(request), which, state, cursor or None, limit)


@endpoint(Right.CONTACTS_VIEW)
async def count_tasks(
    request: web.Request,
    assignee: Assignee = "all",
    customer_id: RowId | None = None,
    q: Query = "",
) -> r200[TaskCounts]:
    """How many tasks there are of each state."""
    which = _read_which(caller(request), assignee, customer_id, q)
    return await request.app[TASKS].count(caller(request), which)


@endpoint(Right.TASKS_EDIT)
async def create_task(request: web.Request, body: TaskForm) -> r201[TaskView]:
    """Add a task, for oneself or for somebody else."""
    return await request.app[TASKS].create(caller(request), body)


@endpoint(Right.CONTACTS_VIEW)
async def get_task(request: web.Request, task_id: RowId, /) -> r200[TaskView]:
    """One task."""
    return await request.app[TASKS].get(caller(request), task_id)


@endpoint(Right.TASKS_EDIT)
async def change_task(request: web.Request, task_id: RowId, /, body: TaskChange) -> r200[TaskView]:
    """Change what is sent; 409 task.version_conflict if somebody was faster."""
    return await request.app[TASKS].change(caller(request), task_id, body)


@endpoint(Right.TASKS_EDIT)
async def move_task(request: web.Request, task_id: RowId, /, body: TaskMove) -> r200[TaskView]:
    """Mark a task as done or cancelled, or open it again."""
    return await request.app[TASKS].move(caller(request), task_id, body.state)


def _read_which(who: Caller, assignee: str, customer_id: int | None, q: str) -> Which:
    user_id = {"all": None, "me": who.user_id}.get(assignee, 0)
    words = " ".join(fold(q).split()[:MOST_WORDS])
    return Which(customer_id, int(assignee) if user_id == 0 else user_id, words)


def add_routes(app: web.Application, tasks: Tasks) -> None:
    """Put the service into the app, and its operations onto its router."""
    app[TASKS] = tasks
    task = f"{API}/tasks/{{task_id:[0-9]+}}"
    app.router.add_get(f"{API}/tasks", list_tasks)
    app.router.add_get(f"{API}/tasks/counts", count_tasks)
    app.router.add_post(f"{API}/tasks", create_task)
    app.router.add_get(task, get_task)
    app.router.add_patch(task, change_task)
    app.router.add_post(f"{task}/state", move_task)

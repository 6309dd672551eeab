"""JSON shapes of tasks."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from cti.crm.catalogues.shapes import RowId
from cti.crm.shapes import CompanyRef
from cti.crm.tasks.rules import TaskState
from cti.shapes import Form, Moment, Person, Text, Versioned, View

REMIND_DESCRIPTION = "Minutes before; null: no reminder"


class TaskForm(Form):
    title: str = Field(min_length=1, max_length=300)
    description: Text | None = None
    customer_id: RowId | None = None
    assignee_id: RowId | None = Field(default=None, description="Left out or null: oneself")
    due_at: Moment
    remind_minutes: int | None = Field(default=15, ge=0, le=43_200, description=REMIND_DESCRIPTION)


class TaskChange(Versioned):
    """Only what is sent is changed."""

    title: str | None = Field(default=None, min_length=1, max_length=300)
    description: Text | None = None
    assignee_id: RowId | None = None
    due_at: Moment | None = None
    remind_minutes: int | None = Field(
        default=None, ge=0, le=43_200, description=REMIND_DESCRIPTION
    )


class TaskMove(Form):
    """Done, cancelled, or open again."""

    state: TaskState


class TaskView(View):
    id: int
    version: int
    title: str
    description: str | None
    customer: CompanyRef | None = Field(description="Null: about no customer")
    assignee: Person | None
    by: Person | None = Field(description="Who gave it")
    due_at: datetime
    remind_minutes: int | None
    state: TaskState
    overdue: bool
    finished_at: datetime | None
    created_at: datetime
    can_edit: bool


class TaskPage(View):
    rows: list[TaskView]
    next: str | None


class TaskCounts(View):
    """How many there are of each; overdue ones are among those to do."""

    todo: int
    overdue: int
    done: int
    cancelled: int


TaskFilter = Literal["todo", "overdue", "done", "cancelled", "all"]

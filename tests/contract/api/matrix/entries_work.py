"""Tasks, comments, transactions, appointments, meetings, notifications."""

from datetime import timedelta

from matrix_form import EDIT, VIEW, Entry, read_table
from matrix_world import Ids, MatrixWorld, nothing

from cti.accounts.rights import Right
from cti.schema import appointments, catalogue_values, comments, tasks

# The asking user owns "own"; supervisors and above may comment on whatever they see.
COMMENT = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       yes  yes     yes      yes
supervisor  yes  yes     yes      hidden
agent       yes  hidden  no       hidden
intern      yes  no      hidden   hidden
""")

# The comments of `a_comment` are the account owner's.
OWN_COMMENT = read_table("""
            own  team    nobodys  other
owner       yes  yes     yes      yes
admin       no   no      no       no
supervisor  no   no      no       hidden
agent       no   hidden  no       hidden
intern      no   no      hidden   hidden
""")


async def a_task(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A task on a customer, given by nobody to nobody."""
    ids, now = await world.add_customer(owner_id), world.server.clock()
    task_id = await world.insert(
        tasks,
        customer_id=ids["customer_id"],
        title=ids["marker"],
        title_key=ids["marker"].lower(),
        due_at=now + timedelta(hours=1),
        state="open",
        created_at=now,
        updated_at=now,
    )
    return {**ids, "task_id": task_id}


async def a_comment(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A comment of the account's owner, just posted."""
    ids = await world.add_customer(owner_id)
    comment_id = await world.insert(
        comments,
        customer_id=ids["customer_id"],
        author_id=world.users["owner"],
        body=ids["marker"],
        posted_at=world.server.clock(),
    )
    return {**ids, "comment_id": comment_id}


async def a_type(world: MatrixWorld, owner_id: int | None) -> Ids:
    """A customer, and a type of transactions."""
    ids = await world.add_customer(owner_id)
    type_id = await world.insert(
        catalogue_values,
        catalogue="transaction_type",
        label=ids["marker"],
        label_key=ids["marker"].lower(),
        position=ids["n"],
    )
    return {**ids, "type_id": type_id}


async def an_appointment(world: MatrixWorld, owner_id: int | None) -> Ids:
    """An appointment of tomorrow."""
    ids, now = await world.add_customer(owner_id), world.server.clock()
    starts_at = now + timedelta(days=1)
    appointment_id = await world.insert(
        appointments,
        customer_id=ids["customer_id"],
        kind="appointment",
        title=ids["marker"],
        starts_at=starts_at,
        created_at=now,
        updated_at=now,
    )
    return {**ids, "appointment_id": appointment_id}


SOON = "2150-01-01T09:00:00+07:00"
LONG_AGO = "2020-01-01T09:00:00+07:00"

ENTRIES = [
    Entry("list_notifications", Right.SIGNED_IN, make=nothing),
    Entry("read_notifications", Right.SIGNED_IN, make=nothing, body={"up_to": 1}),
    Entry(
        "list_tasks",
        Right.CONTACTS_VIEW,
        VIEW,
        make=a_task,
        query=lambda ids: {"q": ids["marker"]},
        shows=True,
    ),
    Entry("count_tasks", Right.CONTACTS_VIEW, make=nothing),
    Entry("get_task", Right.CONTACTS_VIEW, VIEW, make=a_task),
    Entry(
        "create_task",
        Right.TASKS_EDIT,
        EDIT,
        body=lambda ids: {"title": "x", "customer_id": ids["customer_id"], "due_at": SOON},
        ok=201,
    ),
    Entry("change_task", Right.TASKS_EDIT, EDIT, make=a_task, body={"version": 1, "title": "x"}),
    Entry("move_task", Right.TASKS_EDIT, EDIT, make=a_task, body={"state": "done"}),
    Entry("list_comments", Right.CONTACTS_VIEW, VIEW, make=a_comment),
    Entry("post_comment", Right.COMMENTS_WRITE, COMMENT, body={"body": "x"}, ok=201),
    Entry("list_mentionable", Right.CONTACTS_VIEW, VIEW),
    Entry("read_comments", Right.CONTACTS_VIEW, VIEW, make=a_comment, body={"up_to": 1}, ok=204),
    Entry("count_unread_comments", Right.CONTACTS_VIEW, make=nothing),
    Entry("change_comment", Right.COMMENTS_WRITE, OWN_COMMENT, make=a_comment, body={"body": "x"}),
    Entry("delete_comment", Right.COMMENTS_WRITE, OWN_COMMENT, make=a_comment, ok=204),
    Entry("like_comment", Right.COMMENTS_WRITE, VIEW, make=a_comment),
    Entry("unlike_comment", Right.COMMENTS_WRITE, VIEW, make=a_comment),
    Entry("get_commenters", Right.DIRECTORY_CONFIGURE, make=nothing),
    Entry(
        "set_commenters",
        Right.DIRECTORY_CONFIGURE,
        make=nothing,
        body={"allowed": ["owner", "supporters", "mentioned", "supervisors"]},
    ),
    Entry(
        "add_transaction",
        Right.CARE_EDIT,
        EDIT,
        make=a_type,
        body=lambda ids: {"name": "x", "type_id": ids["type_id"]},
        ok=201,
    ),
    Entry("list_appointments_of", Right.CONTACTS_VIEW, VIEW, make=an_appointment),
    Entry(
        "list_appointments",
        Right.CONTACTS_VIEW,
        VIEW,
        make=an_appointment,
        query={"mine": "false", "limit": 200},
        shows=True,
    ),
    Entry(
        "arrange_appointment",
        Right.CARE_EDIT,
        EDIT,
        body={"title": "x", "starts_at": SOON},
        ok=201,
    ),
    Entry(
        "record_meeting",
        Right.CARE_EDIT,
        EDIT,
        body={"title": "x", "starts_at": LONG_AGO},
        ok=201,
    ),
    Entry(
        "change_appointment",
        Right.CARE_EDIT,
        EDIT,
        make=an_appointment,
        body={"version": 1, "title": "x"},
    ),
    Entry("cancel_appointment", Right.CARE_EDIT, EDIT, make=an_appointment),
    Entry("get_automation", Right.CONTACTS_VIEW, make=nothing),
    Entry("set_automation", Right.DIRECTORY_CONFIGURE, make=nothing, body={}),
]

"""JSON shapes of comments."""

from datetime import datetime

from pydantic import Field

from cti.crm.catalogues.shapes import RowId
from cti.crm.comments.rules import Commenter
from cti.shapes import Form, Person, View


class CommentForm(Form):
    """`@account` in the text mentions a user."""

    body: str = Field(min_length=1, max_length=10_000)
    parent_id: RowId | None = Field(default=None, description="Of the comment it is a reply to")


class CommentChange(Form):
    body: str = Field(min_length=1, max_length=10_000)


class Mention(View):
    """Somebody who can be mentioned, or was: as `@` and the account."""

    id: int
    account: str
    name: str


class Mentionable(View):
    rows: list[Mention]


class Comment(View):
    id: int
    parent_id: int | None
    by: Person | None
    body: str = Field(description="Empty once it is deleted")
    mentions: list[Mention]
    posted_at: datetime
    edited_at: datetime | None
    deleted: bool = Field(description="It is here for its replies' sake only")
    likes: int
    liked: bool = Field(description="By the reader")
    is_own: bool
    edit_until: datetime | None = Field(description="Null: not theirs, or too late")
    replies: list["Comment"] = []
    untold: list[Mention] = Field(
        default=[],
        description="Only of one just posted or edited: mentioned, but they don't see the customer",
    )


class CommentPage(View):
    """Comments with their replies, the newest first."""

    rows: list[Comment]
    next: str | None
    can_comment: bool
    unread: int = Field(description="Of the whole customer, not of this page")
    newest: int = Field(description="Id of the customer's newest comment or reply, 0 without any")
    topic: str = Field(description="Live topic whose entry `changed` moves when the customer does")


class ReadComments(Form):
    up_to: RowId = Field(description="Id of the newest one that was seen")


class UnreadComments(View):
    """What the user has not read, of all the customers they see (R034)."""

    comments: int
    customers: int


class Commenters(Form):
    """Who may comment, of those who see a customer."""

    allowed: list[Commenter] = Field(max_length=len(Commenter))


class CommentersView(View):
    allowed: list[Commenter]

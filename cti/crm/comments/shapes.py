"""JSON shapes of comments."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from cti.crm.catalogues.shapes import RowId
from cti.crm.comments.rules import Commenter
from cti.shapes import Form, Person, View

Body = Annotated[
    str, Field(max_length=10_000, description="May be empty when something comes with it")
]


class Location(Form):
    """Where somebody stood, as their browser told with their consent (R041)."""

    latitude: float = Field(ge=-90, le=90, description="Degrees, WGS 84")
    longitude: float = Field(ge=-180, le=180, description="Degrees, WGS 84")
    accuracy: int = Field(ge=0, le=1_000_000, description="Metres it may be off")


class CommentForm(Form):
    """`@account` in the text mentions a user."""

    body: Body = ""
    parent_id: RowId | None = Field(default=None, description="Of the comment it is a reply to")
    document_ids: list[RowId] = Field(
        default=[], max_length=20, description="Documents of the customer that come with it"
    )
    location: Location | None = None


class CommentChange(Form):
    body: Body


class Mention(View):
    """Somebody who can be mentioned, or was: as `@` and the account."""

    id: int
    account: str
    name: str


class Mentionable(View):
    rows: list[Mention]


class CommentDocument(View):
    """A file as GET /documents/{document_id}/file sends it."""

    id: int
    name: str
    media_type: str = Field(description="By its content")
    size: int = Field(description="In bytes")
    shown: bool = Field(description="A picture that GET …/file?inline=true shows")


class Comment(View):
    id: int
    parent_id: int | None
    by: Person | None
    body: str = Field(description="Empty once it is deleted, and when only something came with it")
    mentions: list[Mention]
    documents: list[CommentDocument]
    location: Location | None
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

"""HTTP operations on comments."""

from typing import Annotated

from aiohttp import web
from aiohttp_pydantic.oas.typing import r200, r201, r204
from pydantic import Field

from cti.accounts.rights import Right
from cti.crm.catalogues.shapes import RowId
from cti.crm.comments.reading import CommentReading
from cti.crm.comments.service import Comments
from cti.crm.comments.settings import CommentSettings
from cti.crm.comments.shapes import (
    Comment,
    CommentChange,
    Commenters,
    CommentersView,
    CommentForm,
    CommentPage,
    Mentionable,
    ReadComments,
    UnreadComments,
)
from cti.endpoint import API, caller, endpoint

COMMENTS = web.AppKey("comments", Comments)
READING = web.AppKey("comment_reading", CommentReading)
SETTINGS = web.AppKey("comment_settings", CommentSettings)

Limit = Annotated[int, Field(ge=1, le=100)]


@endpoint(Right.CONTACTS_VIEW)
async def list_comments(
    request: web.Request,
    customer_id: RowId,
    /,
    cursor: RowId | None = None,
    limit: Limit = 20,
) -> r200[CommentPage]:
    """A customer's comments with their replies, the newest first."""
    return await request.app[READING].list(caller(request), customer_id, cursor, limit)


@endpoint(Right.COMMENTS_WRITE)
async def post_comment(
    request: web.Request, customer_id: RowId, /, body: CommentForm
) -> r201[Comment]:
    """Comment, or reply to a comment; `@account` mentions a user."""
    return await request.app[COMMENTS].post(caller(request), customer_id, body)


@endpoint(Right.CONTACTS_VIEW)
async def list_mentionable(request: web.Request, customer_id: RowId, /) -> r200[Mentionable]:
    """Who can be mentioned: the people who see this customer."""
    return await request.app[READING].find_mentionable(caller(request), customer_id)


@endpoint(Right.CONTACTS_VIEW)
async def read_comments(
    request: web.Request, customer_id: RowId, /, body: ReadComments
) -> r204[None]:
    """Mark the customer's comments as read by oneself."""
    await request.app[COMMENTS].read(caller(request), customer_id, body.up_to)


@endpoint(Right.CONTACTS_VIEW)
async def count_unread_comments(request: web.Request) -> r200[UnreadComments]:
    """Comments that oneself has not read yet."""
    return await request.app[READING].count_unread(caller(request))


@endpoint(Right.COMMENTS_WRITE)
async def change_comment(
    request: web.Request, comment_id: RowId, /, body: CommentChange
) -> r200[Comment]:
    """Edit one's own comment within two hours of its posting."""
    return await request.app[COMMENTS].change(caller(request), comment_id, body)


@endpoint(Right.COMMENTS_WRITE)
async def delete_comment(request: web.Request, comment_id: RowId, /) -> r204[None]:
    """Delete one's own comment."""
    await request.app[COMMENTS].delete(caller(request), comment_id)


@endpoint(Right.COMMENTS_WRITE)
async def like_comment(request: web.Request, comment_id: RowId, /) -> r200[Comment]:
    """Like a comment."""
    return await request.app[COMMENTS].like(caller(request), comment_id, likes=True)


@endpoint(Right.COMMENTS_WRITE)
async def unlike_comment(request: web.Request, comment_id: RowId, /) -> r200[Comment]:
    """Like a comment no longer."""
    return await request.app[COMMENTS].like(caller(request), comment_id, likes=False)


@endpoint(Right.DIRECTORY_CONFIGURE)
async def get_commenters(request: web.Request) -> r200[CommentersView]:
    """Who may comment, of those who see a customer."""
    return await request.app[SETTINGS].get()


@endpoint(Right.DIRECTORY_CONFIGURE)
async def set_commenters(request: web.Request, body: Commenters) -> r200[CommentersView]:
    """Set who may comment."""
    return await request.app[SETTINGS].change(caller(request), body)


def add_routes(
    app: web.Application, comments: Comments, reading: CommentReading, settings: CommentSettings
) -> None:
    """Put the services into the app, and their operations onto its router."""
    app[COMMENTS], app[READING], app[SETTINGS] = comments, reading, settings
    of_customer = f"{API}/customers/{{customer_id:[0-9]+}}"
    comment = f"{API}/comments/{{comment_id:[0-9]+}}"
    app.router.add_get(f"{of_customer}/comments", list_comments)
    app.router.add_post(f"{of_customer}/comments", post_comment)
    app.router.add_post(f"{of_customer}/comments/read", read_comments)
    app.router.add_get(f"{of_customer}/mentionable", list_mentionable)
    app.router.add_get(f"{API}/comments/unread", count_unread_comments)
    app.router.add_patch(comment, change_comment)
    app.router.add_delete(comment, delete_comment)
    app.router.add_put(f"{comment}/like", like_comment)
    app.router.add_delete(f"{comment}/like", unlike_comment)
    app.router.add_get(f"{API}/settings/commenters", get_commenters)
    app.router.add_put(f"{API}/settings/commenters", set_commenters)

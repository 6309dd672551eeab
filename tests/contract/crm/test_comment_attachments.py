"""What comes with a comment: files of its customer, and where its author stood."""

import pytest
from call_centre import Create, Staff
from pydantic import ValidationError
from sqlalchemy import func, insert, select

from cti.accounts.rights import Caller
from cti.crm.comments.errors import CommentEmptyError
from cti.crm.comments.shapes import Comment, CommentChange, CommentForm, Location
from cti.crm.documents.errors import DocumentNotFoundError
from cti.crm.merging.shapes import MergeForm
from cti.crm.service import Directory
from cti.crm.shapes import Customer
from cti.db import Database
from cti.schema import audit_log, comment_documents, comments, documents

HERE = Location(latitude=10.776889, longitude=106.700806, accuracy=18)


async def keep_file(db: Database, customer: Customer, name: str, media_type: str) -> int:
    async with db.write() as unit:
        row = await unit.connection.execute(
            insert(documents).returning(documents.c.id),
            {
                "customer_id": customer.id,
                "name": name,
                "media_type": media_type,
                "size": 1234,
                "key": f"doc_{name}_{customer.id}",
                "created_at": customer.created_at,
            },
        )
        return int(row.scalar_one())


async def read_all(directory: Directory, caller: Caller, customer: Customer) -> list[Comment]:
    return (await directory.work.comment_reading.list(caller, customer.id)).rows


@pytest.mark.requirement("R041", "R195", "R408")
async def test_files_and_a_location_come_with_a_comment_and_go_with_it(
    create: Create, db: Database, directory: Directory, staff: Staff
) -> None:
    customer = await create(staff.linh, name="An")
    book = directory.work.comments
    photo = await keep_file(db, customer, "mat-bang.png", "image/png")
    deal = await keep_file(db, customer, "hop-dong.pdf", "application/pdf")
    form = CommentForm(document_ids=[photo, deal, photo], location=HERE)  # and no text
    posted = await book.post(staff.linh, customer.id, form)
    (seen,) = await read_all(directory, staff.lead, customer)
    assert seen.location == posted.location == HERE
    assert [(one.id, one.name, one.shown, one.size) for one in seen.documents] == [
        (photo, "mat-bang.png", True, 1234),
        (deal, "hop-dong.pdf", False, 1234),
    ]
    entry = (await directory.timeline.get(staff.linh, customer.id, ["comment"])).rows[0]
    assert (entry.detail["files"], entry.detail["location"]) == (2, HERE.model_dump())

    edited = await book.change(staff.linh, posted.id, CommentChange(body="Mặt bằng"))
    assert (edited.body, len(edited.documents), edited.location) == ("Mặt bằng", 2, HERE)
    assert (await book.change(staff.linh, posted.id, CommentChange(body=""))).body == ""

    await book.delete(staff.linh, posted.id)
    async with db.read() as connection:
        left = (await connection.execute(select(comments.c.latitude, comments.c.accuracy))).one()
        assert tuple(left) == (None, None)
        links = select(func.count()).select_from(comment_documents)
        assert (await connection.execute(links)).scalar_one() == 0
        kept = (await connection.execute(select(documents.c.id))).scalars()
        assert set(kept) == {photo, deal}  # they are the customer's
        told = await connection.execute(
            select(audit_log.c.detail).where(audit_log.c.action == "comment.deleted")
        )
        assert told.scalar_one()["location"] == HERE.model_dump()


@pytest.mark.requirement("R041", "R195")
async def test_a_comment_takes_only_its_own_customers_files_and_only_places_on_earth(
    create: Create, db: Database, directory: Directory, staff: Staff
) -> None:
    customer = await create(staff.linh, name="An")
    other = await create(staff.far, name="Của nhóm khác")
    book = directory.work.comments
    theirs = await keep_file(db, other, "bi-mat.pdf", "application/pdf")
    for wrong in (theirs, 987_654):
        with pytest.raises(DocumentNotFoundError):
            await book.post(staff.linh, customer.id, CommentForm(body="x", document_ids=[wrong]))
    assert await read_all(directory, staff.linh, customer) == []
    with pytest.raises(CommentEmptyError):
        await book.post(staff.linh, customer.id, CommentForm(body="\u200b"))
    for place in ({"latitude": 91}, {"longitude": -181}, {"accuracy": -1}, {"latitude": "nan"}):
        with pytest.raises(ValidationError):
            Location.model_validate(HERE.model_dump() | place)
    bare = await book.post(staff.linh, customer.id, CommentForm(body="chữ"))
    assert (bare.documents, bare.location) == ([], None)
    with pytest.raises(CommentEmptyError):
        await book.change(staff.linh, bare.id, CommentChange(body=" "))


@pytest.mark.requirement("R125")
async def test_files_stay_with_their_comment_through_a_merge_and_back(
    create: Create, db: Database, directory: Directory, staff: Staff
) -> None:
    kept, gone = [await create(staff.linh, name=name) for name in ("An", "An 2")]
    photo = await keep_file(db, gone, "anh.png", "image/png")
    form = CommentForm(body="Ảnh", document_ids=[photo])
    await directory.work.comments.post(staff.linh, gone.id, form)
    merge = MergeForm(gone_id=gone.id, version=kept.version, gone_version=gone.version)
    merged = await directory.merging.merge(staff.admin, kept.id, merge)
    (seen,) = await read_all(directory, staff.linh, kept)
    assert [one.name for one in seen.documents] == ["anh.png"]
    # Said of the merged one, of a file that goes back to the other: who sees the one only must
    # not read there what the other's file is called.
    again = CommentForm(body="Xem lại", document_ids=[photo])
    await directory.work.comments.post(staff.linh, kept.id, again)
    assert merged.merge_id is not None
    await directory.merge_undoing.undo(staff.admin, merged.merge_id)
    (seen,) = await read_all(directory, staff.linh, kept)
    assert (seen.body, seen.documents) == ("Xem lại", [])
    (seen,) = await read_all(directory, staff.linh, gone)
    assert [one.id for one in seen.documents] == [photo]

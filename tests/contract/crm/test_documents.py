"""Files attached to customers, and where they are kept."""

import io
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiobotocore.session import get_session
from call_centre import Create, FakeClock, Staff
from moto.server import ThreadedMotoServer

from cti.bus import Bus
from cti.crm.documents.errors import (
    DocumentEmptyError,
    DocumentNotFoundError,
    DocumentStoreDownError,
    DocumentTooLargeError,
)
from cti.crm.documents.files import DocumentStore, FolderStore
from cti.crm.documents.s3 import DocumentsUrlError, S3Store, read_bucket
from cti.crm.documents.service import Documents
from cti.crm.errors import CustomerNotFoundError, NotEditableError
from cti.crm.service import Directory
from cti.db import Database

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
SECRET = "k%2Fey"  # as the address has it: percent-encoded


async def pieces(data: bytes, size: int = 700_000) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


async def join(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


def list_files(folder: Path) -> list[str]:
    """What is stored in a folder, but for the database."""
    files = (one for one in folder.rglob("*") if one.is_file())
    return [one.name for one in files if "cti.sqlite3" not in one.name]


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """A server that speaks S3, on a port of its own."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "documents")
    address = request.getfixturevalue("s3_address")
    session = get_session()
    async with session.create_client(
        "s3", endpoint_url=f"http://{address}", region_name="us-east-1",
        aws_access_key_id="id", aws_secret_access_key="k/ey",
    ) as client:  # fmt: skip
        await client.create_bucket(Bucket="cti")
    return S3Store(read_bucket(f"s3://id:{SECRET}@{address}/cti/docs?tls=0"))


@pytest.fixture
def documents(db: Database, bus: Bus, clock: FakeClock, tmp_path: Path) -> Documents:
    files = FolderStore(tmp_path / "documents")
    return Documents(db, bus, clock, files, folder=tmp_path / "uploads", limit_mb=1)


async def test_a_store_gives_back_what_it_was_given_and_forgets_what_is_deleted(
    store: DocumentStore, tmp_path: Path
) -> None:
    data = bytes(range(256)) * 4000  # several pieces
    file = tmp_path / "upload"
    file.write_bytes(data)
    await store.put("doc_0a", file)
    assert await join(store.read("doc_0a")) == data
    await store.delete("doc_0a")
    await store.delete("doc_0a")
    with pytest.raises(DocumentStoreDownError):
        await join(store.read("doc_0a"))


async def test_an_object_store_that_is_away_or_misnamed_is_told_as_such(tmp_path: Path) -> None:
    store = S3Store(read_bucket("s3://id:key@127.0.0.1:1/cti?tls=0"))
    file = tmp_path / "upload"
    file.write_bytes(b"x")
    with pytest.raises(DocumentStoreDownError):
        await store.put("doc_0a", file)
    assert file.exists()
    for wrong in ("http://a:b@host/x", "s3://host/bucket", "s3://a:b@host", "nonsense"):
        with pytest.raises(DocumentsUrlError):
            read_bucket(wrong)


@pytest.mark.requirement("R225", "R325")
async def test_documents_are_seen_with_their_customer_and_what_happens_to_them_is_logged(
    create: Create, directory: Directory, documents: Documents, staff: Staff, tmp_path: Path
) -> None:
    customer = await create(staff.linh, name="Minh An")
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
    uploads = [
        ("C:\\Users\\lan\\Hợp đồng \u202egnp.exe", PNG, "image/png", "Hợp đồng gnp.exe"),
        ("../../../etc/passwd", b"root:x:0:0\n", "text/plain", "passwd"),
        ("ghi âm.html", b"<script>alert(1)</script>", "text/plain", "ghi âm.html"),
        ("Bảng giá.pdf", office.getvalue(), None, "Bảng giá.pdf"),
        ("", PNG, "image/png", "tai-lieu.png"),
    ]
    for name, data, kind, safe in uploads:
        made = await documents.upload(staff.linh, customer.id, name, pieces(data))
        assert (made.name, made.size, made.by.id) == (safe, len(data), staff.linh.user_id)
        assert made.media_type == kind or (kind is None and "spreadsheetml" in made.media_type)
        assert made.shown is (data == PNG)
    page = await documents.find_page(staff.lead, customer.id, "", 3)
    assert (page.total, len(page.rows), page.limit_mb, page.can_edit) == (5, 3, 1, True)
    rest = await documents.find_page(staff.lead, customer.id, page.next or "", 3)
    assert [row.name for row in rest.rows] == ["passwd", "Hợp đồng gnp.exe"]
    first = rest.rows[-1]
    found, _, chunks = await documents.open(staff.linh, first.id)
    assert (found.id, await join(chunks)) == (first.id, PNG)
    with pytest.raises(DocumentNotFoundError):
        await documents.open(staff.far, first.id)
    with pytest.raises(DocumentNotFoundError):
        await documents.delete(staff.far, first.id)
    with pytest.raises(CustomerNotFoundError):
        await documents.find_page(staff.far, customer.id, "", 3)

    kept = list_files(tmp_path)
    await documents.delete(staff.linh, first.id)
    left = list_files(tmp_path)
    assert (len(kept), len(left)) == (5, 4)
    with pytest.raises(DocumentNotFoundError):
        await documents.delete(staff.linh, first.id)
    history = await directory.timeline.get(staff.linh, customer.id, ["change"])
    assert [row.detail for row in history.rows[:2]] == [
        {"action": "document.deleted", "fields": {"document": ["Hợp đồng gnp.exe", None]}},
        {"action": "document.added", "fields": {"document": [None, "tai-lieu.png"]}},
    ]


async def test_what_is_refused_leaves_nothing_behind(
    create: Create, documents: Documents, staff: Staff, tmp_path: Path
) -> None:
    customer = await create(staff.linh, name="Minh An")
    nobodys = await create(staff.admin, name="Chưa ai nhận", owner_id=None)
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"x" * 100_000

    with pytest.raises(DocumentTooLargeError):
        await documents.upload(staff.linh, customer.id, "x", endless())
    assert read <= 12  # it was not read to its end
    with pytest.raises(DocumentEmptyError):
        await documents.upload(staff.linh, customer.id, "x", pieces(b""))
    read = 0
    with pytest.raises(NotEditableError):
        await documents.upload(staff.linh, nobodys.id, "x", endless())
    with pytest.raises(CustomerNotFoundError):
        await documents.upload(staff.far, customer.id, "x", endless())
    assert read == 0
    assert list_files(tmp_path) == []

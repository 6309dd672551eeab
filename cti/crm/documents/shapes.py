"""JSON shapes of documents."""

from datetime import datetime

from pydantic import Field

from cti.shapes import Person, View


class Document(View):
    id: int
    customer_id: int
    name: str
    media_type: str = Field(description="By its content")
    size: int = Field(description="In bytes")
    shown: bool = Field(description="A picture that GET …/file?inline=true shows")
    by: Person | None
    created_at: datetime


class DocumentPage(View):
    rows: list[Document]
    next: str | None
    total: int
    limit_mb: int = Field(description="The largest file that may be uploaded, in megabytes")
    can_edit: bool

"""Puts documents together as the settings say."""

from cti.bus import Bus
from cti.clock import Clock
from cti.crm.documents.files import DocumentStore, FolderStore
from cti.crm.documents.service import Documents
from cti.db import Database
from cti.settings import Settings


def build_documents(db: Database, bus: Bus, clock: Clock, settings: Settings) -> Documents:
    """The documents of a server. Raises DocumentsUrlError."""
    return Documents(
        db,
        bus,
        clock,
        _choose_store(settings),
        folder=settings.data_dir / "uploads",
        limit_mb=settings.documents_mb,
    )


def _choose_store(settings: Settings) -> DocumentStore:
    if settings.documents_url is None:
        # On one file system with the uploads, so that a whole one moves into place in one step.
        return FolderStore(settings.data_dir / "documents")
    from cti.crm.documents.s3 import S3Store, read_bucket  # noqa: PLC0415 - half a second, 30 MB

    return S3Store(read_bucket(settings.documents_url.get_secret_value()))

"""What a file is, by its content: what it is called does not count, but within a family. Pure."""

import io
import zipfile

SNIFFED = 4096
"""How many bytes of the start tell what a file is."""

UNKNOWN = "application/octet-stream"
ZIP = "application/zip"
OLE = "application/x-ole-storage"

MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"{\\rtf", "application/rtf"),
)
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
}
TEXTS = {".csv": "text/csv", ".md": "text/markdown"}
BRANDS = ((b"heic", "image/heic"), (b"heix", "image/heic"), (b"avif", "image/avif"))
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
"""What a browser may show by itself: pictures that hold no script."""

ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
}


def find_media_type(start: bytes, name: str = "") -> str:
    """The media type of a file that begins with `start`.

    The name only tells texts, and the old Office formats, apart: their content is the same.
    A page of HTML or an SVG is plain text here, so that no browser runs it.
    """
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if start[:4] == b"RIFF":
        riff = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
        return riff.get(start[8:12], UNKNOWN)
    if start[4:8] == b"ftyp":
        return next((kind for brand, kind in BRANDS if brand == start[8:12]), "video/mp4")
    for magic, kind in MAGIC:
        if start.startswith(magic):
            return OLD_OFFICE.get(ending, UNKNOWN) if kind == OLE else kind
    return TEXTS.get(ending, "text/plain") if _is_text(start) else UNKNOWN


def look_into_zip(file: io.BufferedIOBase) -> str:
    """Which of the formats that are zip files this one is; ZIP itself when it is none.

    Reads the list of names alone; nothing is unpacked.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()[:1000]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ZIP
    if "[Content_Types].xml" not in names:
        return ZIP
    for folder, kind in OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    return ZIP


def _is_text(start: bytes) -> bool:
    if b"\x00" in start:
        return False
    for cut in range(4):  # the last letter may have been cut in two
        try:
            start[: len(start) - cut].decode()
        except UnicodeDecodeError:
            continue
        return True
    return False

"""What an upload is, told from its first bytes."""

import pytest

from cti.dialer.sound import sniff


@pytest.mark.requirement("R256")
@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),  # MPEG 1 layer III, 128 kbit/s
        (b"\xff\xf3\x40\xc4", "mp3"),  # MPEG 2 layer III
        (b"\xff\xfb\xf0\x64", None),  # a bit rate that does not exist
        (b"\xff\xfe\x41\x00", None),  # UTF-16 text begins so
        (b"\xff\xd8\xff\xe0", None),  # a JPEG picture
        (b"RIFF\x24\x00\x00\x00AVI LIST", None),
        (b"OggS\x00\x02", None),
        (b"#EXTM3U\nhttp://127.0.0.1/", None),  # SoX would fetch what a playlist names
        (b"%PDF-1.7", None),
        (b"ID3", None),
        (b"\xff", None),
        (b"", None),
    ],
)
def test_an_upload_is_what_it_begins_like(head: bytes, form: str | None) -> None:
    assert sniff(head) == form

"""Makes telephone sound of what people upload or write, with SoX and eSpeak NG.

Both run as processes of their own with a deadline. SoX is told the format that the content shows
and never guesses by itself: some of its formats are lists of addresses that it would go and fetch.
"""

import asyncio
import wave
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Final, Literal, NamedTuple

from cti.errors import DomainError, InvalidError, UnavailableError

MAX_SECONDS: Final = 300
SHORTEST_S: Final = 0.1
RATE: Final = 8000  # Hz; 16 bits, mono: what Asterisk plays with no further conversion
DEADLINE_S: Final = 60

SOX_PACKAGE: Final = "sox"
MP3_PACKAGE: Final = "libsox-fmt-mp3"
SPEECH_PACKAGE: Final = "espeak-ng"

Format = Literal["wav", "mp3"]

ID3_HEADER: Final = 10
MP3_LAYER_3: Final = 0b01
MP3_RESERVED_RATE: Final = 0b11
MP3_RESERVED_BITRATES: Final = (0b0000, 0b1111)
MP3_RESERVED_VERSION: Final = 0b01


class NotAudioError(InvalidError):
    """The file is neither WAV nor MP3, or is broken, or holds no sound."""

    code = "prompt.not_audio"


class PromptTooLargeError(DomainError):
    """The prompt is larger or longer than may be. Params: limit (bytes) or limit_s (seconds)."""

    code = "prompt.too_large"
    kind = "too_large"


class ToolMissingError(UnavailableError):
    """A program that makes prompts is not installed. Params: package (of Debian)."""

    code = "prompt.tool_missing"


class ToolFailedError(UnavailableError):
    """A program that makes prompts did not finish in time. Params: tool."""

    code = "prompt.tool_failed"


class Finished(NamedTuple):
    """How a program ended."""

    returncode: int
    said: str  # on standard error


def sniff(head: bytes) -> Format | None:
    """What the first bytes of a file show it to be, whatever it is called. Pure."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:3] == b"ID3" and len(head) >= ID3_HEADER:
        return "mp3"
    return "mp3" if _is_mp3_frame(head) else None


def _is_mp3_frame(head: bytes) -> bool:
    # ISO 11172-3: eleven bits of sync, version, layer, protection; bit rate, sample rate.
    if len(head) < len(b"\xff\xfb\x90") or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004 - the sync bits
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    return (
        version != MP3_RESERVED_VERSION
        and layer == MP3_LAYER_3
        and bitrate not in MP3_RESERVED_BITRATES
        and rate != MP3_RESERVED_RATE
    )


async def convert(source: Path, form: Format, target: Path) -> float:
    """Write `source` to `target` as 8 kHz mono 16-bit WAV; returns its seconds.

    Raises NotAudioError, PromptTooLargeError, ToolMissingError, ToolFailedError.
    """
    ended = await _run(
        SOX_PACKAGE,
        # Without dither and with a guard against clipping: the same sound gives the same file.
        *("sox", "-V1", "-D", "-G", "-t", form, str(source)),
        *("-t", "wav", "-b", "16", "-e", "signed-integer", "-r", str(RATE), "-c", "1", str(target)),
        # A small MP3 may unfold to days of silence: no more is written than is needed to see that.
        *("trim", "0", str(MAX_SECONDS + 1)),
    )
    if "no handler for" in ended.said:
        raise ToolMissingError(package=MP3_PACKAGE)
    if ended.returncode != 0:
        raise NotAudioError
    seconds = await asyncio.to_thread(_measure, target)
    if seconds > MAX_SECONDS:
        raise PromptTooLargeError(limit_s=MAX_SECONDS)
    if seconds < SHORTEST_S:
        raise NotAudioError
    return seconds


async def speak(text: str, target: Path) -> None:
    """Write `text`, spoken in Vietnamese, to `target` as WAV.

    Raises ToolMissingError, ToolFailedError.
    """
    ended = await _run(
        SPEECH_PACKAGE,
        *("espeak-ng", "-v", "vi", "-s", "150", "-b", "1", "--stdin", "-w", str(target)),
        said=text.encode(),
    )
    if ended.returncode != 0:
        raise ToolFailedError(tool=SPEECH_PACKAGE)


def _measure(path: Path) -> float:
    try:
        with wave.open(str(path), "rb") as sound:
            return sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError) as error:
        raise NotAudioError from error


async def _run(package: str, *command: str, said: bytes | None = None) -> Finished:
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE if said is not None else DEVNULL, stdout=DEVNULL, stderr=PIPE
        )
    except FileNotFoundError as error:
        raise ToolMissingError(package=package) from error
    try:
        _, errors = await asyncio.wait_for(process.communicate(said), DEADLINE_S)
    except TimeoutError as error:
        raise ToolFailedError(tool=command[0]) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Finished(process.returncode or 0, errors.decode(errors="replace")[:2000])

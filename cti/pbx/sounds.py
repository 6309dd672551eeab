"""The sentences that customers hear, spoken by espeak-ng's Vietnamese voice: 8 kHz mono WAV."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from cti.pbx.errors import ToolMissingError

_SENTENCES = {
    "thanks": "Cảm ơn quý khách.",
    "refused": "Chúng tôi đã ghi nhận, và sẽ không gọi lại cho quý khách nữa. Xin chào.",
    "goodbye": "Chúng tôi chưa nhận được lựa chọn. Cảm ơn quý khách. Xin chào.",
    "wrong-key": "Phím này không phải là một lựa chọn.",
    "agents-busy": "Hiện các nhân viên đều bận. Xin quý khách vui lòng gọi lại sau.",
    "recorded-announcement": "Cuộc gọi này được ghi âm để nâng cao chất lượng phục vụ.",
    "use-the-app": "Xin hãy gọi số bên ngoài từ ứng dụng.",
}
# Played when the prompt can't be had. Each names the key that refuses; the last has none to name.
_FALLBACK = "Đây là cuộc gọi tự động. Nội dung tạm thời không phát được."
_REFUSE = " Nếu không muốn nhận cuộc gọi như thế này, xin bấm phím {key}."
FALLBACK_SOUNDS = {
    **{f"fallback-{key}": _FALLBACK + _REFUSE.format(key=key) for key in range(10)},
    "fallback-star": _FALLBACK + _REFUSE.format(key="sao"),
    "fallback": _FALLBACK + " Xin chào quý khách.",
}
# For the PBX, in its sounds directory under cti/.
PBX_SOUNDS = {**_SENTENCES, **FALLBACK_SOUNDS}
# For the sandbox's carrier, under sandbox/.
CARRIER_SOUNDS = {
    "hello": "A lô?",
    "machine": (
        "Xin chào. Hiện tôi không thể nghe máy. Xin vui lòng để lại lời nhắn, họ tên và số điện"
        " thoại sau tiếng bíp. Tôi sẽ gọi lại cho quý vị trong thời gian sớm nhất. Xin cảm ơn."
    ),
    "agent": "Dạ, em nghe đây ạ.",
    "caller": "Xin chào, cho tôi hỏi về đơn hàng của tôi.",
}


def speak_all(sentences: dict[str, str], folder: Path) -> None:
    """Write `<name>.wav` into the folder for each sentence; what is there already is kept.

    Raises ToolMissingError when espeak-ng or sox is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sentences.items():
        mark = folder / f".{name}.{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        if mark.exists() and (folder / f"{name}.wav").exists():
            continue
        _speak(text, folder / f"{name}.wav")
        for old in folder.glob(f".{name}.*"):
            old.unlink()
        mark.touch()


def _speak(text: str, target: Path) -> None:
    espeak = find_program("espeak-ng", "espeak-ng")
    sox = find_program("sox", "sox")
    draft = target.with_suffix(".tmp.wav")
    spoken = subprocess.run(  # noqa: S603  (a program found by name, our own sentences)
        [espeak, "-v", "vi", "-s", "150", "--stdout", "--", text], check=True, capture_output=True
    ).stdout
    # Half a tenth of silence at both ends: the first syllable survives a jitter buffer.
    subprocess.run(  # noqa: S603  (the same)
        [
            *(sox, "-t", "wav", "--ignore-length", "-", "-r", "8000", "-c", "1", "-b", "16"),
            *(str(draft), "norm", "-6", "pad", "0.05", "0.05"),
        ],
        input=spoken,
        check=True,
        capture_output=True,
    )
    draft.replace(target)


def find_program(program: str, package: str) -> str:
    """Where the program is. Raises ToolMissingError naming the Debian package it comes in."""
    found = shutil.which(program)
    if found is None:
        raise ToolMissingError(program=program, package=package)
    return found

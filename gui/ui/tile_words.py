"""What a tile says about its picture: all words of the tile in one place."""

from __future__ import annotations

from dataclasses import dataclass

from gui.core.files import megabytes
from gui.core.images import words
from gui.core.store.pictures import Picture
from gui.core.upload_state import State
from gui.ui.moments import moment_words

NO_ACCOUNT = "等待上传 · 选好账号后开始"
EXPIRED = "等待上传 · 上次的编号已过期"
LOST = "这张图片已不在这台电脑上，请删除后重新添加"
READING = "正在读取…"
WITHOUT_PICTURE = "微信素材编号，没有预览图"
NOT_KNOWN = "微信没有认出这个编号，请换成图片重新上传"
# deed → words of the button beside the state
OFFERS = {"retry": "重试", "account": "选择账号", "why": "怎么办"}
SMALL_FILE = 1_000_000  # bytes: below this KB say more than MB


@dataclass(frozen=True)
class StateWords:
    """One line about the upload: icon, role of app.qss, what is wrong, and what can be done.

    `percent` is -1 unless the upload is under way; `deed` is one of OFFERS, or "".
    """

    text: str
    icon: str = "clock"
    role: str = "muted"
    reason: str = ""
    percent: int = -1
    deed: str = ""


def called(picture: Picture) -> str:
    """Its name; the pages of one document are told apart by their numbers."""
    page = words.page(picture.page + 1)
    name = picture.name or "图片"
    return f"{name} {page}" if page in picture.note else name


def facts(picture: Picture) -> str:
    """Size of what is sent, and its pixels."""
    return f"{size_words(picture.size)} · {picture.width}×{picture.height}"


def size_words(size: int) -> str:
    """A size in bytes as people read it."""
    if size < SMALL_FILE:
        return f"{max(1, round(size / 1000))} KB"
    return f"{megabytes(size)} MB"


def state_words(state: State | None, now: float) -> StateWords:
    """Where the upload stands; None while no account is chosen."""
    if state is None:
        return StateWords(NO_ACCOUNT, deed="account")
    if state.kind == "sending":
        return StateWords(state.text, "upload", "info", percent=state.percent)
    if state.kind == "failed":
        reason = state.error.text if state.error else ""
        return StateWords(state.text, "alert-circle", "error", reason, deed="retry")
    if state.kind == "done":
        return StateWords(_uploaded(state, now), "check-circle", "success")
    return _waiting(state)


def _uploaded(state: State, now: float) -> str:
    if state.upload is None:
        return state.text
    return f"{state.text} · {moment_words(state.upload.uploaded_at, now)}"


def _waiting(state: State) -> StateWords:
    if state.error is not None:
        deed = "retry" if "retry" in state.error.actions else "why"
        return StateWords(f"{state.text} · {state.error.title}", deed=deed)
    return StateWords(EXPIRED if state.upload is not None else state.text)

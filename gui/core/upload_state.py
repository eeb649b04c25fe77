"""Where one picture stands on its way to WeChat, and the words for it on its tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gui.core.errors import AccountIncomplete, AppError, KeystoreError
from gui.core.store.uploads import Upload

Kind = Literal["waiting", "sending", "done", "failed"]


@dataclass(frozen=True)
class State:
    """Where one picture stands for one mini program.

    `error` says in words why it failed, or, while it waits, what is missing of the account.
    `upload` is what WeChat answered last, and may be too old to be used while it waits.
    """

    sha256: str
    appid: str
    kind: Kind = "waiting"
    percent: int = 0
    upload: Upload | None = None
    error: AppError | None = None

    @property
    def text(self) -> str:
        """The words on the tile."""
        if self.kind == "sending":
            return f"上传中 {self.percent}%"
        return {"waiting": "等待上传", "done": "已上传", "failed": "未传成功"}[self.kind]


def kind_of(error: AppError) -> Kind:
    """Without an account nothing has failed yet: the picture waits for one."""
    return "waiting" if isinstance(error, AccountIncomplete | KeystoreError) else "failed"

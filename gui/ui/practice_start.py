"""演练 from the real program: the same program once more, with --practice, in its own window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QProcess, QProcessEnvironment, Signal, Slot
from PySide6.QtWidgets import QWidget

import gui
from gui.ui.buttons import make_button
from gui.ui.questions import Notice, inform

TITLE = "先演练一遍"
TEXT = (
    "会打开另一个窗口，上面标着「演练」。里面有一条填好、被打回的示例记录：照着打回原因改一处，"
    "就能从提交一直走到管理员扫码、审核通过。\n\n"
    "演练的内容不会发给微信，也不会改动你的正式记录。练完关掉那个窗口就可以。"
)
CANNOT = "演练的窗口没有打开"
CANNOT_TEXT = (
    "系统没有让重审助手再打开一个窗口。正式的内容没有改动。"
    "请稍后再试一次；仍然如此时，请技术支持看一下。"
)
LOOK = ("play", "info")
PRACTICE = "--practice"


class Launch(NamedTuple):
    """A program to be started on its own: `folder` is where it starts, "" is the same as here."""

    program: str
    arguments: tuple[str, ...]
    folder: str
    environment: Mapping[str, str]


Run = Callable[[Launch], bool]


def practice_launch(
    executable: str = sys.executable,
    *,
    packaged: bool = hasattr(sys, "frozen"),
    environment: Mapping[str, str] = os.environ,
) -> Launch:
    """How this very program is started in practice mode, packaged or from its source.

    A packaged program that starts itself has to say that it means a new one, not a helper of its
    own: https://pyinstaller.org/en/stable/runtime-information.html (PYINSTALLER_RESET_ENVIRONMENT).
    """
    if packaged:
        fresh = {**environment, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
        return Launch(executable, (PRACTICE,), "", fresh)
    source = str(Path(gui.__file__).resolve().parents[1])
    return Launch(executable, ("-m", "gui", PRACTICE), source, dict(environment))


def run_detached(launch: Launch) -> bool:
    """Start a program that lives on when this one ends; False when the system does not let us."""
    environment = QProcessEnvironment()
    for name, value in launch.environment.items():
        environment.insert(name, value)
    process = QProcess()
    process.setProgram(launch.program)
    process.setArguments(list(launch.arguments))
    process.setWorkingDirectory(launch.folder)
    process.setProcessEnvironment(environment)
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    started = process.startDetached()
    return bool(started[0] if isinstance(started, tuple) else started)


class PracticeStart(Notice):
    """Opened with open(): says what practice mode is, and starts it when that is wanted."""

    started = Signal()

    def __init__(self, parent: QWidget | None = None, run: Run = run_detached) -> None:
        super().__init__(parent, "practice_start", TITLE, TEXT, LOOK)
        self._run = run
        later = self.add_button(make_button("先不演练", "practice_start_later"))
        later.clicked.connect(self.reject)
        start = self.add_button(make_button("打开演练", "practice_start_now", "primary"))
        start.clicked.connect(self._on_start)
        self.set_safe(start)

    @Slot()
    def _on_start(self) -> None:
        if self._run(practice_launch()):
            self.started.emit()
            self.accept()
        else:
            inform(self, CANNOT, CANNOT_TEXT)

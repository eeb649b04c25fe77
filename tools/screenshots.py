"""`make screenshots`: the pictures of the README, taken of the real program in practice mode."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget

from gui.app import make_application, open_window
from gui.core.practice.example import example_record
from gui.core.practice.tasks import Step
from gui.core.settings import Settings, save
from gui.ui.main_window import MainWindow
from tools.bench import display
from tools.example_office import lay_out

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
SIZE = QSize(1280, 760)
WAIT_S = 15


def main() -> int:
    """Take every picture in light and dark."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with display():
        app = make_application()
        for theme, ending in (("light", ""), ("dark", "-dark")):
            with tempfile.TemporaryDirectory() as folder:
                save(Settings(theme=theme), Path(folder) / "settings.json")
                with open_window(app, Path(folder), practice=True) as window:
                    _Story(app, window, ending).tell()
                    window.record.flush()
                    window.close()
                    window.deleteLater()
    return 0


class _Story:
    """The main job, step by step, with a picture of each."""

    def __init__(self, app: QApplication, window: MainWindow, ending: str) -> None:
        self._app = app
        self._window = window
        self._ending = ending

    def tell(self) -> None:
        window = self._window
        window.resize(SIZE)
        window.show()
        self._until(lambda: not window.record.form.view.is_incomplete())
        self._until(window.record.is_ready)
        self._take("form")
        self._press("check_answers")
        self._take("errors")
        self._correct()
        self._press("check_answers")
        self._until(lambda: self._shown("check_page"))
        self._take("check")
        self._press("submit")
        self._until(lambda: self._shown("auth_link"))
        self._take("result")
        self._goes_on()
        self._take("progress")
        self._be_sent_back()
        self._take("returned")
        services = cast("Any", window.services)
        lay_out(services.database, [account.id for account in services.known_accounts])
        window.show_list()
        self._until(window.list.page.isVisible)
        self._until(lambda: bool(self._shown("filter_unknown")))
        self._take("list")
        window.dialogs.show_settings()
        self._take("settings", self._dialog())
        self._close_dialog()
        window.dialogs.show_accounts()
        self._take("accounts", self._dialog())

    def _goes_on(self) -> None:
        """The administrator does his part, and somebody reviews it."""
        for step in (Step.AGREE, Step.FACE_OK, Step.CODE_OK):
            self._play(step)

    def _be_sent_back(self) -> None:
        """The review finds something else."""
        self._play(Step.SEND_BACK, "联系人电话无法接通，请核实联系人姓名和手机号后重新提交。")
        self._until(lambda: self._shown("return_chance"))

    def _play(self, step: Step, reason: str = "") -> None:
        world, record = self._window.services.world, self._window.record
        sheet = record.session.sheet
        if world is None or sheet is None:
            raise LookupError
        world.play(sheet.taskid, step, reason)
        record.query()
        self._settle()

    def _close_dialog(self) -> None:
        dialog = self._window.findChild(QDialog)
        if dialog is not None:
            dialog.close()
        self._settle()

    def _correct(self) -> None:
        """Do what the reason asks for."""
        pointer = "/invoice_info/electronic/id"
        reason = example_record()["refill_reason"]
        right = "".join(c for c in reason.partition("执照上是")[2] if c.isascii() and c.isalnum())
        holder = self._window.findChild(QWidget, pointer)
        line = holder.findChild(QLineEdit) if holder else None
        if line is None:
            raise LookupError(pointer)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, right)

    def _press(self, name: str) -> None:
        button = self._window.findChild(QPushButton, name)
        if button is None:
            raise LookupError(name)
        self._until(button.isEnabled)
        button.click()
        self._settle()

    def _shown(self, name: str) -> bool:
        found = self._window.findChild(QWidget, name)
        return found is not None and found.isVisible()

    def _dialog(self) -> QWidget:
        self._settle()
        dialog = self._window.findChild(QDialog)
        return dialog if dialog is not None else self._window

    def _take(self, name: str, widget: QWidget | None = None) -> None:
        self._settle()
        target = FOLDER / f"{name}{self._ending}.png"
        (widget or self._window).grab().save(str(target))
        print(target.relative_to(FOLDER.parents[1]))

    def _until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT_S
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError
            self._app.processEvents()

    def _settle(self) -> None:
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            self._app.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false")
    sys.exit(main())

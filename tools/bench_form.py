"""The form of the real program under the stopwatch of `make bench`."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QWidget

from gui.core.form.spec import FormSpec
from gui.core.form.validation import Checker
from gui.ui.form_model import FormModel
from gui.ui.form_page import FormPage
from gui.ui.theme import Theme

WRONG = "错"
LETTERS = "name.example"
PAUSE = 0.5  # seconds; what follows a pause in typing begins after 0.15


class FormBench:
    """A form page with answers in it, complete and shown on the screen."""

    def __init__(
        self, spec: FormSpec, values: Mapping[str, Any], context: Mapping[str, Any]
    ) -> None:
        app = QApplication.instance() or QApplication([])
        if not isinstance(app, QApplication):
            raise TypeError(app)
        self._app, self._theme = app, Theme(app)
        self._theme.apply("light")
        self.model = FormModel(spec)
        self._page = FormPage(self.model)
        self._page.resize(1080, 700)
        self.model.load(values, context)
        self._page.show_record("")
        self.model.set_checker(Checker(spec))
        self._page.show()
        self._page.view.complete()
        self._settle()

    def keys(self, pointer: str, count: int, *, paint: bool) -> list[float]:
        """Type into a text field that has an error: each key validates it again."""
        line = self._line(pointer)
        self.model.set_value(pointer, WRONG)
        self.model.check_all()
        if self.model.error(pointer) is None:
            raise LookupError(f"{pointer} takes anything")
        self._page.view.go_to(pointer)  # a field out of sight is not painted
        self._settle()
        letters = (LETTERS * count)[:count]
        return [self._timed(line, letter, paint) for letter in letters]

    def pauses(self, pointer: str, count: int) -> list[float]:
        """The longest that the window stands still after a pause in typing."""
        taken = []
        for number in range(count):
            self.model.set_value(pointer, f"answer {number}")
            end, longest = time.perf_counter() + PAUSE, 0.0
            while (before := time.perf_counter()) < end:
                self._app.processEvents()
                longest = max(longest, time.perf_counter() - before)
            taken.append(longest * 1000)
        return taken

    def toggles(self, pointer: str, values: tuple[int, int], count: int) -> list[float]:
        """Switch between two answers of a choice: fields come and go."""
        radios = self._page.findChildren(QRadioButton)
        names = [f"{pointer}={value}" for value in values]
        buttons = [next(r for r in radios if r.objectName() == name) for name in names]
        self._page.view.go_to(pointer)
        self._settle()
        taken = []
        for number in range(count):
            before = time.perf_counter()
            buttons[number % 2].click()
            self._painted()
            taken.append((time.perf_counter() - before) * 1000)
            self._settle()
        return taken

    def _timed(self, line: QLineEdit, letter: str, paint: bool) -> float:
        before = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(line, event)
        if paint:
            self._painted()
        taken = (time.perf_counter() - before) * 1000
        self._painted()
        return taken

    def _painted(self) -> None:
        """Lay out and paint what has changed now, not when the next frame is due."""
        self._app.sendPostedEvents()
        self._app.sendEvent(self._page, QEvent(QEvent.Type.UpdateRequest))
        self._app.processEvents()

    def _settle(self) -> None:
        for _ in range(5):
            self._app.processEvents()

    def _line(self, pointer: str) -> QLineEdit:
        holder = self._page.findChild(QWidget, pointer)
        found = holder.findChild(QLineEdit) if holder else None
        if found is None:
            raise LookupError(pointer)
        return found

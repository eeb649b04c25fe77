"""The form of the real program under the stopwatch of `make bench`."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QWidget

from gui.core.form.spec import load_form
from gui.core.form.validation import Checker
from gui.core.paths import RESOURCES
from gui.core.store.database import open_database
from gui.core.store.records import Records
from gui.ui.form_model import FormModel
from gui.ui.form_page import FormPage
from gui.ui.theme import Theme

EMAIL = "/contact_info/email"
INVOICE = "/invoice_info/invoice_type"


class Bench:
    """A form page with the record of the folder, shown on the screen."""

    def __init__(self, folder: Path) -> None:
        self._app = QApplication.instance() or QApplication([])
        self._theme = Theme(self._app)  # type: ignore[arg-type]
        self._theme.apply("light")
        spec = load_form(RESOURCES / "forms")
        self._model = FormModel(spec)
        self._page = FormPage(self._model)
        self._page.resize(1080, 700)
        self._records = Records(open_database(folder).database)
        record = self._records.last_opened()
        if record is None:
            raise LookupError("the folder has no record")
        self._model.load(record.values, {**record.context, "call": record.call})
        self._page.show_record("")
        self._model.set_checker(Checker(spec))
        self._page.show()
        self._page.view.complete()
        self._settle()

    def keys(self, count: int, *, paint: bool) -> list[float]:
        """Type into the e-mail field, which has an error: each key validates it again."""
        line = self._control(EMAIL)
        line.clear()
        self._model.set_value(EMAIL, "wrong")
        self._model.check_all()
        self._page.view.go_to(EMAIL)  # a field out of sight is not painted
        self._settle()
        return [self._timed(line, letter, paint) for letter in ("name.example" * count)[:count]]

    def toggles(self, count: int) -> list[float]:
        """Switch between two kinds of invoice: a section of six fields comes and goes."""
        radios = self._page.findChildren(QRadioButton)
        wanted = (f"{INVOICE}=4", f"{INVOICE}=2")
        buttons = [next(r for r in radios if r.objectName() == name) for name in wanted]
        self._page.view.go_to(INVOICE)
        self._settle()
        taken = []
        for index in range(count):
            button = buttons[index % 2]
            before = time.perf_counter()
            button.click()
            self._painted()
            taken.append((time.perf_counter() - before) * 1000)
            self._settle()
        return taken

    def saves(self, count: int) -> list[float]:
        """What the GUI thread gives to a save: taking the snapshot and handing it over."""
        taken = []
        for _ in range(count):
            before = time.perf_counter()
            dict(self._model.values()), self._model.context()
            taken.append((time.perf_counter() - before) * 1000)
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

    def _control(self, pointer: str) -> QLineEdit:
        holder = self._page.findChild(QWidget, pointer)
        found = holder.findChild(QLineEdit) if holder else None
        if found is None:
            raise LookupError(pointer)
        return found

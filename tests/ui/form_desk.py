"""A filled form on the screen, without the program around it: typing, leaving, reading."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.core.form.rules import payload
from gui.core.form.spec import FormSpec, load_form
from gui.core.form.validation import Checker
from gui.ui.field_row import FieldRow
from gui.ui.form_model import FormModel
from gui.ui.form_page import FormPage
from gui.ui.picture_editor import PictureEditor
from gui.ui.tile import Tile

REAUTH = {"call": "reauth"}


def put_up(qtbot: QtBot, folder: Path, values: Mapping[str, Any]) -> FormDesk:
    """The form of a folder of rule files in an active window, which stays until the test ends."""
    desk = FormDesk(load_form(folder), values)
    qtbot.addWidget(desk.page)
    with qtbot.waitActive(desk.page):
        desk.page.show()
    return desk


def walk(page: FormPage, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Everything that Tab stops at, from the list of sections until it comes back."""
    page.sections.setFocus()
    passed: list[QWidget] = []
    while QApplication.focusWidget() not in passed:
        passed.append(QApplication.focusWidget())
        QTest.keyClick(passed[-1], key)
    return passed


def place(page: FormPage, widget: QWidget) -> tuple[int, ...]:
    """Where something begins to be read: line by line, left to right; a tile as a whole."""
    tile = next((one for one in _around(widget) if isinstance(one, Tile)), None)
    inside = widget.mapTo(page.view.widget(), QPoint(0, min(widget.height(), 32) // 2))
    at = inside if tile is None else tile.mapTo(page.view.widget(), QPoint(0, 16))
    within = (inside.y() // 8, inside.x()) if tile not in (None, widget) else ()
    return at.y() // 8, at.x(), *within


def _around(widget: QWidget) -> Iterator[QWidget]:
    at: QWidget | None = widget
    while at is not None:
        yield at
        at = at.parentWidget()


class FormDesk:
    """The whole form page with every card made. Whatever is read is what is not hidden."""

    def __init__(self, spec: FormSpec, values: Mapping[str, Any]) -> None:
        self.model = FormModel(spec)
        self.page = FormPage(self.model)
        self.model.set_checker(Checker(spec))
        self.page.view.complete()
        self.page.resize(1080, 760)
        self.load(values)

    def load(self, values: Mapping[str, Any]) -> None:
        """Open another record."""
        self.model.load(values, REAUTH)
        self.page.show_record("")

    def row(self, pointer: str) -> FieldRow:
        return self.page.view.rows[pointer]

    def control(self, pointer: str, index: int = 0) -> Any:
        """What is typed into."""
        editor = self.row(pointer).editor
        typed = editor.lines() if isinstance(editor, PictureEditor) else editor.controls()
        return typed[index]

    def write(self, pointer: str, text: str, index: int = 0) -> None:
        """Put the cursor into a field and write it anew, by keys or as pasted."""
        control = self.control(pointer, index)
        control.setFocus()
        control.selectAll()
        if text.isascii() and len(text) < 100:
            QTest.keyClicks(control, text)
        elif isinstance(control, QPlainTextEdit):
            control.insertPlainText(text)
        else:
            control.insert(text)

    def leave(self, pointer: str) -> None:
        """Go on to another field of the form."""
        other = "/account_name" if pointer != "/account_name" else "/taskid"
        self.control(other).setFocus()

    def compose(self, control: QWidget, text: str, committed: str = "") -> None:
        """What an input method does: show `text` as not yet decided, or commit."""
        event = QInputMethodEvent(text, [])
        if committed:
            event.setCommitString(committed)
        QCoreApplication.sendEvent(control, event)

    def choose(self, pointer: str, value: object) -> None:
        self.choice(pointer, value).click()

    def choice(self, pointer: str, value: object) -> QAbstractButton:
        return self.row(pointer).findChild(QAbstractButton, f"{pointer}={value}")

    def button(self, name: str) -> QAbstractButton:
        return self.page.findChild(QAbstractButton, name)

    def press(self, name: str) -> None:
        """Click a button with the mouse, once everything is in its place."""
        QCoreApplication.processEvents()
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def rest(self) -> None:
        """Let everything take its place: until nothing has moved for a while."""
        moved, still = -1, 0
        end = time.monotonic() + 10
        while still < 10 and time.monotonic() < end:
            at = self.page.view.verticalScrollBar().value() + self.page.view.widget().height()
            moved, still = at, still + 1 if at == moved else 0
            QTest.qWait(5)

    def lines(self, pointer: str, role: str) -> list[str]:
        """The sentences of a look (error, warning, muted, help) that can be read at a field."""
        return self.lines_of(self.row(pointer), role)

    def lines_of(self, widget: QWidget, role: str) -> list[str]:
        """The sentences of a look that can be read in a part of the page."""
        labels = [label for label in widget.findChildren(QLabel) if label.property("role") == role]
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def red(self) -> dict[str, str]:
        """Every error that can be read, by field."""
        errors = {pointer: self.lines(pointer, "error") for pointer in self.page.view.rows}
        return {pointer: " ".join(said) for pointer, said in errors.items() if said}

    def reads(self, pointer: str, index: int = 0) -> str:
        control = self.control(pointer, index)
        return control.text() if isinstance(control, QLineEdit) else control.toPlainText()

    def body(self) -> dict[str, Any]:
        """What would be sent now."""
        return payload(self.model.resolution)["auth_data"]

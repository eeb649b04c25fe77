"""Finds, presses and waits in one window: what every way past the screens needs."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QWidget

from gui.core.practice.example import example_record
from gui.core.practice.server import StandIn
from gui.ui.main_window import MainWindow

WAIT_S = 20
STEP_MS = 10
TAX_NUMBER = "/invoice_info/electronic/id"


class Scene(NamedTuple):
    """One screen: its name, and the window that shows it."""

    name: str
    window: QWidget


class Walker(ABC):
    """`scenes` is for those who know a way."""

    def __init__(self, window: MainWindow, stand_in: StandIn) -> None:
        self.window = window
        self.stand_in = stand_in
        self.world = stand_in.world

    @abstractmethod
    def scenes(self) -> Iterator[Scene]:
        """One screen after the other, each as long as the next is not asked for."""

    def scene(self, name: str) -> Scene:
        """The window as it is now."""
        settle()
        return Scene(name, self.window)

    def dialog(self, name: str, above: QWidget | None = None) -> Iterator[Scene]:
        """The dialog that opens now, `above` another one; it is closed again afterwards."""
        place = above or self.window
        until(lambda: _open_dialog(place) is not None, name)
        dialog = _open_dialog(place)
        if dialog is None:
            raise LookupError(name)
        settle()
        yield Scene(name, dialog)
        dialog.close()
        until(lambda: _open_dialog(place) is not dialog, f"{name} closes")

    def command(self, name: str) -> None:
        """Choose a command of the menu."""
        self.window.commands[name].trigger()

    def find(self, name: str, inside: QWidget | None = None) -> QWidget:
        """The visible control of a name, once it is there."""
        place = inside or self.window
        until(lambda: bool(_shown(place, name)), name)
        return _shown(place, name)[0]

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Click a button once it can be pressed."""
        button = self.find(name, inside)
        until(button.isEnabled, f"{name} can be pressed")
        cast("QAbstractButton", button).click()
        settle()

    def write(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Fill in a line by its own name or that of the field around it."""
        holder = self.find(name, inside)
        line = holder if isinstance(holder, QLineEdit) else holder.findChild(QLineEdit)
        if line is None:
            raise LookupError(name)
        line.setFocus()
        line.selectAll()
        line.insert(text)

    def until_ready(self) -> None:
        """The open record can be checked, and all of its form is there."""
        record = self.window.record
        until(record.is_ready, "the checks are ready")
        until(lambda: not record.form.view.is_incomplete(), "the form is complete")

    def correct(self) -> None:
        """Do what the reason of the example asks for."""
        reason = example_record()["refill_reason"].partition("执照上是")[2]
        self.write(TAX_NUMBER, "".join(c for c in reason if c.isascii() and c.isalnum()))

    def windows(self, name: str) -> list[QWidget]:
        """What is beside the main window."""
        tops = QApplication.topLevelWidgets()
        return [top for top in tops if top.objectName() == name and top.isVisible()]


def until(holds: Callable[[], object], what: str = "") -> None:
    """Let the program work until something holds. Raises TimeoutError."""
    end = time.monotonic() + WAIT_S
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QTest.qWait(STEP_MS)


def settle() -> None:
    """Let everything take its place."""
    for _ in range(5):
        QTest.qWait(STEP_MS)


def _open_dialog(place: QWidget) -> QDialog | None:
    shown = (dialog for dialog in place.findChildren(QDialog) if dialog.isVisible())
    return next(shown, None)


def _shown(place: QWidget, name: str) -> list[QWidget]:
    found = [place] if place.objectName() == name else place.findChildren(QWidget, name)
    return [widget for widget in found if widget.isVisible()]

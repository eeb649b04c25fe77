"""A clerk in front of the real window in practice mode: finds, presses, types, reads."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import shiboken6
import zxingcpp
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

from gui.app import open_window
from gui.core.practice.example import example_record
from gui.core.practice.server import StandIn
from gui.core.store.database import FILE_NAME
from gui.ui.messages import MessageBar
from gui.ui.picture_editor import PictureEditor

SECONDS = 40.0
TASKID = example_record()["values"]["/taskid"]
TAX_NUMBER = "/invoice_info/electronic/id"
RIGHT_TAX_NUMBER = "91440300MA5YL3K8XC"
LEFT = Qt.MouseButton.LeftButton


def until(holds: Callable[[], object], what: str = "", seconds: float = SECONDS) -> None:
    """Let the window work until something holds; fail with `what` when it never does."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds:.0f} s: {what or holds}")
        QTest.qWait(5)


class Clock:
    """The time by which a doubt is settled; it goes by when the test says so."""

    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


class Ticks(QObject):
    """Notes how long the window was busy at most: a timer that comes every few milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.restart()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def restart(self) -> None:
        """Begin anew."""
        self.count, self.longest = 0, 0.0
        self._last = time.monotonic()

    def _on_tick(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now
        self.count += 1

    def stop(self) -> None:
        self._timer.stop()


class Clerk:
    """One start of the program. Whatever is looked for must be visible."""

    def __init__(self, window: Any, stand_in: StandIn, folder: Path, clock: Clock) -> None:
        self.window = window
        self.stand_in = stand_in
        self.world = stand_in.world
        self.folder = folder
        self.clock = clock

    # finding

    def seek(self, name: str) -> QWidget | None:
        """The visible control of this name, in whatever window of the program it is."""
        for top in self._tops():
            for found in [top, *top.findChildren(QWidget, name)]:
                if found.objectName() == name and found.isVisible():
                    return found
        return None

    def _tops(self) -> list[QWidget]:
        """The windows of this start of the program."""
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        return [top for top in tops if top is self.window or self.window in _owners(top)]

    def find(self, name: str) -> QWidget:
        until(lambda: self.seek(name) is not None, f"{name} can be seen")
        found = self.seek(name)
        assert found is not None
        return found

    def sees(self, name: str) -> bool:
        return self.seek(name) is not None

    def waits_for(self, *names: str) -> None:
        for name in names:
            self.find(name)

    def page(self) -> str:
        """home_page, form_page, check_page or result_page."""
        return self.window.pages.currentWidget().objectName()

    def words(self, inside: QWidget | None = None) -> str:
        """Everything that can be read now."""
        tops = [inside] if inside else self._tops()
        shown = [w for top in tops for w in top.findChildren(QWidget) if w.isVisible()]
        return "\n".join(
            words.toPlainText() if isinstance(words, QTextEdit) else words.text()
            for words in shown
            if isinstance(words, QLabel | QAbstractButton | QTextEdit)
        )

    def reads(self, words: str) -> None:
        until(lambda: words in self.words(), f"{words!r} can be read")

    def bars(self) -> list[MessageBar]:
        """The messages above the pages, the newest first."""
        bars = self.window.messages.findChildren(MessageBar)
        return sorted((b for b in bars if b.isVisible()), key=lambda bar: bar.y())

    def titles(self) -> list[str]:
        return [bar.title for bar in self.bars()]

    def bar(self, title: str) -> MessageBar:
        until(lambda: any(title in one for one in self.titles()), f"a message {title!r}")
        return next(bar for bar in self.bars() if title in bar.title)

    # working

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Click a button once it can be pressed."""
        button = self._button(name, inside)
        until(lambda: button.isEnabled() and button.isVisible(), f"{name} can be pressed")
        a_moment_goes_by()
        QTest.mouseClick(button, LEFT)

    def _button(self, name: str, inside: QWidget | None) -> QWidget:
        if inside is None:
            return self.find(name)
        until(lambda: inside.findChild(QWidget, name) is not None, f"{name} is there")
        return inside.findChild(QWidget, name)

    def can_press(self, name: str) -> bool:
        button = self.seek(name)
        return button is not None and button.isEnabled()

    def command(self, name: str) -> None:
        """Choose a command of the menu."""
        self.action(name).trigger()

    def action(self, name: str) -> QAction:
        return self.window.commands[name]

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A key of the keyboard, to whatever has the focus."""
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def editor(self, pointer: str) -> QWidget:
        """What is typed into for a field of the form."""
        holder = self.window.record.form.view.rows[pointer].editor
        return holder.lines()[0] if isinstance(holder, PictureEditor) else holder.controls()[0]

    def write(self, pointer: str, text: str) -> None:
        """Write a field anew by keys, and stay in it."""
        control = self.editor(pointer)
        control.setFocus()
        control.selectAll()
        if text:
            self.type(control, text)
        else:
            QTest.keyClick(control, Qt.Key.Key_Delete)

    def type(self, control: QWidget, text: str) -> None:
        """By keys what a keyboard has, else as an input method gives it."""
        if text.isascii():
            QTest.keyClicks(control, text)
        else:
            assert isinstance(control, QLineEdit | QPlainTextEdit)
            control.insert(text) if isinstance(control, QLineEdit) else control.insertPlainText(
                text
            )

    def reads_field(self, pointer: str) -> str:
        control = self.editor(pointer)
        return control.toPlainText() if isinstance(control, QPlainTextEdit) else control.text()

    def choose(self, pointer: str, value: object) -> None:
        """Mark a choice."""
        button = self.window.record.form.view.findChild(QAbstractButton, f"{pointer}={value}")
        button.click()

    def error_at(self, pointer: str) -> str:
        """The red words below a field, as they can be read there."""
        row = self.window.record.form.view.rows[pointer]
        found = [
            label.text()
            for label in row.findChildren(QLabel)
            if label.property("role") == "error" and not label.isHidden()
        ]
        return "" if row.isHidden() else " ".join(found)

    # the main job

    def correct(self) -> None:
        """Do what the reason of the example asks for."""
        self.write(TAX_NUMBER, RIGHT_TAX_NUMBER)

    def goes_to_check(self) -> None:
        self.press("check_answers")
        until(lambda: self.page() == "check_page", "the check page")

    def submits(self) -> None:
        """Everything up to pressing 提交."""
        self.correct()
        self.goes_to_check()
        self.press("submit")

    # the list

    def opens(self, name: str) -> None:
        """Double-click a record in the list."""
        table = self.find("records")
        assert isinstance(table, QTableView)
        until(lambda: self.row(name) is not None, f"{name} is in the list")
        place = table.visualRect(self.row(name)).center()
        QTest.mouseClick(table.viewport(), LEFT, pos=place)
        QTest.mouseDClick(table.viewport(), LEFT, pos=place)

    def row(self, name: str) -> QModelIndex | None:
        """Where a record of this name stands in the list."""
        model = self.window.list.page.findChild(QTableView, "records").model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return next((index for index in rows if index.data() == name), None)

    def listed(self) -> list[str]:
        """The names in the list, from the top."""
        model = self.window.list.page.findChild(QTableView, "records").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    # what is on the disk

    @contextmanager
    def disk(self) -> Iterator[sqlite3.Connection]:
        """The store as another program reads and writes it."""
        with closing(sqlite3.connect(self.folder / FILE_NAME, timeout=5)) as other:
            other.row_factory = sqlite3.Row
            yield other

    def stored(self, record_id: str = "") -> sqlite3.Row:
        """The row of a record, of the open one if none is named."""
        with self.disk() as other:
            wanted = record_id or self.window.record.session.record_id
            return other.execute("SELECT * FROM records WHERE id = ?", (wanted,)).fetchone()

    def attempts(self) -> list[str]:
        """The states of all submissions on the disk, the oldest first."""
        with self.disk() as other:
            return [row["state"] for row in other.execute("SELECT * FROM attempts ORDER BY id")]


def a_moment_goes_by() -> None:
    """Somebody reads before pressing: Qt's mouse in tests has a clock that every release moves."""
    elsewhere = QWidget()
    for _ in range(2):
        QTest.mouseRelease(elsewhere, LEFT)


def _owners(widget: QWidget) -> Iterator[QWidget]:
    """The widgets that a window of its own belongs to, from the nearest."""
    while (owner := widget.parentWidget()) is not None:
        yield owner
        widget = owner


def decoded(image: QImage) -> list[str]:
    """What a telephone reads in a picture."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    return [code.text for code in zxingcpp.read_barcodes(pixels, try_invert=False)]


@contextmanager
def hiring(app: QApplication, folder: Path) -> Iterator[Callable[..., Clerk]]:
    """Gives a function that starts the program on `folder`; all is ended and undone afterwards."""
    font = app.font()
    with ExitStack() as stack:

        def hire(*, ready: bool = True, **options: Any) -> Clerk:
            return stack.enter_context(_at_work(app, folder, ready=ready, **options))

        yield hire
    _forget_everything()
    app.setStyleSheet("")
    app.setPalette(QPalette())
    app.setFont(font)


@contextmanager
def _at_work(
    app: QApplication,
    folder: Path,
    *,
    ready: bool,
    stand_in: StandIn | None = None,
    **options: Any,
) -> Iterator[Clerk]:
    clock, stand_in = Clock(), stand_in or StandIn()
    options = {"practice": True, "stand_in": stand_in, "monotonic": clock} | options
    with open_window(app, folder, **options) as window:
        window.show()
        window.activateWindow()
        clerk = Clerk(window, stand_in, folder, clock)
        if ready:
            until(window.record.is_ready, "the validators are built")
            until(lambda: not window.record.form.view.is_incomplete(), "the form is complete")
        yield clerk
        window.closing.at_once()
    shiboken6.delete(window)
    _forget_everything()


def _forget_everything() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

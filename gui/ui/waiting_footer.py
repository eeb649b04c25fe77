"""The bottom of a dialog: its buttons, and while something is waited for, what, and a way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gui.ui.buttons import make_button
from gui.ui.dialog_footer import DialogFooter
from gui.ui.labels import announce, plain_label
from gui.ui.tasks import Handler, TaskRunner

WORDS_AFTER_MS = 150  # what is quicker needs no words
STOP = "停止等待"
STOPPING = "正在停止…"


class WaitingFooter(DialogFooter):
    """Runs one thing at a time; its buttons rest meanwhile. `busy_changed` is for the rest."""

    busy_changed = Signal(bool)

    def __init__(self, tasks: TaskRunner) -> None:
        super().__init__()
        self._tasks = tasks
        self._stop: Event | None = None
        self._buttons: list[QPushButton] = []
        self._focus: QWidget | None = None
        self._words = plain_label("", "muted", wrap=False)
        self._words.setObjectName("waiting_words")
        self._cancel = make_button(STOP, "cancel_wait", "link")
        self._cancel.clicked.connect(self.stop)
        self._soon = QTimer(self, singleShot=True, interval=WORDS_AFTER_MS)
        self._soon.timeout.connect(self._show_words)
        self._row.addWidget(self._words)
        self._row.addWidget(self._cancel)
        self._hide_words()

    def add_left(self, button: QPushButton) -> QPushButton:
        self._buttons.append(button)
        return super().add_left(button)

    def add(self, button: QPushButton) -> QPushButton:
        self._buttons.append(button)
        return super().add(button)

    def run(
        self,
        words: str,
        fn: Callable[..., Any],
        *args: Any,
        on_success: Handler,
        on_failure: Handler,
    ) -> None:
        """Call `fn(*args, stop)` off the GUI thread; `stop` is an Event that ends the waiting.

        What became of it is always told, also after stopping: `on_failure` gets Cancelled, unless
        it was done already.
        """
        self._stop = Event()
        self._focus = QApplication.focusWidget()
        self._words.setText(words)
        self._soon.start()
        self._tell(busy=True)
        self._tasks.start(
            partial(fn, *args, self._stop),
            on_success=on_success,
            on_failure=on_failure,
            on_finished=self._on_finished,
        )

    def is_waiting(self) -> bool:
        """Whether something is still under way."""
        return self._stop is not None

    def is_stopping(self) -> bool:
        """Whether the user has already asked to stop."""
        return self._stop is not None and self._stop.is_set()

    @Slot()
    def stop(self) -> None:
        """Wait no longer."""
        if self._stop is not None:
            self._stop.set()
            self._words.setText(STOPPING)
            self._cancel.setEnabled(False)

    @Slot()
    def _on_finished(self) -> None:
        self._stop = None
        self._hide_words()
        self._tell(busy=False)
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
        self._focus = None

    def _tell(self, *, busy: bool) -> None:
        for button in self._buttons:
            button.setEnabled(not busy)
        self.busy_changed.emit(busy)

    @Slot()
    def _show_words(self) -> None:
        self._words.show()
        self._cancel.setEnabled(True)
        self._cancel.show()
        announce(self._words, self._words.text())

    def _hide_words(self) -> None:
        self._soon.stop()
        self._words.hide()
        self._cancel.hide()

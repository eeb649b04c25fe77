"""No press that was meant for the page before: a second click must not do what the first led to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

SETTLE_MS = 700
PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
# Buttons that bring another page, or stand where such a button was on the page before.
IMPORTANT = ("check_answers", "submit", "back_to_list", "result_to_form", "query_status")


class PressGuard(QObject):
    """Has each important button take no second click of a double click, and no press within
    700 ms of one on another of them, by the times that the window system gives the events.

    The keyboard, screen readers and robots are not concerned: they press what they name.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last: QObject | None = None
        self._at = 0
        self._dropped = False

    def watch(self, page: QWidget) -> None:
        """Look after the important buttons of a page."""
        for name in IMPORTANT:
            for button in page.findChildren(QWidget, name):
                button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() in PRESSES:
            again = event.type() == QEvent.Type.MouseButtonDblClick
            self._dropped = again or self._is_too_soon(watched, event.timestamp())
            return self._dropped
        if event.type() == QEvent.Type.MouseButtonRelease and not self._dropped:
            self._last, self._at = watched, event.timestamp()
        return False

    def _is_too_soon(self, watched: QObject, at: int) -> bool:
        return self._last not in (None, watched) and 0 <= at - self._at < SETTLE_MS

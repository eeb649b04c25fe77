"""When a field counts as left: not while a mouse button is down."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication


class Leaving(QObject):
    """Holds back what leaving a field brings until no mouse button is down.

    An error line that appeared earlier would move away the control that is being clicked.
    """

    left = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pending: list[str] = []

    @Slot(str)
    def add(self, pointer: str) -> None:
        """A field was left: announce it now, or when the button is up and its click is done."""
        self._pending.append(pointer)
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._announce()
        else:
            _application().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._pending and event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, self._announce)
        return super().eventFilter(watched, event)

    @Slot()
    def _announce(self) -> None:
        _application().removeEventFilter(self)
        pending, self._pending = self._pending, []
        for pointer in pending:
            self.left.emit(pointer)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None  # noqa: S101 - there is no widget without one
    return application

"""The bottom of a dialog: its buttons, the ways out at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout


class DialogFooter(QFrame):
    """A strip from edge to edge. A dialog that waits for things has a WaitingFooter."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "footer")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 12, 24, 12)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._left = 0  # how many stand there

    def add_left(self, button: QPushButton) -> QPushButton:
        """Put a button at the left, behind those that are there."""
        self._row.insertWidget(self._left, button)
        self._left += 1
        return button

    def add(self, button: QPushButton) -> QPushButton:
        """Put a button at the right end."""
        self._row.addWidget(button)
        return button

    def put_below(self, content: QLayout, dialog: QDialog) -> None:
        """Lay out a dialog: its content, and this along its lower edge."""
        box = QVBoxLayout(dialog)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(content, 1)
        box.addWidget(self)


def dialog_body() -> QVBoxLayout:
    """What stands above the footer of a dialog, with its margins."""
    body = QVBoxLayout()
    body.setContentsMargins(24, 20, 24, 16)
    body.setSpacing(12)
    return body


def ways_out(dialog: QDialog, leave: QPushButton, keep: QPushButton) -> QHBoxLayout:
    """The two buttons of a small dialog: without what was filled in, and with it."""
    leave.clicked.connect(dialog.reject)
    keep.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    row.addWidget(leave)
    row.addWidget(keep)
    return row

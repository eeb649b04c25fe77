"""The bottom of a dialog that waits for nothing: its buttons, the ways out at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton


class DialogFooter(QFrame):
    """Looks like a WaitingFooter."""

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

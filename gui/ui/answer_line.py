"""A line of text that says what was written in it, by whatever means, and not what was shown."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget


class AnswerLine(QLineEdit):
    """`written` comes for keys and input methods, and for what assistive technology puts in.

    For the last there is no textEdited; and textChanged comes for what the program shows, too.
    """

    written = Signal(str)

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._showing = False
        self.textChanged.connect(self._on_changed)

    def show_text(self, text: str) -> None:
        """Show what nobody wrote here just now."""
        self._showing = True
        self.setText(text)
        self._showing = False

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        if not self._showing:
            self.written.emit(text)

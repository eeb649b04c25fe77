"""One question of a dialog: label, help, control and what is wrong, tied together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.ui.buttons import Mark
from gui.ui.labels import plain_label
from gui.ui.theme import set_state


class DialogField(QWidget):
    """Puts words around `control`, which keeps its own object name and signals."""

    def __init__(self, question: str, control: QWidget, help_text: str = "") -> None:
        super().__init__()
        self.control = control
        self._question = plain_label(question, "question", wrap=False)
        self._question.setBuddy(control)
        self._counter = plain_label("", "help", wrap=False)
        self._help = plain_label(help_text, "help")
        self._help.setHidden(not help_text)
        self._error = plain_label("", "error")
        self._line = QWidget()
        self._line.hide()
        control.setAccessibleName(question)
        self._build()
        self._describe("")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._question)
        head.addStretch(1)
        head.addWidget(self._counter)
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(Mark("alert-circle", "error"), alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._error, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(5)
        box.addLayout(head)
        for widget in (self._help, self.control, self._line):
            box.addWidget(widget)

    def show_error(self, text: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        self._error.setText(text)
        self._line.setHidden(not text)
        set_state(self.control, "invalid", bool(text))
        self._describe(text)

    def error(self) -> str:
        """What is wrong, as it is shown."""
        return self._error.text()

    def show_count(self, text: str) -> None:
        """A word at the right above the control, such as how long it is."""
        self._counter.setText(text)

    def _describe(self, error: str) -> None:
        parts = [self._help.text(), f"错误：{error}" if error else ""]
        self.control.setAccessibleDescription(" ".join(part for part in parts if part))

"""A line below the editor of a field: an icon, a sentence, and perhaps one thing to press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.ui.buttons import Mark, make_button
from gui.ui.labels import plain_label

# what WeChat said about an answer: nothing special, that it is fine, that it wants proof
TOLD = ("told", "passed", "proof")
# lines below the editor in their order: icon, role of app.qss
LINES = {
    "error": ("alert-circle", "error"),
    "warning": ("alert-triangle", "warning"),
    "told": ("info", "muted"),
    "passed": ("check-circle", "success"),
    "proof": ("alert-triangle", "warning"),
    "kept": ("info", "muted"),
    "suggestion": ("copy", "muted"),
}


class FieldLine(QWidget):
    """Not there while there is no sentence. `pressed` carries the kind."""

    pressed = Signal(str)

    def __init__(self, kind: str, pointer: str, parent: QWidget) -> None:
        super().__init__(parent)
        icon_name, role = LINES[kind]
        self._kind = kind
        self._text = plain_label("", role)
        self.button = make_button("", f"{kind}:{pointer}", "link")
        self.button.clicked.connect(self._on_clicked)
        self._mark = Mark(icon_name, role)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        self._box.addWidget(self._mark)
        self._box.addWidget(self._text, 1)
        self._box.addWidget(self.button)

    def show_text(self, text: str, button: str = "") -> None:
        """Show a sentence, or go away with an empty one."""
        self._text.setText(text)
        self.button.setText(button)
        self.button.setAccessibleName(f"{button}：{text}")
        self.button.setHidden(not button)
        middle, top = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
        self._box.setAlignment(self._mark, middle if button else top)
        self.setHidden(not text)

    @Slot()
    def _on_clicked(self) -> None:
        self.pressed.emit(self._kind)

"""What stands in place of an empty table, and the place of both."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from gui.ui.buttons import Mark
from gui.ui.labels import plain_label


class EmptyNotice(QFrame):
    """In place of an empty table: a sentence or two, and what can be done."""

    def __init__(self, icon_name: str, words: str, *buttons: QPushButton) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.sentence = plain_label(words, role="muted", wrap=False)
        box = QVBoxLayout(self)
        box.setSpacing(16)
        box.addStretch(2)
        for widgets in ([Mark(icon_name, "muted", 40)], [self.sentence], buttons):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addStretch(1)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
            box.addLayout(row)
        box.addStretch(3)


class InPlaceOf(QStackedWidget):
    """A table or what stands for it; as small as the one that is shown can be, not the largest."""

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSizeHint() if shown is None else shown.minimumSizeHint()

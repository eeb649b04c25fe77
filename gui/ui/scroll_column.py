"""A page's one column: it scrolls, is never wider than is good to read, and stays in the middle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget


class ScrollColumn(QScrollArea):
    """Widgets are added to `column`, from the top."""

    def __init__(self, name: str, words: str, width: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setMaximumWidth(width)
        self.column = QVBoxLayout(holder)
        self.column.setContentsMargins(0, 20, 0, 24)
        self.column.setSpacing(16)
        inside = QWidget()
        inside.setProperty("role", "page")
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(24, 0, 24, 0)
        outer.addStretch(1)
        outer.addWidget(holder, 1000)
        outer.addStretch(1)
        self.setWidget(inside)


def make_card(role: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """A white card or a banner, and the box that its content goes into."""
    card = QFrame()
    card.setProperty("role", role)
    box = QVBoxLayout(card)
    box.setContentsMargins(24, 20 if role == "card" else 16, 24, 20 if role == "card" else 16)
    box.setSpacing(10)
    return card, box


def empty(layout: QLayout) -> None:
    """Take everything out of a layout; the widgets go at once out of sight, and then for good."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()

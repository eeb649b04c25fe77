"""An answer to read: selectable, as high as its text, broken anywhere, long texts cut short."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

SHOWN_AT_MOST = 600
# Looks of its own because a QLabel, which the style file knows, cannot break a long id.
BARE = "QTextEdit {{ background: transparent; border: none; padding: 0; color: palette({}); }}"


class ValueText(QTextEdit):
    """Plain text that never scrolls. `name` is the question it answers, for screen readers."""

    def __init__(
        self, text: str, name: str, *, muted: bool = False, parent: QWidget | None = None
    ) -> None:
        self._heights: dict[int, int] = {}
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(BARE.format("placeholder-text" if muted else "text"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.document().setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`; of a very long one the beginning and how long it is."""
        self._heights = {}
        self.setPlainText(shortened(text))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            copy = self.document().clone()
            copy.setTextWidth(width)
            self._heights[width] = math.ceil(copy.size().height())
            copy.deleteLater()
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._heights = {}

    def sizeHint(self) -> QSize:
        width = self.width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height())


def shortened(text: str) -> str:
    """`text`, or of a very long one the beginning and 「…共 N 字」."""
    if len(text) <= SHOWN_AT_MOST:
        return text
    return f"{text[:SHOWN_AT_MOST]}…共 {len(text)} 字"

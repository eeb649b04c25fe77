"""The list at the left: every section with its state in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QWidget,
)

from gui.core.form.sections import SectionState
from gui.core.form.spec import FormSpec
from gui.ui.theme import colour, icon

KEY = Qt.ItemDataRole.UserRole
STATE = Qt.ItemDataRole.UserRole + 1
# kind of state → icon, colour of the icon, colour of the words
LOOKS = {
    "done": ("check-circle", "success", "muted"),
    "sending": ("upload", "info", "muted"),
    "wrong": ("alert-circle", "error", "error"),
    "empty": ("circle", "muted", "muted"),
    "optional": ("circle", "muted", "muted"),
    "unused": ("minus", "muted", "muted"),
}
HEIGHT = 56
MARGIN = 14
MARK, GAP = 18, 10
WIDTH = 216  # px at least
WIDEST = "9 张图片没有传成功"  # the longest state that is seen whole
AROUND = 2 * MARGIN + MARK + GAP + 30  # the style's edges, and a bar to scroll by


class SectionList(QListWidget):
    """A real list (arrow keys work); choosing a line asks for its section."""

    section_requested = Signal(str)

    def __init__(self, spec: FormSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sections")
        self.setAccessibleName("填写进度")
        self.setProperty("role", "sections")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painter(self))
        self._spec = spec
        for index, section in enumerate(spec.sections, 1):
            item = QListWidgetItem(section.title, self)
            item.setData(KEY, section.key)
            item.setToolTip(f"Ctrl+{index}")
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        """Wide enough for its words, in every size of letters."""
        words = QFontMetrics(_smaller(self.font())).horizontalAdvance(WIDEST)
        self.setFixedWidth(max(WIDTH, words + AROUND))

    def show_states(self, states: Mapping[str, SectionState]) -> None:
        """Show how far each section is."""
        for row, section in enumerate(self._spec.sections):
            state, item = states[section.key], self.item(row)
            item.setData(STATE, state)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{section.title}，{state.words}")

    def show_current(self, key: str) -> None:
        """Mark the section that is in view."""
        for row, section in enumerate(self._spec.sections):
            if section.key == key and row != self.currentRow():
                self.setCurrentRow(row)

    @Slot(QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem) -> None:
        self.section_requested.emit(item.data(KEY))


class _Painter(QStyledItemDelegate):
    """A mark, the title, and below it the state in smaller words."""

    def __init__(self, list_: SectionList) -> None:
        super().__init__(list_)
        self._list = list_

    def initStyleOption(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        """The style paints what lies behind the words, which are ours."""
        super().initStyleOption(option, index)
        option.text = ""

    # The stubs of QStyleOptionViewItem lack its fields, therefore Any.
    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines = option.fontMetrics.height() * 2
        return QSize(super().sizeHint(option, index).width(), max(HEIGHT, lines + MARGIN))

    def paint(
        self,
        painter: QPainter,
        option: Any,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        title, state = index.data(), index.data(STATE)
        super().paint(painter, option, index)
        inside = option.rect.adjusted(MARGIN, 6, -MARGIN, -6)
        words = QRect(inside).adjusted(MARK + GAP, 0, 0, 0)
        current = index.row() == self._list.currentRow()
        painter.save()
        font = QFont(option.font)
        font.setBold(current)
        painter.setFont(font)
        painter.setPen(colour("link" if current else "text"))
        painter.drawText(words, _TOP, title)
        if state is not None:
            name, role, words_role = LOOKS[state.kind]
            above = max(0, painter.fontMetrics().height() - MARK) // 2
            mark = QRect(inside.left(), inside.top() + above, MARK, MARK)
            icon(name, role).paint(painter, mark)
            painter.setFont(_smaller(option.font))
            painter.setPen(colour(words_role))
            painter.drawText(words, _BOTTOM, state.words)
        painter.restore()


_TOP = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_BOTTOM = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(max(9.0, font.pointSizeF() * 0.9))
    return small

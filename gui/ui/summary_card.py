"""One section of the check page: what was answered, what is new about it, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.core.form.summary import UNANSWERED, SectionSummary, SummaryRow
from gui.ui.labels import plain_label
from gui.ui.value_text import ValueText

LABEL_WIDTH = 168


class EditButton(QPushButton):
    """修改: tells which question is meant."""

    pressed_for = Signal(str)

    def __init__(self, pointer: str, label: str, prefix: str = "edit") -> None:
        super().__init__("修改")
        self._pointer = pointer
        self.setObjectName(f"{prefix}:{pointer}")
        self.setAccessibleName(f"修改：{label}")
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        self.clicked.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.pressed_for.emit(self._pointer)


class SummaryCard(QFrame):
    """The rows of a section in two columns, 项目 and 内容."""

    edit_requested = Signal(str)

    def __init__(self, section: SectionSummary) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"summary:{section.key}")
        self.setAccessibleName(section.title)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(plain_label(section.title, role="heading", wrap=False))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        box.addLayout(self._grid)
        for at, row in enumerate(section.rows):
            self._add(at, row)

    def _add(self, at: int, row: SummaryRow) -> None:
        top = Qt.AlignmentFlag.AlignTop
        label = plain_label(row.label, role="muted")
        label.setFixedWidth(LABEL_WIDTH)
        label.setContentsMargins(0, 6, 0, 6)
        edit = EditButton(row.pointer, row.label)
        edit.pressed_for.connect(self.edit_requested)
        self._grid.addWidget(label, at, 0, top)
        self._grid.addWidget(_answer(row), at, 1)
        self._grid.addWidget(edit, at, 2, top)


def _answer(row: SummaryRow) -> QWidget:
    answer = QWidget()
    box = QVBoxLayout(answer)
    box.setContentsMargins(0, 6, 0, 6)
    box.setSpacing(2)
    value = ValueText(row.text, row.label, muted=row.text == UNANSWERED)
    value.setObjectName(f"answer:{row.pointer}")
    box.addWidget(value)
    if row.old_text is not None:
        box.addLayout(_what_was(row, row.old_text))
    return answer


def _what_was(row: SummaryRow, text: str) -> QHBoxLayout:
    badge = plain_label("已修改", role="badge", wrap=False)
    badge.setProperty("kind", "info")
    old = ValueText(f"原来：{text}", f"{row.label}，上次提交的内容", muted=True)
    old.setObjectName(f"sent_before:{row.pointer}")
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(badge, alignment=Qt.AlignmentFlag.AlignTop)
    line.addWidget(old, 1)
    return line

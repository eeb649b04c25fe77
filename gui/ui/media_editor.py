"""The editor of material fields: a list of media ids, each in a line of its own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from gui.core.form.spec import Field
from gui.ui.editor import Editor, chain
from gui.ui.text_editors import TEXT_AT_MOST
from gui.ui.theme import icon, set_state


class MediaEditor(Editor):
    """One id for a string field, a list of ids for an array field (`field.limit` at most).

    Several ids pasted at once, one a line or with blanks between, become lines of their own.
    """

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._single = field.type != "array"
        self._rows: list[_Row] = []
        self._more = QPushButton("添加一个编号", self)
        self._more.setIcon(icon("plus"))
        self._more.setProperty("role", "quiet")
        self._more.setObjectName(f"{field.pointer}/add")
        self._more.setAccessibleName(f"{field.label}：添加一个编号")
        self._more.clicked.connect(self._on_more)
        self._more.setVisible(not self._single)
        self.box.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        self._show([""])

    def value(self) -> str | list[str]:
        texts = [row.line.text() for row in self._rows]
        return texts[0] if self._single else [text for text in texts if text]

    def set_value(self, value: Any) -> None:
        if value == self.value():
            return
        texts = value if isinstance(value, list) else [value or ""]
        self._show([str(text) for text in texts] or [""])

    def controls(self) -> list[QWidget]:
        return [row.line for row in self._rows]

    def stops(self) -> list[QWidget]:
        return [*(control for row in self._rows for control in (row.line, row.remove)), self._more]

    def texts(self) -> list[str]:
        return [row.line.text() for row in self._rows]

    def replace_text(self, index: int, text: str) -> None:
        self._rows[index].line.selectAll()
        self._rows[index].line.insert(text)

    def forget_history(self) -> None:
        for row in self._rows:
            row.line.setText(row.line.text())

    def _show(self, texts: list[str]) -> None:
        while len(self._rows) > len(texts):
            self._drop(self._rows[-1])
        for row, text in zip(self._rows, texts, strict=False):
            row.line.setText(text)
        for text in texts[len(self._rows) :]:
            self._add(text)
        self._rename()

    def _drop(self, row: _Row) -> None:
        self._rows.remove(row)
        row.hide()  # it is deleted only when the event loop comes to it
        row.deleteLater()

    def _add(self, text: str) -> _Row:
        row = _Row(self.field, not self._single, self)
        row.line.setText(text)
        row.line.textEdited.connect(self._on_edited)
        row.remove.clicked.connect(self._on_remove)
        self.watch(row.line)
        for name in ("invalid", "warned"):
            set_state(row.line, name, any(other.line.property(name) for other in self._rows))
        row.line.setAccessibleDescription(self.accessibleDescription())
        self._rows.append(row)
        self.box.insertWidget(self.box.count() - 1, row)
        return row

    def _rename(self) -> None:
        """Names and the order of Tab follow the place in the list."""
        for index, row in enumerate(self._rows):
            row.number(index, len(self._rows))
        chain(self.stops())

    @Slot()
    def _on_edited(self) -> None:
        if not self._single:
            self._split()
        self.changed.emit(self.value())

    def _split(self) -> None:
        """Give each of several ids in one line its own, and go on writing behind the last."""
        parts = [row.line.text().split() or [""] for row in self._rows]
        at = next((i for i, ids in enumerate(parts) if len(ids) > 1), None)
        if at is None:
            return
        self._show([part for ids in parts for part in ids])
        last = self._rows[at + len(parts[at]) - 1].line
        last.setFocus(Qt.FocusReason.OtherFocusReason)
        last.end(False)

    @Slot()
    def _on_more(self) -> None:
        row = self._add("")
        self._rename()
        row.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_remove(self) -> None:
        row = self.sender().parent() if self.sender() else None
        if not isinstance(row, _Row) or row not in self._rows:
            return
        index = self._rows.index(row)
        self._drop(row)
        if not self._rows:
            self._add("")
        self._rename()
        self._rows[min(index, len(self._rows) - 1)].line.setFocus()
        self.changed.emit(self.value())
        self.left.emit()


class _Row(QWidget):
    """A line with its own remove button."""

    def __init__(self, field: Field, removable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self.line = QLineEdit(self)
        self.line.setMaxLength(TEXT_AT_MOST)
        self.line.setPlaceholderText(field.example)
        self.remove = QToolButton(self)
        self.remove.setIcon(icon("x"))
        self.remove.setToolTip("删除这一个")
        self.remove.setVisible(removable)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.line, 1)
        box.addWidget(self.remove)

    def number(self, index: int, count: int) -> None:
        """Say which of how many this is."""
        place = f"，第 {index + 1} 个" if count > 1 else ""
        self.line.setObjectName(f"{self._field.pointer}/{index}")
        self.line.setAccessibleName(f"{self._field.label}{place}")
        self.remove.setObjectName(f"{self._field.pointer}/{index}/remove")
        self.remove.setAccessibleName(f"删除{self._field.label}{place}")

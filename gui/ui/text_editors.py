"""Editors of text: one line, a telephone number, several lines. They know no rule."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.core.form.spec import Field
from gui.ui.answer_line import AnswerLine
from gui.ui.editor import Editor

LINES_HEIGHT = 84
TEXT_AT_MOST = 1_000_000


class LineEditor(Editor):
    """One line of text: names, numbers, ids, telephones."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._line = AnswerLine(parent=self)
        self._line.setMaxLength(TEXT_AT_MOST)
        self._line.setPlaceholderText(field.example)
        self._line.setAccessibleName(field.label)
        self._line.written.connect(self._on_written)
        self._line.setClearButtonEnabled(False)
        self.watch(self._line)
        self.box.addWidget(self._line)

    @Slot(str)
    def _on_written(self, text: str) -> None:
        self.changed.emit(text)

    def value(self) -> str:
        return self._line.text()

    def set_value(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if text != self._line.text():
            self._line.show_text(text)
            self._line.setCursorPosition(0)

    def controls(self) -> list[QWidget]:
        return [self._line]

    def texts(self) -> list[str]:
        return [self._line.text()]

    def replace_text(self, index: int, text: str) -> None:
        self._line.selectAll()
        self._line.insert(text)

    def forget_history(self) -> None:
        self._line.setText(self._line.text())


class PhoneEditor(LineEditor):
    """A telephone number: a line that asks on-screen keyboards for digits."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)


class LinesEditor(Editor):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._text = QPlainTextEdit(self)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(LINES_HEIGHT)
        self._text.setPlaceholderText(field.example)
        self._text.setAccessibleName(field.label)
        self._shown = ""
        self._text.textChanged.connect(self._on_text)
        self.watch(self._text)
        self.box.addWidget(self._text)

    def _on_text(self) -> None:
        # While an input method composes, textChanged comes with the text of before.
        text = self._text.toPlainText()
        if text != self._shown:
            self._shown = text
            self.changed.emit(text)

    def value(self) -> str:
        return self._text.toPlainText()

    def set_value(self, value: Any) -> None:
        text = "" if value is None else str(value)
        if text != self._text.toPlainText():
            self._shown = text
            self._text.setPlainText(text)

    def controls(self) -> list[QWidget]:
        return [self._text]

    def texts(self) -> list[str]:
        return [self._text.toPlainText()]

    def replace_text(self, index: int, text: str) -> None:
        cursor = self._text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def forget_history(self) -> None:
        self._text.document().clearUndoRedoStacks()

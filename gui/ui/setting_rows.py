"""One setting in the dialog, made from its row of the table: choices, a line, or a switch."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.settings import Row
from gui.ui.dialog_field import DialogField


class SettingRow(QWidget):
    """`changed` carries the name of the setting and its new value; `left` its name."""

    changed = Signal(str, object)
    left = Signal(str)

    def __init__(self, name: str, row: Row) -> None:
        super().__init__()
        self.name = name
        self.row = row
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.field: DialogField | None = None
        box.addWidget(self._build())

    @abstractmethod
    def _build(self) -> QWidget:
        """What is filled in, or chosen."""

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Show a value."""

    @abstractmethod
    def take_focus(self) -> None:
        """Put the cursor, or the keys, here."""

    def show_error(self, text: str) -> None:
        """Say what is wrong; an empty text takes it away."""
        if self.field is not None:
            self.field.show_error(text)

    def control_name(self) -> str:
        """The object name of what is filled in; a choice adds `=value` to it."""
        return f"setting:{self.name}"


class ChoiceRow(SettingRow):
    """All choices side by side: there are few, and each is one click away."""

    def _build(self) -> QWidget:
        self._group = QButtonGroup(self)
        choices = QWidget()
        choices.setObjectName(self.control_name())
        line = QHBoxLayout(choices)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        for value, words in self.row.choices:
            button = QRadioButton(words)
            button.setObjectName(f"{self.control_name()}={value}")
            button.setAccessibleName(f"{self.row.label}：{words}")
            button.setProperty("value", value)
            self._group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        self._group.buttonToggled.connect(self._on_toggled)
        self.field = DialogField(self.row.label, choices, self.row.help)
        return self.field

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self._group):
            for button in self._group.buttons():
                button.setChecked(button.property("value") == value)

    def take_focus(self) -> None:
        self._group.checkedButton().setFocus()

    @Slot(QAbstractButton, bool)
    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        if on:
            self.changed.emit(self.name, button.property("value"))


class LineRow(SettingRow):
    """One line of text; `left` comes when the cursor goes elsewhere."""

    def _build(self) -> QWidget:
        self._line = QLineEdit()
        self._line.setObjectName(self.control_name())
        self._line.textChanged.connect(self._on_changed)
        self._line.editingFinished.connect(self._on_left)
        self.field = DialogField(self.row.label, self._line, self.row.help)
        return self.field

    def set_value(self, value: Any) -> None:
        self._line.setText(value)

    def take_focus(self) -> None:
        self._line.setFocus()

    @Slot()
    def _on_left(self) -> None:
        self.left.emit(self.name)

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        self.show_error("")
        self.changed.emit(self.name, text.strip())


class SwitchRow(SettingRow):
    """Yes or no."""

    def _build(self) -> QWidget:
        self._box = QCheckBox(self.row.label)
        self._box.setObjectName(self.control_name())
        self._box.setAccessibleDescription(self.row.help)
        self._box.toggled.connect(self._on_toggled)
        return self._box

    def set_value(self, value: Any) -> None:
        self._box.setChecked(value)

    def take_focus(self) -> None:
        self._box.setFocus()

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:
        self.changed.emit(self.name, on)


KINDS: dict[str, type[SettingRow]] = {"choice": ChoiceRow, "line": LineRow, "switch": SwitchRow}


def make_row(name: str, row: Row) -> SettingRow:
    """The widget for a row of the table."""
    return KINDS[row.kind](name, row)

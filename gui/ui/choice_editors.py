"""Editors of choices: radio buttons for a few, a drop-down list for many. They know no rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QWidget,
)

from gui.core.form.spec import Choice, Field
from gui.ui.editor import Editor
from gui.ui.labels import plain_label

# Qt lets Tab go to the first until one had the focus; `True` is for the one it should go to.
_POLICIES = {True: Qt.FocusPolicy.StrongFocus, False: Qt.FocusPolicy.ClickFocus}


class RadioEditor(Editor):
    """A choice among a few: radio buttons, each with its own line of explanation."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._value: Any = None
        self._offered: tuple[Any, ...] = tuple(choice.value for choice in field.choices)
        self._forced: Any = None
        self._group = QButtonGroup(self)
        self._rows: dict[Any, tuple[QRadioButton, QLabel | None]] = {}
        for choice in field.choices:
            self._add(choice)
        self._group.buttonToggled.connect(self._on_toggled)

    def _add(self, choice: Choice) -> None:
        button = QRadioButton(choice.label, self)
        button.setObjectName(f"{self.field.pointer}={choice.value}")
        button.setAccessibleName(f"{self.field.label}：{choice.label}")
        button.setProperty("choice", choice.value)
        self.watch(button)
        self._group.addButton(button)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(button)
        hint = plain_label(choice.help, role="help") if choice.help else None
        if hint is not None:
            line.addWidget(hint, 1)
        else:
            line.addStretch(1)
        self.box.addLayout(line)
        self._rows[choice.value] = (button, hint)

    @Slot(QAbstractButton, bool)
    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        """Not `clicked`: assistive technology toggles."""
        if on:
            self._value = button.property("choice")
            self.changed.emit(self._value)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        self._show_checked()

    def set_offer(self, values: Sequence[Any], forced: Any) -> None:
        self._offered, self._forced = tuple(values), forced
        for value, (button, hint) in self._rows.items():
            button.setVisible(value in values)
            button.setEnabled(forced is None)
            if hint is not None:
                hint.setVisible(value in values)
        self._show_checked()

    def _show_checked(self) -> None:
        """A kept choice that is not offered shows as none. Tab goes to the checked one."""
        shown = self._value if self._forced is None else self._forced
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)
            for value, (button, _) in self._rows.items():
                button.setChecked(value in self._offered and value == shown)
            self._group.setExclusive(True)
        offered = [b for value, (b, _) in self._rows.items() if value in self._offered]
        for button in offered:
            stops = button is (self._group.checkedButton() or offered[0])
            button.setFocusPolicy(_POLICIES[stops])

    def controls(self) -> list[QWidget]:
        return [button for button, _ in self._rows.values()]

    def describe(self, text: str) -> None:
        super().describe(text)
        for button, hint in self._rows.values():
            if hint is not None:
                button.setAccessibleDescription(f"{hint.text()} {text}".strip())

    def best_first(self, controls: list[QWidget]) -> list[QWidget]:
        """The chosen one, as Tab goes there too, else the first."""
        return sorted(controls, key=lambda c: c is not self._group.checkedButton())


class ComboEditor(Editor):
    """A choice among many."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._combo = QComboBox(self)
        self._combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._combo.setAccessibleName(field.label)
        self._combo.setPlaceholderText("请选择")
        self._combo.activated.connect(self._on_activated)
        self.watch(self._combo)
        self.box.addWidget(self._combo)
        self._value: Any = None
        self._forced: Any = None
        self.set_offer([choice.value for choice in field.choices], None)

    def _on_activated(self, index: int) -> None:
        self._value = self._combo.itemData(index)
        self.changed.emit(self._value)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        self._show_chosen()

    def set_offer(self, values: Sequence[Any], forced: Any) -> None:
        self._forced = forced
        self._combo.clear()
        for choice in self.field.choices:
            if choice.value in values:
                self._combo.addItem(choice.label, choice.value)
        self._combo.setEnabled(forced is None)
        self._show_chosen()

    def _show_chosen(self) -> None:
        shown = self._value if self._forced is None else self._forced
        self._combo.setCurrentIndex(self._combo.findData(shown))

    def controls(self) -> list[QWidget]:
        return [self._combo]

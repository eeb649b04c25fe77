"""What every editor of the form is; editor_table.py says which kind is which."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.core.form.spec import Field
from gui.ui.theme import set_state

NOT_LEFT = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class Editor(QWidget):
    """What every editor is to the form.

    `changed` carries the new value when the user (not the program) changed it; `left` says that
    the focus went elsewhere inside the window. The widget itself bears the field's pointer.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(field.pointer)
        self.setAccessibleIdentifier(field.pointer)
        self.setAccessibleName(field.label)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(6)

    @abstractmethod
    def value(self) -> Any:
        """What is filled in."""

    @abstractmethod
    def set_value(self, value: Any) -> None:
        """Show a value without telling anybody."""

    @abstractmethod
    def controls(self) -> list[QWidget]:
        """What can take the focus, in visual order."""

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        return self.controls()

    def texts(self) -> list[str]:
        """The typed texts, one for each line that can be tidied."""
        return []

    def replace_text(self, index: int, text: str) -> None:
        """Put a tidied text in place so that Ctrl+Z gives the user's own back."""

    def forget_history(self) -> None:
        """Have Ctrl+Z not bring back what was typed before now."""

    def set_offer(self, values: Sequence[Any], forced: Any) -> None:
        """Which choices are offered, and the one that is forced (None: free)."""

    def take_focus(self) -> bool:
        """Put the cursor where the answer is mended. False when nothing here can take it."""
        controls = [c for c in self.controls() if c.isEnabled() and not c.isHidden()]
        for control in self.best_first(controls)[:1]:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(controls)

    def best_first(self, controls: list[QWidget]) -> list[QWidget]:
        """In which order the controls are wanted for the focus."""
        return controls

    def set_state(self, name: str, on: bool) -> None:
        """Mark the controls `invalid` or `warned` for the style."""
        for control in self.controls():
            set_state(control, name, on)

    def describe(self, text: str) -> None:
        """What assistive technology reads after the question: help, and the error if any."""
        self.setAccessibleDescription(text)
        for control in self.controls():
            control.setAccessibleDescription(text)

    def watch(self, control: QWidget) -> None:
        """Have a control's loss of focus count as leaving the field."""
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in NOT_LEFT
        ):
            self.left.emit()
        return super().eventFilter(watched, event)


def chain(widgets: Iterable[QWidget]) -> None:
    """Have Tab go through the widgets in this order, also through those that were made late."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)

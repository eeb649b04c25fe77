"""The button beside a field that asks WeChat about its answer; while it waits, it stops that."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gui.core.form.spec import Field, FieldHelper
from gui.ui.buttons import Button
from gui.ui.theme import icon

WORDS = {  # words, icon
    FieldHelper.IDENTITY_TREE: ("选择身份…", "list"),
    FieldHelper.NAME_CHECK: ("检查名称", "search"),
    FieldHelper.ACCOUNT_FACTS: ("读取主体信息", "download"),
}
STOP = ("停止等待", "x")


class HelperButton(Button):
    """`wanted` and `stopped` carry the field's pointer."""

    wanted = Signal(str)
    stopped = Signal(str)

    def __init__(self, field: Field, helper: FieldHelper, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._look = WORDS[helper]
        self._waiting = False
        self.setObjectName(f"helper:{field.pointer}")
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)
        self.set_waiting(on=False)
        self.setMinimumWidth(self.sizeHint().width())

    def is_waiting(self) -> bool:
        """Whether a press stops the waiting."""
        return self._waiting

    def set_waiting(self, *, on: bool) -> None:
        """Show what a press does now; the width stays, so that nothing beside it moves."""
        self._waiting = on
        words, picture = STOP if on else self._look
        self.setMinimumWidth(self.width() if on and self.isVisible() else 0)
        self.setText(words)
        self.setIcon(icon(picture))
        self.setAccessibleName(f"{words}：{self._field.label}")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Who presses twice out of habit does not mean to stop what was just begun."""
        event.accept()

    @Slot()
    def _on_clicked(self) -> None:
        signal = self.stopped if self._waiting else self.wanted
        signal.emit(self._field.pointer)

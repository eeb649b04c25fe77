"""What became of the last thing done with pictures, said where it was done, with its undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.core.form.spec import Field
from gui.ui.buttons import Mark, make_button
from gui.ui.labels import announce, plain_label
from gui.ui.theme import repolish

Kind = Literal["info", "warning", "error"]
MARKS: dict[Kind, tuple[str, str]] = {
    "info": ("info", "info"),
    "warning": ("alert-triangle", "warning_mark"),
    "error": ("alert-circle", "error"),
}
SAID_AT_MOST = 3  # of many files that were refused
ENDS_WITH = "原有内容没有改动。"


class PictureNotice(QFrame):
    """One message at a time; `pressed` is its button (撤销 or 停止)."""

    pressed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = Mark("info", "info")
        self._text = plain_label("")
        self.button = make_button("撤销", f"{field.pointer}/undo", "link")
        self.button.clicked.connect(self.pressed)
        self.closing = make_button("", f"{field.pointer}/dismiss", "quiet", "x")
        self.closing.setToolTip("知道了")
        self.closing.setAccessibleName(f"{field.label}：关闭提示")
        self.closing.clicked.connect(self.forget)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 6, 6, 6)
        box.setSpacing(8)
        box.addWidget(self._mark)
        box.addWidget(self._text, 1)
        box.addWidget(self.button)
        box.addWidget(self.closing)
        self.hide()

    def say(self, kind: Kind, text: str, button: str = "") -> None:
        """Show a message in the place of the one before."""
        self.setProperty("role", f"banner-{kind}")
        repolish(self)
        self._mark.show_icon(*MARKS[kind])
        self._text.setText(text)
        self.button.setText(button)
        self.button.setAccessibleName(f"{button}：{text}")
        self.button.setVisible(bool(button))
        self.show()
        announce(self, text)

    def text(self) -> str:
        """What is said now, "" for nothing."""
        return "" if self.isHidden() else self._text.text()

    @Slot()
    def forget(self) -> None:
        """Nothing is to be said any more."""
        self.hide()

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        return [self.button, self.closing]


def refusals(texts: Sequence[str], left: str) -> str:
    """The sentences about files that did not become pictures, and about the rest, in few lines."""
    said = [text.removesuffix(ENDS_WITH) for text in texts]
    lines = said[:SAID_AT_MOST]
    if len(said) > SAID_AT_MOST:
        lines.append(f"还有 {len(said) - SAID_AT_MOST} 个文件也因此没有添加。")
    return "\n".join([*lines, f"{left}。"] if left else lines)

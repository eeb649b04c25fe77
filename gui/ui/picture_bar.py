"""How pictures get into a field: a button, a place to drop them, and a line for typed ids."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.form.spec import Field
from gui.ui.answer_line import AnswerLine
from gui.ui.buttons import make_button
from gui.ui.labels import plain_label
from gui.ui.text_editors import TEXT_AT_MOST
from gui.ui.theme import set_state

HOW = "也可以把图片拖到这里，或点一下这里再按 Ctrl+V"
CHOSEN = "现在按 Ctrl+V，图片就放到这里"
DROP = "松开鼠标，图片会添加到「{label}」"


class PictureBar(QFrame):
    """`add` chooses files, `used` looks at those of before, `entry` takes ids."""

    add_pressed = Signal()
    used_pressed = Signal()
    retry_pressed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = field.label
        self._dropping = self._chosen = False
        self.setProperty("role", "drop")
        self.add = make_button("添加图片…", f"{field.pointer}/add", "", "image-plus")
        self.add.clicked.connect(self.add_pressed)
        self.used = make_button("以前用过的图片…", f"{field.pointer}/used", "quiet", "history")
        self.used.setAccessibleName(f"{field.label}：以前用过的图片")
        self.used.clicked.connect(self.used_pressed)
        self.retry = make_button("全部重试", f"{field.pointer}/retry_all", "", "upload")
        self.retry.setAccessibleName(f"{field.label}：全部重试")
        self.retry.clicked.connect(self.retry_pressed)
        self.retry.hide()
        self._hint = plain_label(HOW, "help")
        self.entry = AnswerLine(parent=self)
        self.entry.setMaxLength(TEXT_AT_MOST)
        self.entry.setAccessibleName(field.label)
        self._typed = QWidget(self)
        self._build()
        self.offer(full=False, replaces=False)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self.add, self.used, self.retry):
            top.addWidget(widget)
        top.addWidget(self._hint, 1)
        typed = QHBoxLayout(self._typed)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.setSpacing(8)
        typed.addWidget(plain_label("已有素材编号？", "help", wrap=False))
        typed.addWidget(self.entry, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(8)
        box.addLayout(top)
        box.addWidget(self._typed)

    def offer(self, *, full: bool, replaces: bool) -> None:
        """What the buttons do now: a field for one picture that has one exchanges it."""
        words = "换一张…" if replaces else "添加图片…"
        self.add.setText(words)
        self.add.setAccessibleName(f"{self._label}：{words.rstrip('…')}")
        self._typed.setHidden(replaces)
        plural = "填在这里" if replaces else "填在这里，多个可以一次粘贴"
        self.entry.setPlaceholderText(plural)
        self.add.setToolTip("已经满了，请先删除一张" if full else "可以一次选择多个文件")

    def show_target(self, on: bool) -> None:
        """Whether what is dragged over the card would be dropped here."""
        self._dropping = on
        set_state(self, "dropping", on)
        self._tell()

    def show_chosen(self, on: bool) -> None:
        """Whether what is pasted goes here."""
        self._chosen = on
        set_state(self, "chosen", on)
        self._tell()

    def _tell(self) -> None:
        chosen = CHOSEN if self._chosen else HOW
        self._hint.setText(DROP.format(label=self._label) if self._dropping else chosen)

    @Slot(int)
    def show_failed(self, count: int) -> None:
        """How many pictures were not uploaded: a single one has its own button."""
        self.retry.setVisible(count > 1)

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        return [self.add, self.used, self.retry, self.entry]

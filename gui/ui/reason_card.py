"""At the top of a returned record: why WeChat sent it back, word for word, and what is known."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.ui.buttons import CopyButton, make_button
from gui.ui.editor import chain
from gui.ui.labels import plain_label


class ReasonCard(QFrame):
    """打回原因 as plain text with a copy button; below it two lines that the user can put right."""

    marks_requested = Signal()
    chance_requested = Signal()
    own_requested = Signal()  # what the user wrote himself is to be changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refill_reason")
        self.setProperty("role", "banner-warning")
        self._text = plain_label("", role="value")
        self._text.setMinimumWidth(1)  # or one word without end would widen the whole window
        self._text.setObjectName("refill_reason_text")
        self.copy_button = CopyButton("复制", "copy_reason", "link")
        head = QHBoxLayout()
        head.addWidget(plain_label("这次被打回的原因", role="heading", wrap=False))
        self._own = plain_label("自己填写", role="badge", wrap=False)
        self._own.setProperty("kind", "info")
        self._change = make_button("修改原因", "change_reason", "link")
        self._change.clicked.connect(self.own_requested)
        head.addWidget(self._own)
        head.addStretch(1)
        head.addWidget(self._change)
        head.addWidget(self.copy_button)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(24, 16, 24, 16)
        self._box.setSpacing(8)
        self._box.addLayout(head)
        self._box.addWidget(self._text)
        self._lines: tuple[_Line, ...] = ()
        self.hide()

    def show_reason(self, reason: str, own: bool = False) -> None:
        """Show WeChat's words, or the user's `own`; without any the card is not there."""
        self._own.setVisible(own)
        self._change.setVisible(own)
        self._text.setText(reason)
        self.copy_button.content = reason
        self.setAccessibleName(f"这次被打回的原因：{reason}")
        self.setVisible(bool(reason))

    def reason(self) -> str:
        """The words that are shown."""
        return self._text.text()

    def show_known(self, marked: str, chance: str) -> None:
        """Show which fields are marked, which refill this is and until when, in words."""
        for line, words in zip(self._lines or self._make_lines(), (marked, chance), strict=True):
            line.words.setText(words)

    def _make_lines(self) -> tuple[_Line, ...]:
        """Made when a record was sent back: most starts need none."""
        marks = _Line("return_marks", "修改标记", "change_marks")
        chance = _Line("return_chance", "修改次数和期限", "change_chance")
        marks.button.clicked.connect(self.marks_requested)
        chance.button.clicked.connect(self.chance_requested)
        self._lines = (marks, chance)
        known = QVBoxLayout()
        known.setSpacing(0)
        for line in self._lines:
            known.addWidget(line)
        self._box.addLayout(known)
        chain([self.copy_button, marks.button, chance.button])
        return self._lines


class _Line(QWidget):
    """Words, and a button to put them right."""

    def __init__(self, name: str, button_words: str, button_name: str) -> None:
        super().__init__()
        self.words: QLabel = plain_label("", role="help")
        self.words.setObjectName(name)
        self.button: QPushButton = make_button(button_words, button_name, "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)

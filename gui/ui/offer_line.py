"""A quiet line at the top of an empty section: what was filled in before, to be taken or left."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.ui.buttons import Mark, make_button
from gui.ui.labels import announce, plain_label

OWN = "上次填写的{what}：{words}"
OTHERS = "「{account}」填写过的{what}：{words}"
FILLED = "已填入{what}，请核对"


class OfferLine(QFrame):
    """`filled`, `declined` and `undone` carry the key of the section."""

    filled = Signal(str)
    declined = Signal(str)
    undone = Signal(str)

    def __init__(self, section: str, what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._section = section
        self._what = what
        self.is_filled = False
        self.setProperty("role", "offer")
        self.setObjectName(f"offer:{section}")
        self._words = plain_label("")
        self._fill = make_button("填入", f"fill:{section}", "link")
        self._undo = make_button("撤销", f"unfill:{section}", "link")
        self._decline = make_button("不用", f"decline:{section}", "link")
        self._fill.clicked.connect(self._on_fill)
        self._undo.clicked.connect(self._on_undo)
        self._decline.clicked.connect(self._on_decline)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(4)
        row.addWidget(Mark("history", "muted"))
        row.addSpacing(4)
        row.addWidget(self._words, 1)
        for button in (self._fill, self._undo, self._decline):
            row.addWidget(button)

    def stops(self) -> list[QWidget]:
        """Everything that Tab goes through, in visual order."""
        return [self._fill, self._undo, self._decline]

    def show_offer(self, words: str, account: str) -> None:
        """Offer answers; `account` is whose they are when they are another account's."""
        template = OTHERS if account else OWN
        text = template.format(what=self._what, words=words, account=account)
        self._show(text, filled=False)

    def show_filled(self) -> None:
        """They were put in: it can be undone from here."""
        text = FILLED.format(what=self._what)
        self._show(text, filled=True)
        announce(self, text)

    def _show(self, text: str, *, filled: bool) -> None:
        focused = self._fill.hasFocus() or self._undo.hasFocus()
        self.is_filled = filled
        self._words.setText(text)
        self._undo.setVisible(filled)
        self._fill.setVisible(not filled)
        self._decline.setText("知道了" if filled else "不用")
        for button in (self._fill, self._undo, self._decline):
            button.setAccessibleName(f"{button.text()}：{text}")
        if focused:
            (self._undo if filled else self._fill).setFocus()

    @Slot()
    def _on_fill(self) -> None:
        self.filled.emit(self._section)

    @Slot()
    def _on_undo(self) -> None:
        self.undone.emit(self._section)

    @Slot()
    def _on_decline(self) -> None:
        self.declined.emit(self._section)

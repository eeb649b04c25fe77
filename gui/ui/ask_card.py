"""At the top of a returned record whose reason is not known: how to get to know it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.ui.buttons import make_button
from gui.ui.labels import plain_label
from gui.ui.scroll_column import make_card

NOT_KNOWN = "还不知道为什么被打回"
ASK = "点「查询打回原因」向微信询问。查询不会提交资料。"
MISSING = "还缺{what}，有了以后程序会自动向微信查询。"
WORDS = "查询打回原因"
ASKING = "正在查询…"
SENT = "资料已经提交，正在等结果。现在的修改只保存在这台电脑上，不会发给微信。"


@dataclass(frozen=True)
class AskView:
    """`state` is WeChat's state in words ("" if not known), `missing` what cannot be done without.

    With `wanted` False the card is not there; `progress`: there is a page of results to go to;
    `sent`: the answers are on their way, and what is changed meanwhile is not sent.
    """

    wanted: bool = False
    state: str = ""
    missing: tuple[str, ...] = ()
    progress: bool = False
    sent: bool = False


class AskCard(QWidget):
    """A calm card, and the way back to the page on which the progress is shown."""

    ask_requested = Signal()
    reason_requested = Signal()
    progress_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask_card")
        self._view = AskView()
        self._asking = False
        self.progress = make_button("查看进度", "view_progress", "link", "clock")
        self.ask = make_button(WORDS, "ask_reason", icon_name="refresh-cw")
        self.own = make_button("我自己填写原因", "own_reason", "link")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.progress)
        line.addStretch(1)
        self._sent, inside = make_card("banner-info")
        inside.addWidget(plain_label(SENT))
        box.addLayout(line)
        box.addWidget(self._sent)
        box.addWidget(self._build_card())
        self.ask.clicked.connect(self.ask_requested)
        self.own.clicked.connect(self.reason_requested)
        self.progress.clicked.connect(self.progress_requested)
        self.hide()

    def _build_card(self) -> QFrame:
        self._title = plain_label("", role="heading")
        self._text = plain_label("", role="muted")
        self._text.setObjectName("ask_reason_help")
        self._card, box = make_card("banner-info")
        box.addWidget(self._title)
        box.addWidget(self._text)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.ask)
        buttons.addWidget(self.own)
        buttons.addStretch(1)
        box.addLayout(buttons)
        return self._card

    def show_view(self, view: AskView) -> None:
        """Show what is known; an equal view changes nothing."""
        if view == self._view:
            return
        self._view = view
        self._title.setText(f"微信现在的状态：{view.state}" if view.state else NOT_KNOWN)
        what = "和".join(view.missing)
        self._text.setText(MISSING.format(what=what) if view.missing else ASK)
        self._card.setAccessibleName(self._title.text())
        self.ask.setAccessibleDescription(self._text.text())
        self._card.setVisible(view.wanted)
        self.progress.setVisible(view.progress)
        self._sent.setVisible(view.sent)
        self.setVisible(view.wanted or view.progress)
        self._show_button()

    def says_sent(self) -> bool:
        """Whether it says that changes are not sent now."""
        return self._view.sent

    def show_asking(self, on: bool) -> None:
        """While WeChat is asked the button says so and waits."""
        self._asking = on
        self._show_button()

    def _show_button(self) -> None:
        words = ASKING if self._asking else WORDS
        self.ask.setText(words)
        self.ask.setAccessibleName(words)
        self.ask.setEnabled(not self._asking and not self._view.missing)

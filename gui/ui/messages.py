"""What the program says outside the form: message bars on a page, and questions in a dialog."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.core.errors import AppError
from gui.ui.buttons import CopyButton, Mark, make_button
from gui.ui.editor import chain
from gui.ui.icons import icon
from gui.ui.labels import announce, plain_label
from gui.ui.questions import confirm, inform

__all__ = [
    "ACTION_WORDS",
    "Kind",
    "MessageBar",
    "MessageStack",
    "announce",
    "confirm",
    "inform",
    "plain_label",
]

log = logging.getLogger(__name__)

Kind = Literal["info", "warning", "error", "success"]
KINDS: dict[Kind, tuple[str, str]] = {  # kind → icon, word for those who do not see it
    "info": ("info", "提示"),
    "warning": ("alert-triangle", "注意"),
    "error": ("alert-circle", "出错"),
    "success": ("check-circle", "完成"),
}
ACTION_WORDS = {
    "retry": "重试",
    "check_again": "核对并重新提交",
    "copy_ip": "复制 IP",
    "network_settings": "网络设置",
    "edit_account": "更新账号",
    "add_account": "添加账号",
    "query_status": "查询状态",
    "copy_details": "复制详情",
    "session_only": "仅本次使用",
    "retry_save": "重试保存",
    "export_draft": "另存到…",
    "save_copy": "另存为新草稿",
    "show_allowlist_steps": "查看添加步骤",
    "change_pay_type": "修改支付方式",
    "use_certified_name": "使用主体名称",
    "check_name": "检查名称",
    "read_account_facts": "读取主体信息",
    "pick_identity": "选择身份",
    "undo": "撤销",
    "resend": "再次提交",
    "open_list": "查看全部记录",
}
MOST_ACTIONS = 3


class MessageBar(QFrame):
    """One message: what happened, what to do, buttons, and 详情 for the technical rest."""

    action_requested = Signal(str)  # a key of ACTION_WORDS
    closed = Signal()

    def __init__(
        self,
        kind: Kind,
        title: str,
        text: str = "",
        actions: Sequence[str] = (),
        details: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.title = title
        self._details_text = "\n".join(
            f"{name}：{value}" for name, value in (details or {}).items()
        )
        self.setProperty("role", f"banner-{kind}")
        self.setObjectName("message_bar")
        self.setAccessibleName(f"{KINDS[kind][1]}：{title}")
        self.setAccessibleDescription(text)
        self._build(text, actions)

    def _build(self, text: str, actions: Sequence[str]) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(plain_label(self.title, "question", selectable=True))
        if text:
            column.addWidget(plain_label(text, selectable=True))
        keys = _known(actions)
        if keys or self._details_text:
            column.addSpacing(4)
            column.addLayout(self._build_buttons(keys))
        if self._details_text:
            column.addWidget(self._build_details())
        mark = QVBoxLayout()
        mark.setContentsMargins(0, 6, 0, 0)
        mark.addWidget(Mark(KINDS[self.kind][0], self.kind, 20))
        mark.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 6, 12)
        row.setSpacing(12)
        row.addLayout(mark)
        row.addLayout(column, 1)
        row.addWidget(self._build_close(), 0, Qt.AlignmentFlag.AlignTop)

    def _build_buttons(self, keys: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for key in keys:
            button = _ActionButton(key)
            button.chosen.connect(self.action_requested)
            row.addWidget(button)
        if self._details_text:
            self._toggle = make_button("详情", "message_details", "link")
            self._toggle.setCheckable(True)
            row.addWidget(self._toggle)
        row.addStretch()
        return row

    def _build_details(self) -> QWidget:
        box = QWidget()
        box.setVisible(False)
        self._toggle.toggled.connect(box.setVisible)
        copy = CopyButton(ACTION_WORDS["copy_details"], "action_copy_details")
        copy.content = f"{self.title}\n{self._details_text}"
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(plain_label(self._details_text, "muted", selectable=True))
        column.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _build_close(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("message_close")
        button.setIcon(icon("x"))
        button.setToolTip("关闭提示")
        button.setAccessibleName("关闭提示")
        button.clicked.connect(self.dismiss)
        return button

    @Slot()
    def dismiss(self) -> None:
        """Take the bar away."""
        self.hide()
        self.closed.emit()
        self.deleteLater()


class _ActionButton(QPushButton):
    chosen = Signal(str)

    def __init__(self, key: str) -> None:
        super().__init__(ACTION_WORDS[key])
        self._key = key
        self.setObjectName(f"action_{key}")
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._key)


class MessageStack(QWidget):
    """The bars on top of a page, newest first; takes no room while there is none."""

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._bars: list[MessageBar] = []
        self.hide()

    def show_message(
        self,
        kind: Kind,
        title: str,
        text: str = "",
        actions: Sequence[str] = (),
        details: Mapping[str, str] | None = None,
    ) -> MessageBar:
        """Show a bar, in place of one with the same title, and have screen readers say it."""
        for old in [bar for bar in self._bars if bar.title == title]:
            old.dismiss()
        bar = MessageBar(kind, title, text, actions, details, self)
        bar.action_requested.connect(self.action_requested)
        bar.closed.connect(self._on_closed)
        self._bars.insert(0, bar)
        self._column.insertWidget(0, bar)
        chain([self._before(), *bar.findChildren(QAbstractButton)])
        self.show()
        announce(bar, f"{title}。{text}")
        return bar

    def _before(self) -> QWidget:
        """What Tab stops at before the bars: where these are on the screen."""
        before: QWidget = self
        while (other := before.previousInFocusChain()) not in (None, self):
            before = other
            if before.focusPolicy() != Qt.FocusPolicy.NoFocus:
                break
        return before

    def show_error(self, error: AppError) -> MessageBar:
        """Show a failure in its own words."""
        return self.show_message("error", error.title, error.text, error.actions, error.details)

    def bars(self) -> list[MessageBar]:
        """Return what is shown, newest first."""
        return list(self._bars)

    def clear(self) -> None:
        """Take every bar away."""
        for bar in self.bars():
            bar.dismiss()

    @Slot()
    def _on_closed(self) -> None:
        bar = self.sender()
        self._bars = [other for other in self._bars if other is not bar]
        self.setVisible(bool(self._bars))


def _known(actions: Sequence[str]) -> list[str]:
    """Return the first actions that have words; copy_details stands inside 详情."""
    for key in actions:
        if key not in ACTION_WORDS:
            log.error("no words for the action %s", key)
    keys = [key for key in actions if key in ACTION_WORDS and key != "copy_details"]
    return keys[:MOST_ACTIONS]

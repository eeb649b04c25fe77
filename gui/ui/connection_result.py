"""What a test of the connection found, in words, and for a white list the IP to be added, large."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.core.account_desk import Connected
from gui.core.errors import NOTHING_SENT, SAFE, AppError, Refused
from gui.core.wechat.refusals import Refusal, explain
from gui.ui.buttons import CopyButton, Mark, make_button
from gui.ui.labels import announce, plain_label
from gui.ui.messages import Kind, MessageStack

PERMISSION = "密钥和网络都没有问题。这项操作的权限，要到查询状态或提交时才能确认。"


class ConnectionResult(QWidget):
    """`action_requested` carries a key of messages.ACTION_WORDS."""

    action_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stack = MessageStack()
        self._stack.action_requested.connect(self.action_requested)
        self._address = _IpPanel()
        self._address.retry.clicked.connect(self._on_retry)
        self._address.steps.clicked.connect(self._on_steps)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._stack)
        box.addWidget(self._address)
        self.hide()

    def ip(self) -> str:
        """The IP that is not on the white list, while that is shown; else ""."""
        return "" if self._address.isHidden() else self._address.ip()

    @Slot()
    def clear(self) -> None:
        """What was found before no longer counts."""
        self._stack.clear()
        self._address.hide()
        self.hide()

    def show_connected(self, found: Connected) -> None:
        """The connection works."""
        who = f"：{found.principal}" if found.principal else ""
        what = f"小程序「{found.name}」（{found.appid}）。" if found.name else ""
        self._show("success", f"连接成功{who}", what + PERMISSION)

    def show_done(self, title: str, text: str = "") -> None:
        """Something was saved or deleted."""
        self._show("success", title, text)

    def show_stopped(self, text: str) -> None:
        """The user did not want to wait."""
        self._show("info", "已停止等待", text)

    def show_failure(self, error: AppError, offered: tuple[str, ...]) -> None:
        """A failure in words, with those of its actions that are `offered` here."""
        title, text, actions = error.title, error.text, error.actions
        if isinstance(error, Refused):
            refusal = explain(error, submission=False)
            if refusal.ip:
                self._show_address(refusal)
                return
            title, text, actions = refusal.title, refusal.text, refusal.actions
        kept = [key for key in actions if key in offered]
        self._show("error", title, about_accounts(text), kept, error.details)

    def _show(
        self,
        kind: Kind,
        title: str,
        text: str,
        actions: Sequence[str] = (),
        details: Mapping[str, str] | None = None,
    ) -> None:
        self.clear()
        bar = self._stack.show_message(kind, title, text, actions, details)
        bar.closed.connect(self.hide)
        self.show()

    def _show_address(self, refusal: Refusal) -> None:
        self.clear()
        self._address.show_refusal(refusal)
        self.show()

    @Slot()
    def _on_retry(self) -> None:
        self.action_requested.emit("retry")

    @Slot()
    def _on_steps(self) -> None:
        self.action_requested.emit("show_allowlist_steps")


class _IpPanel(QFrame):
    """40164: the one thing that the administrator has to be told."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner-error")
        self.setObjectName("ip_panel")
        self._title = plain_label("", "heading")
        self._ip = plain_label("", "title", wrap=False, selectable=True)
        self._ip.setObjectName("ip_address")
        self._text = plain_label("")
        self._copy = CopyButton("复制 IP", "copy_ip", "primary")
        self.steps = make_button("查看添加步骤", "action_show_allowlist_steps")
        self.retry = make_button("测试连接", "action_retry")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._row(self._ip, self._copy))
        column.addWidget(self._text)
        column.addLayout(self._row(self.steps, self.retry))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(12)
        row.addWidget(Mark("alert-circle", "error", 20), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.hide()

    def _row(self, *widgets: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def ip(self) -> str:
        return self._ip.text()

    def show_refusal(self, refusal: Refusal) -> None:
        """Show which IP is not on the white list."""
        self._title.setText(refusal.title)
        self._ip.setText(refusal.ip)
        self._copy.content = refusal.ip
        self._text.setText(about_accounts(refusal.text))
        self.setAccessibleName(f"出错：{refusal.title}")
        self.setAccessibleDescription(self._text.text())
        self.show()
        announce(self, f"{refusal.title}。{self._text.text()}")


def about_accounts(text: str) -> str:
    """The words of a failure without what they say about a submission, which is not the matter."""
    return text.replace(NOTHING_SENT, "").replace(SAFE, "")

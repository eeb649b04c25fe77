"""The messages above the pages: failures and refusals in words, with the buttons that help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.core.errors import AppError
from gui.ui.messages import MessageBar, MessageStack

if TYPE_CHECKING:
    from gui.core.wechat.refusals import Refusal

PASSING_MS = 10_000


class MessageCenter(QWidget):
    """`action_requested` carries the keys of buttons that somebody else has to act on."""

    action_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._ip = ""
        self._passing: MessageBar | None = None
        self._timer = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._timer.timeout.connect(self._on_passed)
        self._stack = MessageStack()
        self._stack.action_requested.connect(self._on_action)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 0)
        box.addWidget(self._stack)
        self.hide()

    @Slot(object)
    def show_failure(self, failure: AppError | Refusal) -> None:
        """A failure of ours, or a refusal of WeChat's from the catalogue."""
        if isinstance(failure, AppError):
            self._shown(self._stack.show_error(failure))
        else:
            self._show_refusal(failure)

    @Slot(str, str)
    def show_done(self, title: str, text: str) -> None:
        """Something was done; the bar goes away by itself."""
        self._pass_by(self._stack.show_message("success", title, text))

    @Slot(str, str)
    def show_warning(self, title: str, text: str) -> None:
        """Something to know before going on."""
        self._shown(self._stack.show_message("warning", title, text, ("query_status",)))

    def show_note(self, title: str, text: str) -> None:
        """Something to know; it stays until it is closed."""
        self._shown(self._stack.show_message("info", title, text))

    @Slot(str)
    def offer_undo(self, name: str) -> None:
        """A record was deleted: for a while it can be brought back from here."""
        bar = self._stack.show_message("info", f"已删除「{name}」", "", ("undo",))
        self._pass_by(bar)

    @Slot()
    def clear(self) -> None:
        """What was said before is over."""
        self._stack.clear()
        self.hide()

    def _show_refusal(self, refusal: Refusal) -> None:
        self._ip = refusal.ip
        details = {"错误码": str(refusal.code), "微信返回": refusal.errmsg, "rid": refusal.rid}
        bar = self._stack.show_message(
            "warning" if refusal.kind == "notice" else "error",
            refusal.title,
            refusal.text,
            refusal.actions,
            {name: text for name, text in details.items() if text},
        )
        self._shown(bar)

    def _shown(self, bar: MessageBar) -> None:
        bar.closed.connect(self._on_closed)
        self.show()

    def _pass_by(self, bar: MessageBar) -> None:
        self._shown(bar)
        self._passing = bar
        self._timer.start()

    @Slot()
    def _on_passed(self) -> None:
        if self._passing in self._stack.bars():
            self._passing.dismiss()
        self._passing = None

    @Slot()
    def _on_closed(self) -> None:
        QTimer.singleShot(0, self, self._hide_if_empty)

    @Slot()
    def _hide_if_empty(self) -> None:
        self.setVisible(bool(self._stack.bars()))

    @Slot(str)
    def _on_action(self, key: str) -> None:
        if key == "copy_ip":
            QApplication.clipboard().setText(self._ip)
            self.show_done("已复制 IP", self._ip)
            return
        if key == "undo":
            self._on_passed()
        self.action_requested.emit(key)

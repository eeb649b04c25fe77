"""The messages above the pages: failures and refusals in words, with the buttons that help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gui.core.errors import AppError, NoAccount
from gui.ui.messages import Kind, MessageBar, MessageStack

if TYPE_CHECKING:
    from gui.core.store.accounts import Account
    from gui.core.wechat.refusals import Refusal

PASSING_MS = 10_000
# What a message is about: a new one takes the place of the one before on the same matter.
SAVING, ACTION, DONE, UNDO = "saving", "action", "done", "undo"
UNDO_TEXT = "30 天内可以在「文件」菜单的「最近删除…」里恢复。"
OVER = (ACTION, DONE)  # are over when something else is begun


class MessageCenter(QWidget):
    """`action_requested` carries the keys of buttons that somebody else has to act on.

    Notes of the start, a failure to save and the offer to undo stay when something else is begun.
    """

    action_requested = Signal(str)

    def __init__(self, passing_ms: int = PASSING_MS) -> None:
        super().__init__()
        self.setObjectName("messages")
        self._passing_ms = passing_ms
        self._ip = ""
        self._about: dict[str, MessageBar] = {}
        self._stack = MessageStack()
        self._stack.action_requested.connect(self._on_action)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 8)
        box.addWidget(self._stack)
        self.hide()

    @Slot(object)
    def show_failure(self, failure: AppError | Refusal) -> None:
        """A failure of ours, or a refusal of WeChat's from the catalogue."""
        if isinstance(failure, AppError):
            details, actions = failure.details, failure.actions
            self._show(ACTION, "error", failure.title, failure.text, actions, details)
        else:
            self._show_refusal(failure)

    @Slot(object)
    def show_unsaved(self, error: AppError) -> None:
        """What was typed could not be saved; it stays until it is."""
        self._show(SAVING, "error", error.title, error.text, error.actions, error.details)

    @Slot()
    def forget_unsaved(self) -> None:
        """Saving works again."""
        self._dismiss(SAVING)

    @Slot(str, str)
    def show_done(self, title: str, text: str) -> None:
        """Something was done; the bar goes away by itself."""
        self._pass_by(self._show(DONE, "success", title, text))

    @Slot(str, str)
    def show_warning(self, title: str, text: str) -> None:
        """Something to know before going on."""
        self._show(ACTION, "warning", title, text, ("query_status",))

    @Slot(str, str)
    def show_answer(self, title: str, text: str) -> None:
        """What somebody asked for, or should know."""
        self._show(ACTION, "info", title, text)

    def show_note(self, title: str, text: str) -> None:
        """Something to know about this start; it stays until it is closed."""
        self._show(title, "info", title, text)

    @Slot(str)
    def offer_undo(self, name: str) -> None:
        """A record was deleted; it stays until the next one is, or a record is opened."""
        self._show(UNDO, "info", f"已删除「{name}」", UNDO_TEXT, ("undo",))

    @Slot()
    def forget_undo(self) -> None:
        """What was deleted is back, or a record is worked on."""
        self._dismiss(UNDO)

    def take_account(self, account: Account | None) -> None:
        """The account of the open record: with one, that there is none is no longer so."""
        bar = self._about.get(ACTION)
        if account is not None and bar is not None and bar.title == NoAccount.title:
            self._dismiss(ACTION)

    def ip(self) -> str:
        """The IP that the last refusal was about; "" when it was about none."""
        return self._ip

    @Slot()
    def clear(self) -> None:
        """Something else is begun: what was said about the things before is over."""
        for about in OVER:
            self._dismiss(about)

    def _show_refusal(self, refusal: Refusal) -> None:
        self._ip = refusal.ip
        details = {"错误码": str(refusal.code), "微信返回": refusal.errmsg, "rid": refusal.rid}
        self._show(
            ACTION,
            "warning" if refusal.kind == "notice" else "error",
            refusal.title,
            refusal.text,
            refusal.actions,
            {name: text for name, text in details.items() if text},
        )

    def _show(
        self,
        about: str,
        kind: Kind,
        title: str,
        text: str,
        actions: Sequence[str] = (),
        details: Mapping[str, str] | None = None,
    ) -> MessageBar:
        self._dismiss(about)
        bar = self._stack.show_message(kind, title, text, actions, details)
        bar.closed.connect(self._on_closed)
        self._about[about] = bar
        self.show()
        return bar

    def _dismiss(self, about: str) -> None:
        bar = self._about.pop(about, None)
        if bar is not None and bar in self._stack.bars():
            bar.dismiss()

    def _pass_by(self, bar: MessageBar) -> None:
        QTimer.singleShot(self._passing_ms, bar, bar.dismiss)

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
            self._dismiss(UNDO)
        self.action_requested.emit(key)

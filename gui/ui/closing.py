"""From the wish to close to the closed window: nothing unsaved and nothing on its way is lost."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.ui.dialogs import Dialogs
from gui.ui.questions import Notice, confirm, inform
from gui.ui.record_controller import RecordController

AT_ONCE_MS = 50  # twice this a window may stand still
PATIENCE_MS = 5000
UNSAVED = "最近的修改还没有保存"
UNSAVED_TEXT = (
    "保存没有成功，现在退出会丢失最近的修改。可以先腾出磁盘空间，或在「文件」里导出这条记录。"
)
UNSAVED_LEAVING = (
    "保存没有成功，现在离开会丢失最近的修改。可以先腾出磁盘空间，或在「文件」里导出这条记录。"
)
ON_ITS_WAY = "正在等待微信返回结果"
ON_ITS_WAY_TEXT = (
    "现在退出，可能不知道这次有没有提交成功。退出后不会再次提交，下次打开这条记录可以查询结果。"
)

SENDING_TEXT = "正在等待微信返回提交结果。请等它有了结果再清除。没有清除任何内容。"


class Closing(QObject):
    """Closes without a question when everything is saved; `done` asks to close once it is."""

    done = Signal()
    erase_now = Signal()

    def __init__(self, record: RecordController, window: QWidget) -> None:
        super().__init__(window)
        self._record = record
        self._window = window
        self.erased = False
        self._anyway = False
        self._sent_anyway = False
        self._waiting = False
        self._question: Notice | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._ask_about_unsaved)
        saving = record.session.saving
        saving.saved.connect(self._on_saved)
        saving.failed.connect(self._on_failed)
        record.leaving_refused.connect(self._ask_about_leaving)

    def serve(self, dialogs: Dialogs) -> None:
        """清除本机数据 goes through here, for it ends the program."""
        dialogs.erase_wanted.connect(self.before_erasing)
        dialogs.erased.connect(self.after_erasing)
        self.erase_now.connect(dialogs.show_erase)

    def may_close(self) -> bool:
        """Whether the window may go now; if not, it is asked for or waited for."""
        if self._anyway:
            return True
        if self._record.is_being_sent() and not self._sent_anyway:
            self._ask(ON_ITS_WAY, ON_ITS_WAY_TEXT, "仍然退出", "继续等待", self._leave_the_answer)
            return False
        self._record.form.view.commit()
        if self._record.session.saving.flush(AT_ONCE_MS):
            return True
        if self._record.session.saving.is_failing():
            self._ask_about_unsaved()
        else:  # the disk takes its time
            self._waiting = True
            self._patience.start()
        return False

    def at_once(self) -> None:
        """The system ends the program: save what can be saved, and ask nothing."""
        self._record.flush()
        self._anyway = True
        self.done.emit()

    @Slot()
    def before_erasing(self) -> None:
        """清除本机数据: nothing may be on its way, and nothing is saved from now on."""
        if self._record.is_being_sent():
            inform(self._window, "现在还不能清除", SENDING_TEXT)
        else:
            self._record.form.view.commit()
            self._record.session.saving.save_now()
            self.erase_now.emit()

    @Slot()
    def after_erasing(self) -> None:
        """Nothing is left to be saved, and nothing may be written any more."""
        saving = self._record.session.saving
        saving.forget()
        self._record.leave()
        saving.forget()
        self.erased = self._anyway = True
        self.done.emit()

    @Slot()
    def _on_saved(self) -> None:
        if self._waiting:
            self._stop_waiting()
            self.done.emit()

    @Slot()
    def _on_failed(self) -> None:
        if self._waiting:
            self._ask_about_unsaved()

    @Slot()
    def _ask_about_unsaved(self) -> None:
        self._stop_waiting()
        self._ask(UNSAVED, UNSAVED_TEXT, "不保存退出", "继续填写", self._leave_unsaved)

    @Slot()
    def _ask_about_leaving(self) -> None:
        """Another record was to be opened, and this one cannot be saved."""
        leave = self._record.session.saving.leave_anyway
        self._ask(UNSAVED, UNSAVED_LEAVING, "放弃修改", "继续填写", leave)

    def _ask(self, title: str, text: str, yes: str, no: str, on_yes: object) -> None:
        if self._question is None:
            self._question = confirm(self._window, title, text, yes, no, on_yes, danger=True)  # type: ignore[arg-type]
            self._question.finished.connect(self._on_answered)

    @Slot()
    def _on_answered(self) -> None:
        self._question = None

    @Slot()
    def _leave_unsaved(self) -> None:
        self._anyway = True
        self.done.emit()

    @Slot()
    def _leave_the_answer(self) -> None:
        self._sent_anyway = True
        self.done.emit()

    def _stop_waiting(self) -> None:
        self._waiting = False
        self._patience.stop()
